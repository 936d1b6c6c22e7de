import { setTimeout as sleep } from 'node:timers/promises';

/** So long what is under way may go on when it is stopped: a channel that does not answer must not hold the server. */
const patienceMs = 5_000;

/** Works now and every so often, never twice at once, until it is stopped; the stop waits a while for what is under way. */
export function keepWorking(
  work: () => Promise<unknown>,
  everyMs: number,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  const attempt = (): void => {
    underWay ??= work()
      .then(() => undefined)
      .catch(onFailure)
      .finally(() => (underWay = undefined));
  };
  const timer = setInterval(attempt, everyMs);
  timer.unref();
  attempt();
  return async () => {
    clearInterval(timer);
    const patience = new AbortController();
    const outOfPatience = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([underWay, outOfPatience]);
    patience.abort();
  };
}
