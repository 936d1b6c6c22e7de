import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { refuse, type Answer } from './answer.ts';

/** The refusal when `key` did this too often in the last minute; `undefined` lets it pass. */
export type Limit = (key: string) => Promise<Answer | undefined>;

export function createLimit(perMinute: number, what: string): Limit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (reached) {
      if (!(reached instanceof RateLimiterRes)) throw reached;
      const seconds = Math.ceil(reached.msBeforeNext / 1000);
      const message = `${what}: at most ${perMinute} a minute. Try again in ${seconds} seconds.`;
      return refuse(429, 'Throttled', message, { 'Retry-After': String(seconds) });
    }
  };
}
