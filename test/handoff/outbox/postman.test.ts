import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { backoffMs, triesLimit } from '../../../src/handoff/outbox/backoff.ts';
import { DeliveryFailure, type Delivery, type Target } from '../../../src/handoff/outbox/port.ts';
import { createPostman } from '../../../src/handoff/outbox/postman.ts';
import { openStage, type Stage } from '../targets/stage.ts';

const hook = { kind: 'webhook', id: 'hook', url: 'https://hook.example/', signingSecret: 'HOOK' };
const secrets = { HOOK: Buffer.alloc(32, 1).toString('base64') };

/** A stage whose one target does what the test says, and notes what it got. */
async function stageWith(
  test: TestContext,
  deliver: (delivery: Delivery, signal: AbortSignal) => Promise<void>,
): Promise<Stage & { got: string[] }> {
  const got: string[] = [];
  const target: Target = {
    async deliver(delivery, signal) {
      got.push(delivery.news.kind);
      await deliver(delivery, signal);
    },
  };
  const options = { targets: [hook], secrets, postman: { targets: new Map([['hook', target]]) } };
  return { ...(await openStage(test, options)), got };
}

const down = async (): Promise<never> => {
  throw new DeliveryFailure('later', 'down');
};

describe('the postman', () => {
  it('keeps the order of a case while the first message waits', async (test) => {
    let isDown = true;
    const stage = await stageWith(test, async () => (isDown ? await down() : undefined));
    await stage.happen('opened');
    await stage.happen('accepted');
    await stage.postman.tick();
    isDown = false;
    await stage.deliverAll();
    assert.deepEqual(stage.got, ['opened', 'opened', 'accepted']);
  });

  it('gives up after a night of trying, and says so once', async (test) => {
    const stage = await stageWith(test, down);
    await stage.happen('opened');
    const startMs = stage.clock.now.getTime();
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      stage.clock.now = new Date(startMs + minute * 60_000);
      await stage.postman.tick();
    }
    assert.equal(stage.got.length, triesLimit);
    const [dead] = await stage.storage.deadLetters('all');
    assert.match(dead?.lastError ?? '', /Given up after 16 tries.*down/);
    const hours = (Date.parse(dead?.deadAt ?? '') - startMs) / 3_600_000;
    assert.ok(hours > 4 && hours < 12, `${hours} hours`);
    assert.equal(stage.logLines.filter((line) => line.startsWith('a message was given up')).length, 1);
  });

  it('tries what went wrong unexpectedly again too', async (test) => {
    let tries = 0;
    const stage = await stageWith(test, async () => {
      if (tries++ === 0) throw new TypeError('a fault of ours');
    });
    await stage.happen('opened');
    await stage.deliverAll();
    assert.equal(tries, 2);
    assert.deepEqual(await stage.storage.deadLetters('all'), []);
  });

  it('tells nobody who was taken off the list of a client meanwhile', async (test) => {
    const stage = await stageWith(test, async () => undefined);
    const other = createPostman({
      storage: stage.storage,
      targets: new Map([['hook', { deliver: down }]]),
      mayTell: () => false,
      now: () => stage.clock.now,
      random: () => 0,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    await stage.happen('opened');
    await other.tick();
    assert.deepEqual(stage.got, []);
    assert.match((await stage.storage.deadLetters('all'))[0]?.lastError ?? '', /not to be told to "hook"/);
  });

  it('runs until it is stopped, and is woken by what is written', async (test) => {
    const stage = await stageWith(test, async () => undefined);
    const stop = new AbortController();
    const running = stage.postman.run(stop.signal);
    await stage.happen('opened');
    stage.postman.wake();
    while (stage.got.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await running;
    assert.deepEqual(await stage.storage.claimOutbox('2030-01-01T00:00:00.000Z', 9, 1), []);
  });
});

describe('the pause between tries', () => {
  it('doubles up to an hour, half of it by dice', () => {
    const fullest = Array.from({ length: triesLimit }, (_, n) => backoffMs(n + 1, () => 1));
    assert.deepEqual(fullest.slice(0, 4), [5_000, 10_000, 20_000, 40_000]);
    assert.equal(Math.max(...fullest), 3_600_000);
    assert.equal(
      backoffMs(1, () => 0),
      2_500,
    );
  });
});
