import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireActivity } from '../../../src/channels/port.ts';
import type { Effect } from '../../../src/dialog/effect.ts';
import type { Turn } from '../../../src/dialog/turn.ts';
import { raiseBot } from '../../support/bot-stage.ts';

const say = (text: string): Effect => ({ kind: 'say', text });

test('our own Direct Line is answered in this process, with ids made from the turn', async (t) => {
  const stage = await raiseBot(t);
  await stage.bot.receive(local({ text: 'hello' }));
  assert.ok(stage.shown.length >= 2);
  for (const [index, { conversation, activity }] of stage.shown.entries()) {
    assert.equal(conversation, 'web-1');
    assert.deepEqual(activity['channelData'], { replyId: `post-1-${index}` });
    assert.equal(activity['replyToId'], 'post-1');
  }
  assert.deepEqual(stage.microsoft.sent, []);
});

test('a conversation of another channel cannot pose as one of ours', async (t) => {
  const heard: string[] = [];
  const stage = await raiseBot(t, {
    converse: async ({ conversation }) => {
      heard.push(conversation);
      return 'answered';
    },
  });
  await stage.bot.receive(local({}));
  await stage.post(stage.message({ channelId: 'webchat', conversation: { id: 'web-1' } }));
  assert.deepEqual(heard, ['web-1', 'webchat/web-1']);
});

test('sends again only when the channel says that it did not take the message', async (t) => {
  const answered: readonly [number[], number][] = [
    [[429], 2],
    [[412], 2],
    [[500], 1],
    [[502], 1],
    [[408], 1],
    [[403], 1],
    [[429, 429, 429, 429], 3],
  ];
  const stage = await raiseBot(t, {
    converse: async (_turn, deliver) => {
      await deliver([say('one')]).catch(() => undefined);
      return 'answered';
    },
  });
  for (const [statuses, calls] of answered) {
    stage.microsoft.sent.length = 0;
    stage.microsoft.answers.splice(0, Infinity, ...statuses);
    assert.equal((await stage.post(stage.message())).status, 200);
    assert.equal(stage.microsoft.sent.length, calls, JSON.stringify(statuses));
  }
});

test('an answer that did not arrive is asked for again with 502, and then delivered once', async (t) => {
  const stage = await raiseBot(t);
  const activity = stage.message({ text: 'A man wants the code from my phone.' });
  stage.microsoft.answers.push(503);
  const first = await stage.post(activity);
  assert.deepEqual([first.status, stage.microsoft.sent.length], [502, 1]);
  assert.match(stage.logged(), /undelivered/);
  assert.doesNotMatch(stage.logged(), /Priya|code from my phone/);

  assert.equal((await stage.post(activity)).status, 200);
  const delivered = stage.microsoft.sent.slice(1).map(({ body }) => body['summary'] ?? body['text']);
  assert.ok(delivered.length > 0);
  assert.equal((await stage.post(activity)).status, 200);
  assert.equal(stage.microsoft.sent.length, 1 + delivered.length, 'nothing is said a third time');
});

test('a tap whose answer did not arrive shows that it failed, since nobody sends a tap again', async (t) => {
  const stage = await raiseBot(t);
  const data = { callcheck: { verb: 'command', command: 'help' } };
  stage.microsoft.answers.push(503);
  const value = { action: { type: 'Action.Execute', data } };
  const tapped = await stage.post(stage.message({ type: 'invoke', name: 'adaptiveCard/action', value }));
  assert.equal(tapped.status, 200);
  assert.match(tapped.text, /"statusCode":500/);
});

test('what is no turn is answered with nothing, and our own Direct Line hears that it is none', async (t) => {
  const stage = await raiseBot(t);
  const unknown = { type: 'event', name: 'something/new', text: undefined };
  assert.equal(await stage.bot.receive(local(unknown)), 'ignored');
  assert.equal(await stage.bot.receive(local({})), 'taken');
  assert.equal((await stage.post(stage.message(unknown))).status, 200);
  assert.deepEqual(stage.microsoft.sent, []);
});

test('a turn that fails tells the person a reference that the log has, and no more', async (t) => {
  const stage = await raiseBot(t, {
    converse: async () => await Promise.reject(new Error('secret detail')),
  });
  const { status, text } = await stage.post(stage.message());
  assert.deepEqual([status, text], [200, '']);
  const told = String(stage.microsoft.sent[0]?.body['text']);
  assert.match(told, /hang up/);
  assert.match(told, /0161 496 0000/);
  assert.doesNotMatch(told, /secret detail/);
  const reference = /"reference":"(ERR-\w+)"/.exec(stage.logged())?.[1] ?? 'none';
  assert.ok(told.includes(reference), told);
});

test('a failed turn that cannot be told about still ends in order', async (t) => {
  const stage = await raiseBot(t, { converse: async () => await Promise.reject(new Error('down')) });
  stage.microsoft.answers.push(403);
  assert.equal((await stage.post(stage.message())).status, 200);
});

test('a tap on a Teams card is answered with the exact body, also when the turn fails', async (t) => {
  const tap = { verb: 'command', command: 'help' };
  const invoke = {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', data: { callcheck: tap } } },
  };
  const heard: Turn[] = [];
  const stage = await raiseBot(t, {
    converse: async (turn) => {
      heard.push(turn);
      if (heard.length > 1) throw new Error('down');
      return 'answered';
    },
  });
  const good = await stage.post(stage.message(invoke));
  assert.deepEqual(JSON.parse(good.text), {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: 'Noted.',
  });
  assert.deepEqual(heard[0]?.event, { kind: 'tapped', tap });
  const failed = await stage.post(stage.message(invoke));
  assert.equal(failed.status, 200);
  assert.match(failed.text, /"statusCode":500,"type":"application\/vnd.microsoft.error"/);
});

test('no secret that is typed reaches the turn or the log', async (t) => {
  const heard: Turn[] = [];
  const stage = await raiseBot(t, {
    converse: async (turn) => {
      heard.push(turn);
      return 'answered';
    },
  });
  await stage.post(stage.message({ text: 'I am Priya Nair, the code is 482913, my number is 07700 900123' }));
  const event = heard[0]?.event;
  assert.ok(event?.kind === 'said' && event.masked);
  assert.doesNotMatch(event.text, /482913/);
  assert.doesNotMatch(stage.logged(), /482913|Priya|07700/);
});

test('the SDK’s console goes nowhere near a stranger', async (t) => {
  const stage = await raiseBot(t);
  const { text } = await stage.post(stage.message(), {
    authorization: `Bearer ${await stage.microsoft.sign({ foreignKey: true })}`,
  });
  assert.doesNotMatch(text, /BEGIN|signature|jwt/i);
});

function local(more: Record<string, unknown>): WireActivity {
  return {
    type: 'message',
    id: 'post-1',
    timestamp: '2026-11-21T20:00:00.000Z',
    channelId: 'webchat',
    serviceUrl: 'urn:local-directline',
    from: { id: 'dl_person', name: '', role: 'user' },
    recipient: { id: 'callcheck', name: 'Callcheck' },
    conversation: { id: 'web-1' },
    text: 'hello',
    ...more,
  };
}
