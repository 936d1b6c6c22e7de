import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { message, poll, post, raise, startSession, textsOf, until } from './stage.ts';

const nested = (levels: number): unknown => (levels === 0 ? 'x' : { inner: nested(levels - 1) });
const plain = { type: 'message', text: 'hello' };
const rejected: [what: string, body: unknown, status?: number][] = [
  ['no body', undefined],
  ['broken JSON', '{"type":"message",'],
  ['an array', []],
  ['null', null],
  ['a string', '"hello"'],
  ['an empty object', {}],
  ['no text and no value', { type: 'message' }],
  ['blank text', { type: 'message', text: '  \n' }],
  ['text that is a number', { type: 'message', text: 5 }],
  ['text that is null', { type: 'message', text: null }],
  ['text that is an object', { type: 'message', text: { toString: 'x' } }],
  ['a type that is no string', { ...plain, type: ['message'] }],
  ['an unknown type', { ...plain, type: 'invoke' }],
  ['a joining of somebody else', { type: 'conversationUpdate', membersAdded: [{ id: 'x' }] }],
  ['an end of the conversation', { type: 'endOfConversation' }],
  ['a sign-in answer', { type: 'event', name: 'tokens/response', value: { token: 'x' } }],
  ['an unknown event', { type: 'event', name: 'webchat/leave' }],
  ['an attachment', { ...plain, attachments: [{ contentType: 'image/png', contentUrl: 'http://x' }] }],
  ['attachments that are no list', { ...plain, attachments: 'none' }],
  ['channel data that is no object', { ...plain, channelData: 'x' }],
  ['a client id that is a number', { ...plain, channelData: { clientActivityID: 7 } }],
  ['a client id made of words', { ...plain, channelData: { clientActivityID: 'my password is x' } }],
  ['a client id that is huge', { ...plain, channelData: { clientActivityID: 'x'.repeat(101) } }],
  ['a value nine levels deep', { type: 'message', value: nested(9) }],
  ['a value that is huge', { type: 'message', value: 'x'.repeat(8193) }],
  ['deep nesting', `{"type":"message","value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  [
    'deep nesting in messageBack',
    `{"type":"message","text":"x","channelData":{"messageBack":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
  ],
  ['1 MB of text', { type: 'message', text: 'x'.repeat(1024 * 1024) }, 413],
];

test('what may not be posted is refused, teaches, and leaves no trace', async (context) => {
  const { base, storage, heard, logged } = await raise(context);
  const session = await startSession(base);
  for (const [what, body, status = 400] of rejected) {
    const refused = await post(session, body);
    assert.equal(refused.status, status, what);
    assert.ok(/"message":"[^"]{20,}/.test(JSON.stringify(refused.body)), `${what} says why`);
  }
  const secret = await post(session, { type: 'my password is Tr0ub4dor', text: 'x' });
  assert.ok(!JSON.stringify(secret.body).includes('Tr0ub4dor'), 'what was sent is not repeated');
  assert.deepEqual(await storage.activitiesAfter(session.conversationId, 0), []);
  assert.deepEqual(heard, []);
  assert.deepEqual(logged, [], 'refusing is no fault of ours');
  assert.equal((await post(session, message('still here'))).status, 200);
});

test('files are refused politely', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  const form = new FormData();
  form.append('file', new Blob(['x'.repeat(200_000)]), 'screen.png');
  const response = await fetch(`${session.domain}/conversations/${session.conversationId}/upload?userId=x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}` },
    body: form,
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /Files cannot be sent/);
});

const stories: Record<string, [told: string, kept: string]> = {
  script: ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  markdown: ['![x](http://tracker.example/p.png) **bold**', '![x](http://tracker.example/p.png) **bold**'],
  emoji: ['he rang 🤷‍♀️ twice', 'he rang 🤷‍♀️ twice'],
  'right to left': ['اتصل بي رجل \u202e من البنك', 'اتصل بي رجل \u202e من البنك'],
  'half an emoji': ['half \ud83d', 'half \ufffd'],
  'a null character': ['null \u0000 inside', 'null \u0000 inside'],
  'a prototype': ['__proto__', '__proto__'],
};
for (const [what, [told, kept]] of Object.entries(stories))
  test(`a story with ${what} comes back as it was told`, async (context) => {
    const { base } = await raise(context);
    const session = await startSession(base);
    await post(session, message(told));
    await until('it was answered', async () => (await poll(session)).activities.length === 2);
    const { activities } = await poll(session);
    assert.deepEqual(textsOf(activities), [kept, `You said: ${kept}`]);
    assert.equal(activities[0]?.['textFormat'], 'plain');
  });

test('a ramble is kept up to the limit', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  for (const length of [10_000, 10_001, 30_000]) await post(session, message('x'.repeat(length)));
  await until('all were heard', () => heard.length === 3);
  assert.deepEqual(
    heard.map((activity) => String(activity['text']).length),
    [10_000, 10_000, 10_000],
  );
});

test('no part of a card number that lies across the limit is kept', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  const card = '4111111111111111';
  const hiddenBefore = 'my password is Tr0ub4dor-and-3-and-more. '.repeat(40);
  for (const start of ['', hiddenBefore])
    for (const limit of [10_000, 10_200])
      await post(session, message(`${start.padEnd(limit - 8, 'x ')}${card}${' y'.repeat(300)}`));
  await until('all were heard', () => heard.length === 4);
  for (const activity of heard) assert.ok(!String(activity['text']).includes('4111'));
});

test('long runs of digits do not stop the server', { timeout: 10_000 }, async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  const started = performance.now();
  assert.equal((await post(session, message('1 '.repeat(5000)))).status, 200);
  assert.ok(performance.now() - started < 2000);
});

test('card numbers, codes and passwords reach neither the database file nor the log', async (context) => {
  const stage = await raise(context);
  const { base, file, logged } = stage;
  const session = await startSession(base);
  await post(session, message('he wanted 4111 1111 1111 1111 and my password is Tr0ub4dor-and-3'));
  await post(session, {
    type: 'message',
    text: 'card button',
    value: { deep: [{ note: 'the card is 5500005555555559' }] },
    channelData: { clientActivityID: 'c2', messageBack: { displayText: 'it is 4000056655665556' } },
  });
  await until('both were answered', async () => (await poll(session)).activities.length === 4);
  const folder = dirname(file);
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
  await stage.close();
  const closed = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
  const everything =
    [...files, ...closed].map((bytes) => bytes.toString('latin1')).join('') + logged.join('');
  assert.ok(everything.includes('he wanted'), 'the story itself is there');
  // Long enough not to stand in an id or a hash by chance.
  const card = ['4111 1111', '41111111', '1111 1111'];
  for (const secret of [...card, 'Tr0ub4dor', '5500005555555559', '4000056655665556'])
    assert.ok(!everything.includes(secret), secret);
});
