import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a key may be used for. */
export const scopes = ['assess', 'cases:read', 'cases:write', 'calls:write'] as const;
export type Scope = (typeof scopes)[number];

export function isScope(word: string): word is Scope {
  return scopes.some((scope) => scope === word);
}

/** `token` is shown once, to whoever made it; only the hash is kept. */
export function makeKey(): { id: string; token: string; secretHash: string } {
  const id = randomBytes(5).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `cck_${id}_${secret}`, secretHash: hash(secret) };
}

/** The id and the secret of something shaped like a key. */
export function readToken(token: string): { id: string; secret: string } | undefined {
  const [, id, secret] = /^cck_([0-9a-f]{10})_([\w-]{43})$/.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Takes the same time wherever the two differ. */
export function isSecretOf(secret: string, secretHash: string): boolean {
  const [given, kept] = [Buffer.from(hash(secret)), Buffer.from(secretHash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The secret is random and as long as the hash, so nothing slower is needed. */
function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
