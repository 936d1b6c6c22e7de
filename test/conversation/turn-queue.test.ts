import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createTurnQueue } from '../../src/conversation/turn-queue.ts';

it('runs the work of one conversation one piece at a time, in order', async () => {
  const queue = createTurnQueue();
  const seen: string[] = [];
  const slow = queue.run('c1', async () => {
    seen.push('first starts');
    await nextTick();
    seen.push('first ends');
  });
  const quick = queue.run('c1', async () => seen.push('second'));
  await Promise.all([slow, quick]);
  assert.deepEqual(seen, ['first starts', 'first ends', 'second']);
});

it('goes on after a piece of work that failed, and tells only its own caller', async () => {
  const queue = createTurnQueue();
  const failing = queue.run('c1', () => Promise.reject(new Error('no')));
  const next = queue.run('c1', async () => 'done');
  await assert.rejects(failing, /no/);
  assert.equal(await next, 'done');
});

it('keeps nothing of conversations that are quiet', async () => {
  const queue = createTurnQueue();
  const works = Array.from({ length: 1000 }, (_, n) =>
    queue.run(`c${n % 100}`, async () => {
      await nextTick();
      if (n % 7 === 0) throw new Error('no');
    }),
  );
  assert.equal(queue.busy(), 100);
  await Promise.allSettled(works);
  assert.equal(queue.busy(), 0);
});

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
