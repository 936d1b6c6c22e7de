import type { StoredCase } from '../../storage/port.ts';
import { DeskBrief } from './api.ts';

/** A brief as any version wrote it; what is missing is empty. */
export function readBrief({ brief }: Pick<StoredCase, 'brief'>): DeskBrief {
  return DeskBrief.parse(typeof brief === 'object' && brief !== null ? brief : {});
}
