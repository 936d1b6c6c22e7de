import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createInDoubt } from '../../src/web/chat/in-doubt.ts';
import type { Dispatch, DirectLine, StoreAction } from '../../src/web/chat/webchat.d.ts';

const act = (type: string, id: string, activityType = 'message'): StoreAction => ({
  type: `DIRECT_LINE/${type}`,
  meta: { clientActivityID: id },
  payload: { activity: { type: activityType, text: id, channelData: { clientActivityID: id } } },
});
const echo = (id: string): StoreAction => ({
  type: 'DIRECT_LINE/INCOMING_ACTIVITY',
  payload: { activity: { type: 'message', text: id, channelData: { clientActivityID: id } } },
});

/** The page with a line that dropped; `went` are the steps in order, `passed` is what Web Chat heard of. */
function raise(t: TestContext, { refuses = false } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const inDoubt = createInDoubt();
  const went: string[] = [];
  const passed: string[] = [];
  const line: DirectLine = {
    connectionStatus$: { subscribe: () => ({ unsubscribe: () => undefined }) },
    postActivity: ({ text, channelData }) => ({
      subscribe: ({ complete, error }) => {
        went.push(`sends ${text} as ${channelData?.clientActivityID}`);
        if (refuses) error(new Error('400'));
        else complete();
      },
    }),
    end: () => undefined,
  };
  const hear: Dispatch = inDoubt.middleware({ dispatch: (action) => hear(action) })(({ type }) =>
    passed.push(type),
  );
  const back = (): void => void inDoubt.settle(line, () => went.push('goes on'));
  const wait = async (ms: number): Promise<void> => {
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
  };
  return { inDoubt, went, passed, hear, back, wait };
}

test('what was on its way when the line dropped is sent again, first and in order', async (t) => {
  const { went, hear, back, wait } = raise(t);
  for (const id of ['one', 'two']) hear(act('POST_ACTIVITY_PENDING', id));
  back();
  assert.deepEqual(went, []);
  await wait(1000);
  assert.deepEqual(went, ['sends one as one', 'sends two as two', 'goes on']);
});

const certain: readonly [string, StoreAction[]][] = [
  ['was answered', [act('POST_ACTIVITY_PENDING', 'one'), act('POST_ACTIVITY_FULFILLED', 'one')]],
  ['stands in the chat', [act('POST_ACTIVITY_PENDING', 'one'), echo('one')]],
  ['is only typing', [act('POST_ACTIVITY_PENDING', 'one', 'typing')]],
];
for (const [what, actions] of certain)
  test(`what ${what} is not sent again, and nothing waits for it`, (t) => {
    const { went, hear, back } = raise(t);
    for (const action of actions) hear(action);
    back();
    assert.deepEqual(went, ['goes on']);
  });

test('what the new line shows to have arrived is not sent again, and never said to have failed', async (t) => {
  const { went, passed, hear, back, wait } = raise(t);
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  back();
  hear(echo('one'));
  await wait(1000);
  hear(act('POST_ACTIVITY_REJECTED', 'one'));
  assert.deepEqual(went, ['goes on']);
  assert.ok(!passed.includes('DIRECT_LINE/POST_ACTIVITY_REJECTED'));
});

test('what fails on a line that holds is told, and not sent again', async (t) => {
  const { went, passed, hear, back, wait } = raise(t);
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  hear(act('POST_ACTIVITY_REJECTED', 'one'));
  await wait(1000);
  assert.ok(passed.includes('DIRECT_LINE/POST_ACTIVITY_REJECTED'));
  back();
  assert.deepEqual(went, ['goes on']);
});

test('what fails because the line drops is not told, and sent again', async (t) => {
  const { inDoubt, went, passed, hear, back, wait } = raise(t);
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  hear(act('POST_ACTIVITY_REJECTED', 'one'));
  inDoubt.pause();
  await wait(1000);
  back();
  await wait(1000);
  assert.deepEqual(went, ['sends one as one', 'goes on']);
  assert.ok(!passed.includes('DIRECT_LINE/POST_ACTIVITY_REJECTED'));
});

test('what is given up as the next line comes is not told, and sent again', async (t) => {
  const { inDoubt, went, passed, hear, back, wait } = raise(t);
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  inDoubt.pause();
  hear(act('POST_ACTIVITY_REJECTED', 'one'));
  await wait(150);
  back();
  await wait(800);
  await wait(800);
  hear(echo('one'));
  assert.deepEqual(went, ['sends one as one', 'goes on']);
  assert.ok(!passed.includes('DIRECT_LINE/POST_ACTIVITY_REJECTED'));
});

test('what the next line refuses is told', async (t) => {
  const { inDoubt, went, passed, hear, back, wait } = raise(t, { refuses: true });
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  inDoubt.pause();
  back();
  await wait(1000);
  await wait(1000);
  assert.deepEqual(went, ['sends one as one', 'goes on']);
  assert.ok(passed.includes('DIRECT_LINE/POST_ACTIVITY_REJECTED'));
});

test('a line that drops again at once waits for the next', async (t) => {
  const { inDoubt, went, hear, back, wait } = raise(t);
  hear(act('POST_ACTIVITY_PENDING', 'one'));
  back();
  inDoubt.pause();
  await wait(1000);
  assert.deepEqual(went, []);
  back();
  await wait(1000);
  assert.deepEqual(went, ['sends one as one', 'goes on']);
});
