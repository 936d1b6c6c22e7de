import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Per minute. Microsoft's service sends a whole organisation's messages from a few addresses. */
export type Limits = { perAddress: number; perConversation: number };
export const defaultLimits: Limits = { perAddress: 6000, perConversation: 120 };

/** Seconds to wait when `key` did too much in the last minute; `undefined` lets it pass. */
export type Limiter = (key: string) => Promise<number | undefined>;

export function createLimiter(perMinute: number): Limiter {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
      return undefined;
    } catch (reached) {
      if (!(reached instanceof RateLimiterRes)) throw reached;
      return Math.ceil(reached.msBeforeNext / 1000);
    }
  };
}
