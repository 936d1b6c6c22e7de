import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Somebody did something too often: what to tell them, and how long they should wait. */
export type Excess = { message: string; retryAfterSeconds: number };

/** The excess when `key` did this too often in the last minute; `undefined` lets it pass. */
export type Limit = (key: string) => Promise<Excess | undefined>;

/** Counts per key in this process's memory. `what` begins the message: "Too many messages in this chat". */
export function createLimit(perMinute: number, what: string): Limit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (reached) {
      if (!(reached instanceof RateLimiterRes)) throw reached;
      const retryAfterSeconds = Math.ceil(reached.msBeforeNext / 1000);
      const message = `${what}: at most ${perMinute} a minute. Try again in ${retryAfterSeconds} seconds.`;
      return { message, retryAfterSeconds };
    }
  };
}
