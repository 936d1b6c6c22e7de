import { createHash } from 'node:crypto';

/** Digits and capitals without I, L, O and U: nothing that is misread when copied from a screen (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 5;

/**
 * The short reference that a turn gives to a case or a fault, such as `CC-7F3K2`. The same activity gets the same one;
 * `attempt` gives another when it is taken.
 */
export function turnReference(conversation: string, activity: string, attempt: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([conversation, activity, attempt]))
    .digest();
  const code = Array.from(digest.subarray(0, length), (byte) => letters[byte % letters.length]);
  return `CC-${code.join('')}`;
}
