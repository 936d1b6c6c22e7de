import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { StoredEntry } from '../../storage/directory-port.ts';

/** Fewer letters and digits can be guessed by somebody who has time. Three words have more. */
export const fewestCharacters = 12;
export const mostCharacters = 200;

/** OWASP's setting for scrypt with 32 MB: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { N: 2 ** 15, r: 8, p: 3 };
type Cost = typeof cost;
const hashBytes = 32;
/** Nobody says it wrong so often; who tries on is guessing. */
const tries = { points: 10, duration: 3600 };

type Kept = {
  readEntry(client: string, id: string): Promise<Pick<StoredEntry, 'passphraseHash'> | undefined>;
};
export type ComparePassphrase = (client: string, colleague: string, typed: string) => Promise<boolean>;

/** Letters and digits in one case: "Blue kettle, Tuesday" is what "blue-kettle tuesday" is. It is heard on the telephone. */
export function plainPassphrase(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** `scrypt$N$r$p$salt$hash`, so that the cost can grow while older ones still work. */
export async function hashPassphrase(passphrase: string, { N, r, p }: Cost = cost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(passphrase, salt, { N, r, p });
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * Compares what was typed with what a colleague agreed. False for a colleague of another client, for one without a passphrase,
 * and for anything after ten tries in an hour. Each takes as long as the other.
 */
export function createComparePassphrase(storage: Kept): ComparePassphrase {
  const limiter = new RateLimiterMemory(tries);
  return async (client, colleague, typed) => {
    const isEarly = await limiter.consume(JSON.stringify([client, colleague])).then(
      () => true,
      (reached: unknown) => {
        if (reached instanceof RateLimiterRes) return false;
        throw reached;
      },
    );
    const entry = await storage.readEntry(client, colleague);
    const isRight = await fits(typed.slice(0, mostCharacters), entry?.passphraseHash ?? nobodys);
    return isRight && isEarly && entry?.passphraseHash != null;
  };
}

/** Compared with when there is nothing to compare with, so that the time tells nothing. */
const nobodys = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

async function fits(typed: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt = '', hash = ''] = stored.split('$');
  if (kind !== 'scrypt')
    throw new Error('A stored passphrase is no scrypt hash, so nothing can be compared with it.');
  const wanted = Buffer.from(hash, 'base64url');
  const given = await derive(typed, Buffer.from(salt, 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(given, wanted);
}

async function derive(passphrase: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  const maxmem = 256 * N * r + 1_000_000;
  return await new Promise((resolve, reject) => {
    scrypt(plainPassphrase(passphrase), salt, hashBytes, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
