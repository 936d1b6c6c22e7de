import { shorten } from '../../domain/shorten.ts';

/** What is wrong, why it matters, and what to write instead. */
export type Told = { what: string; why: string; fix: string };

/** The beginning of what was typed: enough to find it by. */
export function shown(text: string): string {
  return shorten(text, 41);
}
