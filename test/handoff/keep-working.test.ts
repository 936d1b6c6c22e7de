import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { keepWorking, type Follow } from '../../src/handoff/keep-working.ts';

const seldom = 60_000;
const nobody = (): void => undefined;

/** Work that waits until it is let go, and counts. */
function stage() {
  const letGo: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  let wake = nobody;
  const follow: Follow = (heard) => {
    wake = heard;
    return () => (wake = nobody);
  };
  const failures: unknown[] = [];
  const stop = keepWorking(
    async (stopped) => {
      signals.push(stopped);
      await new Promise<void>((resolve) => letGo.push(resolve));
    },
    seldom,
    (error) => failures.push(error),
    follow,
  );
  return {
    stop,
    failures,
    signals,
    wake: () => wake(),
    finishOne: async (): Promise<void> => {
      letGo.shift()?.();
      await turn();
    },
  };
}

test('what it is woken for while it works is looked at once more, and never at the same time', async () => {
  const { wake, finishOne, signals, stop } = stage();
  wake();
  wake();
  assert.equal(signals.length, 1);
  await finishOne();
  assert.equal(signals.length, 2);
  await finishOne();
  assert.equal(signals.length, 2);
  await stop();
});

test('the stop waits for work that it was woken for, which is told and is not begun again', async () => {
  const { wake, finishOne, signals, stop } = stage();
  await finishOne();
  wake();
  wake();
  let isStopped = false;
  const stopping = stop().then(() => (isStopped = true));
  await turn();
  assert.equal(isStopped, false);
  assert.equal(signals[1]?.aborted, true);
  await finishOne();
  await stopping;
  wake();
  assert.equal(signals.length, 2);
});

test('goes on after work that failed, and tells of it', async () => {
  const failures: unknown[] = [];
  let wake = nobody;
  let times = 0;
  const stop = keepWorking(
    async () => {
      times += 1;
      throw new Error(`the ${times}. time`);
    },
    seldom,
    (error) => failures.push(error),
    (heard) => {
      wake = heard;
      return nobody;
    },
  );
  await turn();
  wake();
  await turn();
  assert.deepEqual(failures.map(String), ['Error: the 1. time', 'Error: the 2. time']);
  await stop();
});
