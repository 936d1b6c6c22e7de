import { setTimeout as sleep } from 'node:timers/promises';

/** So long what is under way may go on when it is stopped: a channel that does not answer must not hold the server. */
const patienceMs = 5_000;

/** The signal says that it was stopped: what has not begun should not begin any more. */
export type Work = (stopped: AbortSignal) => Promise<unknown>;

/** Calls when there is something to do before the time is up; gives how to stop that. */
export type Follow = (wake: () => void) => () => void;

/**
 * Works now, every so often and when it is woken, never twice at once, until it is stopped. What is woken for while it works is looked at
 * once more. The stop waits a while for what is under way, so that nobody who comes next works beside it.
 */
export function keepWorking(
  work: Work,
  everyMs: number,
  onFailure: (error: unknown) => void,
  follow: Follow = () => () => undefined,
): () => Promise<void> {
  const stopping = new AbortController();
  let isWoken = false;
  let underWay: Promise<void> | undefined;
  const workUntilDone = async (): Promise<void> => {
    do {
      isWoken = false;
      await work(stopping.signal).catch(onFailure);
    } while (isWoken && !stopping.signal.aborted);
  };
  const attempt = (): void => {
    underWay ??= workUntilDone().finally(() => (underWay = undefined));
  };
  const stopFollowing = follow(() => {
    isWoken = true;
    attempt();
  });
  const timer = setInterval(attempt, everyMs);
  timer.unref();
  attempt();
  return async () => {
    clearInterval(timer);
    stopFollowing();
    stopping.abort();
    const patience = new AbortController();
    const outOfPatience = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([underWay, outOfPatience]);
    patience.abort();
  };
}
