import { createHash } from 'node:crypto';

/**
 * How the desk names somebody for good. `subject` is the issuer of their sign-in, a space, and who they are there: for Entra ID
 * their object id, by which Teams knows them too.
 */
export function personIdOf(subject: string): string {
  return createHash('sha256').update(subject).digest('base64url').slice(0, 22);
}
