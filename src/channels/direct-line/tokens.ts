import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import * as z from 'zod';

/** Who speaks, and where. A token is good for this one conversation and no other. */
export type Seat = { conversation: string; user: string };

/** One file of one conversation. */
export type FilePass = { conversation: string; file: string };

/** Azure's own lifetime; `botframework-directlinejs` asks for a new token after half of it. */
export const tokenLifetimeSeconds = 30 * 60;

/** How long a browser may stay away and still find its conversation. */
export const sessionLifetimeSeconds = 7 * 24 * 60 * 60;

const daySeconds = 24 * 60 * 60;

/**
 * `token` opens the Direct Line routes; `session` is the cookie that gets the next token; `alerts` shows alerts above a chat that Azure
 * carries, whose own tokens we cannot check. None passes for another.
 */
const purposes = {
  token: { audience: 'callcheck-direct-line', lifetimeSeconds: tokenLifetimeSeconds },
  session: { audience: 'callcheck-chat-session', lifetimeSeconds: sessionLifetimeSeconds },
  alerts: { audience: 'callcheck-chat-alerts', lifetimeSeconds: sessionLifetimeSeconds },
} as const;
export type Purpose = keyof typeof purposes;
const fileAudience = 'callcheck-chat-file';

export type Tokens = {
  issue(purpose: Purpose, seat: Seat): Promise<string>;
  /** The seat, or `undefined` when the token is forged, expired or made for another purpose. */
  read(purpose: Purpose, token: string): Promise<Seat | undefined>;
  issueFilePass(pass: FilePass, days: number): Promise<string>;
  readFilePass(token: string): Promise<FilePass | undefined>;
};

const SeatClaims = z.object({ conv: z.string().min(1), user: z.string().startsWith('dl_') });
const FileClaims = z.object({ conv: z.string().min(1), file: z.string().min(1) });
type Key = { id: string; secret: Uint8Array };

/**
 * Signs with the first key and reads what any of them signed: put a new key first, keep the old one for a week, and
 * nobody loses a conversation. The claim names `conv` and `user` are the ones the chat client reads.
 */
export function createTokens(signingKeys: readonly [string, ...string[]], now: () => Date): Tokens {
  const [current, ...former] = signingKeys;
  const signer = toKey(current);
  const keys = new Map([signer, ...former.map(toKey)].map((key) => [key.id, key.secret]));

  function findKey(header: JWTHeaderParameters): Uint8Array {
    const secret = keys.get(header.kid ?? '');
    if (!secret) throw new Error('The token names a key that is not ours.');
    return secret;
  }

  async function sign(
    audience: string,
    lifetimeSeconds: number,
    claims: Record<string, string>,
  ): Promise<string> {
    const issuedAt = Math.floor(now().getTime() / 1000);
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: signer.id })
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(signer.secret);
  }

  async function verify<T>(audience: string, token: string, claims: z.ZodType<T>): Promise<T | undefined> {
    const rules = { algorithms: ['HS256'], audience, currentDate: now(), requiredClaims: ['exp'] };
    const verified = await jwtVerify(token, findKey, rules).catch(() => undefined);
    return claims.safeParse(verified?.payload).data;
  }

  return {
    async issue(purpose, { conversation, user }) {
      const { audience, lifetimeSeconds } = purposes[purpose];
      return await sign(audience, lifetimeSeconds, { conv: conversation, user });
    },

    async read(purpose, token) {
      const claims = await verify(purposes[purpose].audience, token, SeatClaims);
      return claims && { conversation: claims.conv, user: claims.user };
    },

    issueFilePass: async ({ conversation, file }, days) =>
      await sign(fileAudience, days * daySeconds, { conv: conversation, file }),

    async readFilePass(token) {
      const claims = await verify(fileAudience, token, FileClaims);
      return claims && { conversation: claims.conv, file: claims.file };
    },
  };
}

function toKey(signingKey: string): Key {
  return { id: digest(`id of ${signingKey}`).toString('hex').slice(0, 8), secret: digest(signingKey) };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
