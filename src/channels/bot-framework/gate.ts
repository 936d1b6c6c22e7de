import { setTimeout as sleep } from 'node:timers/promises';

/** At most `most` in any `withinMs`, wherever one begins to count. */
export type Limit = { most: number; withinMs: number };

/** Only differences of `nowMs` count. */
export type GateClock = { nowMs(): number; sleep(ms: number): Promise<unknown> };

const steadyClock: GateClock = {
  nowMs: () => performance.now(),
  sleep: (ms) => sleep(ms, undefined, { ref: false }),
};

/** Lets through only so many; the others wait, and none is turned away. */
export type Gate = {
  /** Does one piece of work after the other, in the order in which they were asked for. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Waits until one more may pass, and counts it. */
  pass(): Promise<void>;
  /** Nobody passes for so long. */
  close(forMs: number): void;
  /** Nothing waits, and what passed limits nobody any more. */
  isIdle(): boolean;
};

/**
 * Remembers when the last ones passed, so that the limits hold in every stretch of time. Counters that begin again with each
 * second, and buckets that refill, let up to twice as many through within one.
 */
export function createGate(limits: readonly Limit[], clock: GateClock = steadyClock): Gate {
  const most = Math.max(...limits.map((limit) => limit.most));
  const longestMs = Math.max(...limits.map(({ withinMs }) => withinMs));
  const passed: number[] = [];
  let openFromMs = -Infinity;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  const freeFromMs = (): number =>
    Math.max(openFromMs, ...limits.map((limit) => (passed.at(-limit.most) ?? -Infinity) + limit.withinMs));

  return {
    async inTurn(work) {
      waiting += 1;
      const turn = last.then(work).finally(() => (waiting -= 1));
      last = turn.catch(() => undefined);
      return await turn;
    },

    async pass() {
      for (let waitMs = freeFromMs() - clock.nowMs(); waitMs > 0; waitMs = freeFromMs() - clock.nowMs())
        await clock.sleep(Math.ceil(waitMs));
      passed.push(clock.nowMs());
      if (passed.length > most) passed.shift();
    },

    close(forMs) {
      openFromMs = Math.max(openFromMs, clock.nowMs() + forMs);
    },

    isIdle: () =>
      waiting === 0 && Math.max(openFromMs, (passed.at(-1) ?? -Infinity) + longestMs) <= clock.nowMs(),
  };
}
