import { createHash } from 'node:crypto';

/** Digits and capitals without I, L, O and U: nothing that is misread when copied from a screen (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 5;

/** The short reference of a case that a turn opens, such as `CC-7F3K2`; `attempt` gives another when it is taken. */
export function caseReference(conversation: string, activity: string, attempt: number): string {
  return `CC-${codeOf(conversation, activity, attempt)}`;
}

/** The reference of a turn that failed, such as `ERR-7F3K2`: nobody should look for a case under it. */
export function faultReference(conversation: string, activity: string): string {
  return `ERR-${codeOf(conversation, activity, 0)}`;
}

/** The id of a check that a turn begins. Nobody types it, so it is long enough to be the only one. */
export function checkId(conversation: string, activity: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['check', conversation, activity]))
    .digest('hex')
    .slice(0, 32);
}

/** The same activity gets the same code. */
function codeOf(conversation: string, activity: string, attempt: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([conversation, activity, attempt]))
    .digest();
  return Array.from(digest.subarray(0, length), (byte) => letters[byte % letters.length]).join('');
}
