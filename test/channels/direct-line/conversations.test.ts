import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  call,
  ignoredText,
  echo,
  message,
  poll,
  post,
  raise,
  startSession,
  textsOf,
  until,
  type Bot,
} from './stage.ts';

test('the server alone says who speaks, where and when', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  const posted = await post(session, {
    type: 'message',
    text: 'hello',
    value: { verb: 'answer' },
    locale: 'en-GB',
    id: 'chosen',
    timestamp: '1999-01-01T00:00:00Z',
    from: { id: 'the-bot', name: 'Service desk', role: 'bot' },
    recipient: { id: 'somebody' },
    conversation: { id: 'other' },
    channelId: 'msteams',
    serviceUrl: 'https://evil.example',
    callerId: 'urn:botframework:azure',
    relatesTo: { conversation: { id: 'other' } },
    entities: [{ type: 'mention' }],
    textFormat: 'markdown',
    replyToId: 'x',
    channelData: { clientActivityID: 'c1', postBack: true, tenant: { id: 't' }, replyId: 'card-1' },
  });
  await until('the bot heard it', () => heard.length === 1);
  const { id, timestamp, ...rest } = { ...heard[0] };
  assert.deepEqual(posted.body, { id });
  assert.notEqual(id, 'chosen');
  assert.ok(Math.abs(Date.parse(String(timestamp)) - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    type: 'message',
    text: 'hello',
    value: { verb: 'answer' },
    locale: 'en-GB',
    textFormat: 'plain',
    from: { id: session.userId, name: '', role: 'user' },
    recipient: { id: 'callcheck', name: 'Callcheck', role: 'bot' },
    conversation: { id: session.conversationId },
    channelId: 'webchat',
    serviceUrl: 'urn:local-directline',
    channelData: { clientActivityID: 'c1', postBack: true },
  });
});

test('joining greets once, however often it is said', async (context) => {
  const { base, heard } = await raise(context);
  const session = await startSession(base);
  const joining = { type: 'event', name: 'webchat/join', value: { language: 'en' }, locale: 'en-GB' };
  const joined = await Promise.all([joining, joining, joining].map((event) => post(session, event)));
  assert.deepEqual(new Set(joined.map(({ status }) => status)), new Set([200]));
  await call(session, 'POST', '/conversations');
  await call(session, 'GET', `/conversations/${session.conversationId}?watermark=`);
  assert.equal((await post(session, { type: 'typing' })).status, 200);
  await until('the greeting came', async () => (await poll(session)).activities.length === 1);
  assert.deepEqual(
    heard.map(({ type }) => type),
    ['conversationUpdate'],
  );
});

test('a poller reads on from its watermark and sees what was changed since', async (context) => {
  const { base, directLine } = await raise(context);
  const session = await startSession(base);
  const { conversationId: id } = session;
  await post(session, message('one'));
  await until('it was answered', async () => (await poll(session)).activities.length === 2);
  const { watermark = '', activities } = await poll(session);
  assert.deepEqual((await poll(session, watermark)).activities, []);
  assert.equal((await poll(session, watermark)).watermark, watermark);

  const answer = activities[1]?.id ?? '';
  await directLine.connector.update(id, {
    id: answer,
    type: 'message',
    text: 'changed',
    conversation: { id },
  });
  const changed = await poll(session, watermark);
  assert.deepEqual(textsOf(changed.activities), ['changed']);
  assert.equal(changed.activities[0]?.['timestamp'], activities[1]?.['timestamp']);
  assert.deepEqual(textsOf((await poll(session, 'rubbish')).activities), ['one', 'changed']);

  await directLine.connector.remove(id, answer);
  assert.deepEqual(textsOf((await poll(session)).activities), ['one', '']);
  await assert.rejects(directLine.connector.remove(id, 'never said'), /Nothing with id "never said"/);
});

test('the connector keeps what is not for the person', async (context) => {
  const { base, directLine } = await raise(context);
  const session = await startSession(base);
  const conversation = { id: session.conversationId };
  for (const type of ['trace', 'event', 'endOfConversation', 'invokeResponse'])
    await directLine.connector.send(conversation.id, { type, name: 'handoff.initiate', conversation });
  await directLine.connector.send(conversation.id, {
    type: 'message',
    text: 'hello',
    conversation,
    id: 'chosen',
    timestamp: '1999-01-01T00:00:00Z',
    serviceUrl: 'urn:local-directline',
    from: { id: 'x', name: 'Service desk' },
    recipient: { id: session.userId },
    replyToId: 'unknown to the client',
    relatesTo: {},
    channelData: { replyId: 'r-1', other: 1 },
  });
  const { activities } = await poll(session);
  const { timestamp: _, ...shown } = { ...activities[0] };
  assert.equal(activities.length, 1);
  assert.deepEqual(shown, {
    id: 'r-1',
    type: 'message',
    text: 'hello',
    from: { id: 'callcheck', name: 'Service desk', role: 'bot' },
    channelId: 'webchat',
    conversation,
    channelData: { other: 1 },
  });
});

test('a bot that fails is tried again at the next start, and the next message is answered meanwhile', async (context) => {
  let broken = true;
  const shaky: Bot = async (activity, connector) => {
    if (broken && activity['text'] === 'one') throw new Error('broken');
    await echo(activity, connector);
  };
  const { base, directLine, logged } = await raise(context, { bot: shaky });
  const session = await startSession(base);
  await post(session, message('one'));
  await post(session, message('two'));
  await until('two was answered', async () =>
    textsOf((await poll(session)).activities).includes('You said: two'),
  );
  assert.ok(logged.some((line) => line.includes('the bot failed')));
  assert.ok(!logged.some((line) => line.includes('"one"')), 'what was said is not logged');
  broken = false;
  await directLine.resume();
  await until('one was answered', async () =>
    textsOf((await poll(session)).activities).includes('You said: one'),
  );
  assert.equal((await poll(session)).activities.length, 4, 'two is not answered again');
});

test('what the bot makes no turn of is not given to it again at the next start', async (context) => {
  const { base, directLine, heard, storage } = await raise(context);
  const session = await startSession(base);
  await post(session, message(ignoredText));
  await post(session, message('one'));
  await until('one was answered', async () =>
    textsOf((await poll(session)).activities).includes('You said: one'),
  );
  assert.deepEqual(await storage.unansweredActivities(), []);
  const before = heard.length;
  await directLine.resume();
  assert.equal(heard.length, before);
  assert.equal((await poll(session)).activities.length, 3, 'it stays in the chat');
});

test('too many posts are 429, and another conversation is not held up', async (context) => {
  const { base } = await raise(context, { limits: { postsPerConversation: 3 } });
  const session = await startSession(base);
  const answers = await Promise.all([1, 2, 3, 4].map((index) => post(session, message(`${index}`))));
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 200, 200, 429],
  );
  const held = answers.find(({ status }) => status === 429);
  assert.ok(Number(held?.headers.get('retry-after')) > 0);
  assert.equal((await post(await startSession(base), message('hello'))).status, 200);
});

test('a fault inside is 500 and keeps its reason to itself', async (context) => {
  const { base, storage, logged } = await raise(context);
  const session = await startSession(base);
  context.mock.method(storage, 'readWebConversation', async () => {
    throw new Error('the disk at /secret/place is full');
  });
  const { status, body } = await post(session, message('hello'));
  assert.equal(status, 500);
  assert.ok(!JSON.stringify(body).includes('/secret/place'));
  assert.ok(logged.some((line) => line.includes('/secret/place')));
});

test('a passphrase that looks like a secret is compared as it was typed, and neither kept nor shown nor logged', async (context) => {
  const agreed = 'Kettle pin 4821 Tuesday';
  const compared: string[] = [];
  const sealPhrase = async (_where: unknown, typed: string) => {
    compared.push(typed);
    return { phrase: typed === agreed ? ('right' as const) : ('wrong' as const), text: '(a passphrase)' };
  };
  const { base, heard, file, logged } = await raise(context, { sealPhrase });
  const session = await startSession(base);
  await post(session, message(agreed));
  await until('the bot heard it', () => heard.length === 1);
  assert.deepEqual(compared, [agreed]);
  assert.equal(heard[0]?.['text'], '(a passphrase)');
  assert.match(JSON.stringify(heard[0]?.['channelData']), /"phrase":"right"/);
  const files = readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name)));
  const kept = [...files, logged.join(), JSON.stringify((await poll(session)).activities)];
  for (const one of kept) assert.ok(!one.includes('pin 4821') && !one.includes('Kettle'));
});
