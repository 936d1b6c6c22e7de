import { randomBytes } from 'node:crypto';

/** Where a stream begins. */
export type Place = { conversation: string; watermark: number };

/** Codes that open one stream each, so that an address in an access log is worth nothing. */
export type Tickets = {
  issue(place: Place): string;
  /** The place, once and within a minute. The code is spent whatever comes of it. */
  redeem(code: string): Place | undefined;
};

const lifetimeMs = 60_000;

export function createTickets(now: () => Date): Tickets {
  const open = new Map<string, Place & { expiresAt: number }>();

  /** The map is in order of issue: behind the first good ticket all are good. */
  function dropExpired(): void {
    for (const [code, { expiresAt }] of open) {
      if (expiresAt > now().getTime()) return;
      open.delete(code);
    }
  }

  return {
    issue(place) {
      dropExpired();
      const code = randomBytes(24).toString('base64url');
      open.set(code, { ...place, expiresAt: now().getTime() + lifetimeMs });
      return code;
    },

    redeem(code) {
      dropExpired();
      const place = open.get(code);
      open.delete(code);
      return place;
    },
  };
}
