import { plain } from '../../src/dialog/typed.ts';
import { text, type Talk } from '../talk.ts';

/** A technician as staff hear of them, at the start of a sentence. A desk that knows no names has nobody's. */
export function whoIs(talk: Talk, name: string): string {
  const isNamed = plain(talk.context.desk.name).replace(/^the /, '') !== plain(name);
  return text(talk, isNamed ? 'who.named' : 'who.desk', { name });
}
