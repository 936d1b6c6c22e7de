import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Effect } from '../../../src/dialog/effect.ts';
import { botConfig, raiseBot, type Stage } from '../../support/bot-stage.ts';

const sam = { id: 't1', name: 'Sam' };
const conversation = 'msteams/a:conv;1';
const speak = (text: string, message = 'm1'): Effect => ({
  kind: 'speak',
  by: sam,
  message,
  text,
  files: [],
});

/** A stage where somebody in Teams has written, so that there is a place to speak to. */
async function raiseSpoken(
  t: TestContext,
  overrides?: Parameters<typeof raiseBot>[1],
): Promise<{ stage: Stage; say: (activity: string, ...effects: Effect[]) => Promise<void> }> {
  const stage = await raiseBot(t, overrides);
  await stage.post(stage.message());
  stage.microsoft.sent.length = 0;
  const place = await stage.storage.readPlace(conversation);
  assert.ok(place);
  const to = { conversation, reference: place.reference, language: 'en-GB', client: 'main' };
  return {
    stage,
    say: async (activity, ...effects) => await stage.bot.reach.deliver({ ...to, activity }, effects),
  };
}

test('speaks in a Teams chat where nobody just wrote, as an answer to nothing', async (t) => {
  const { stage, say } = await raiseSpoken(t);
  await say('d1', { kind: 'say', text: 'Sam will answer you.' }, speak('Hello, I am here.'));
  assert.deepEqual(
    stage.microsoft.sent.map(({ method, path, authorization, body }) => [
      method,
      path,
      authorization,
      body['text'],
      body['replyToId'],
    ]),
    [
      [
        'POST',
        '/connector/v3/conversations/a%3Aconv%3B1/activities',
        'Bearer of-the-bot',
        'Sam will answer you.',
        undefined,
      ],
      [
        'POST',
        '/connector/v3/conversations/a%3Aconv%3B1/activities',
        'Bearer of-the-bot',
        'Sam: Hello, I am here.',
        undefined,
      ],
    ],
  );
});

test('what the channel took is not said again, and what is said anew takes the old one’s place', async (t) => {
  const { stage, say } = await raiseSpoken(t);
  const calls = () =>
    stage.microsoft.sent.splice(0).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
  await say('d1', speak('one'));
  assert.deepEqual(calls(), ['POST activities']);
  await say('d1', speak('one'));
  assert.deepEqual(calls(), []);
  await say('d2', speak('two'));
  assert.deepEqual(calls(), ['PUT sent-3']);
  await say('d3', speak('other words', 'm2'));
  assert.deepEqual(calls(), ['POST activities']);
  await say('d4', speak(''));
  assert.deepEqual(calls(), ['DELETE sent-3']);
  await say('d4', speak(''));
  assert.deepEqual(calls(), []);
});

test('a message that the person deleted is said anew when it changes', async (t) => {
  const { stage, say } = await raiseSpoken(t);
  await say('d1', speak('one'));
  stage.microsoft.answers.push(404);
  await say('d2', speak('two'));
  assert.deepEqual(
    stage.microsoft.sent.map(({ method }) => method),
    ['POST', 'PUT', 'POST'],
  );
});

test('what a channel will never change or take back holds up nothing that is said after it', async (t) => {
  for (const status of [400, 404, 405, 410, 501]) {
    const { stage, say } = await raiseSpoken(t);
    const methods = () => stage.microsoft.sent.splice(0).map(({ method }) => method);
    await say('d1', speak('one'), speak('two', 'm2'));
    methods();
    stage.microsoft.answers.push(status);
    await say('d2', speak('one, changed'));
    assert.deepEqual(methods(), ['PUT', 'POST'], `changed: ${status}`);
    stage.microsoft.answers.push(status);
    await say('d3', speak('', 'm2'));
    await say('d3', speak('', 'm2'));
    assert.deepEqual(methods(), ['DELETE'], `taken back: ${status}`);
  }
});

test('what did not arrive rejects without a word to the person, and the rest comes with the next try', async (t) => {
  const { stage, say } = await raiseSpoken(t);
  stage.microsoft.answers.push(200, 503);
  await assert.rejects(say('d1', speak('one'), speak('two', 'm2')));
  await say('d1', speak('one'), speak('two', 'm2'));
  assert.deepEqual(
    stage.microsoft.sent.map(({ body }) => body['text']),
    ['Sam: one', 'Sam: two', 'Sam: two'],
  );
});

test('what storage knows of earlier replies holds after a restart', async (t) => {
  const sent = new Map<string, { activity: string; digest: string }>();
  const sentReplies = {
    readSentReply: async (_: string, reply: string) => sent.get(reply),
    keepSentReply: async (_: string, reply: string, one: { activity: string; digest: string }) =>
      void sent.set(reply, one),
  };
  await (await raiseSpoken(t, { sentReplies })).say('d1', speak('one'));
  const { stage, say } = await raiseSpoken(t, { sentReplies });
  await say('d1', speak('one'));
  assert.deepEqual(stage.microsoft.sent, []);
});

test('a file goes to Teams as a link that was signed for the chat, and without an address by name', async (t) => {
  const file = { id: 'f1', name: 'steps.pdf', type: 'application/pdf', bytes: 9, sha256: 'x' };
  const effect: Effect = { kind: 'speak', by: sam, message: 'm1', text: 'Here', files: [file] };
  const { stage, say } = await raiseSpoken(t);
  await say('d1', effect);
  assert.match(
    String(stage.microsoft.sent[0]?.body['text']),
    /^Sam: Here\n\nsteps\.pdf: this file cannot be opened here/,
  );

  const config = { ...botConfig, publicUrl: 'https://callcheck.example.org' };
  const signed = await raiseSpoken(t, {
    config,
    fileAddress: async (where, { id }, days) => `/files/${encodeURIComponent(where)}/${id}/${days}`,
  });
  await signed.say('d1', effect);
  assert.equal(
    signed.stage.microsoft.sent[0]?.body['text'],
    'Sam: Here\n\nsteps.pdf: https://callcheck.example.org/files/msteams%2Fa%3Aconv%3B1/f1/30',
  );
});

test('shows typing, and a channel that does not take it is no fault', async (t) => {
  const { stage } = await raiseSpoken(t);
  const place = await stage.storage.readPlace(conversation);
  await stage.bot.reach.typing({ conversation, reference: place?.reference }, 'Sam');
  assert.equal(stage.microsoft.sent[0]?.body['type'], 'typing');
  stage.microsoft.answers.push(403);
  await stage.bot.reach.typing({ conversation, reference: place?.reference }, 'Sam');
  await stage.bot.reach.typing({ conversation, reference: null }, 'Sam');
});

const strange: readonly [string, unknown, RegExp][] = [
  ['none', null, /left no address/],
  ['a broken one', { channelId: 'msteams' }, /left no address/],
  [
    'one on a stranger’s host',
    {
      channelId: 'msteams',
      serviceUrl: 'https://evil.example/',
      conversation: { id: 'c' },
      user: { id: 'u' },
      bot: { id: 'b' },
    },
    /may not be sent to/,
  ],
];
test('a reference that cannot be used sends nothing anywhere', async (t) => {
  const { stage } = await raiseSpoken(t);
  for (const [name, reference, message] of strange) {
    const to = { conversation, reference, activity: 'd1', language: 'en-GB', client: 'main' };
    await assert.rejects(stage.bot.reach.deliver(to, [speak('one')]), message, name);
  }
  assert.deepEqual(stage.microsoft.sent, []);
});
