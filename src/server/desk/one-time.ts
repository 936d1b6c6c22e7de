import { createHash, randomBytes } from 'node:crypto';

/** Codes that are good for one thing, once, and not for long. Kept in memory as hashes: a restart makes them void. */
export type OneTimeCodes<T> = {
  issue(value: T): string;
  /** The value, and the code is spent. `undefined` when it is unknown, spent or too old. */
  redeem(code: string): T | undefined;
};

/** More than this many wait at once only when somebody asks for them in a loop; the oldest go. */
const most = 1000;

export function createOneTimeCodes<T>(lifetimeMs: number, now: () => Date): OneTimeCodes<T> {
  const open = new Map<string, { value: T; until: number }>();
  return {
    issue(value) {
      const code = randomBytes(32).toString('base64url');
      const [oldest] = open.keys();
      if (open.size >= most && oldest !== undefined) open.delete(oldest);
      open.set(hash(code), { value, until: now().getTime() + lifetimeMs });
      return code;
    },

    redeem(code) {
      const kept = open.get(hash(code));
      open.delete(hash(code));
      return kept !== undefined && now().getTime() < kept.until ? kept.value : undefined;
    },
  };
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
