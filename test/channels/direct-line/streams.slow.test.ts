import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket, type ClientOptions } from 'ws';
import * as z from 'zod';
import {
  Frame,
  call,
  message,
  post,
  raise,
  startSession,
  textsOf,
  until,
  type Session,
  type Shown,
} from './stage.ts';

const Connection = z.object({ streamUrl: z.string() });

async function streamUrl(session: Session, watermark = ''): Promise<string> {
  const { body } = await call(
    session,
    'GET',
    `/conversations/${session.conversationId}?watermark=${watermark}`,
  );
  return Connection.parse(body).streamUrl;
}

type Line = {
  socket: WebSocket;
  frames: z.infer<typeof Frame>[];
  seen(): Shown[];
  texts(): string[];
  /** The last watermark that came. */
  watermark(): string;
};

async function connect(url: string, options: ClientOptions = {}): Promise<Line> {
  const socket = new WebSocket(url, options);
  const frames: z.infer<typeof Frame>[] = [];
  socket.on('message', (data: Buffer) => frames.push(Frame.parse(JSON.parse(data.toString()))));
  await once(socket, 'open');
  const seen = (): Shown[] => frames.flatMap(({ activities }) => activities);
  return {
    socket,
    frames,
    seen,
    texts: () => textsOf(seen()),
    watermark: () => frames.findLast((frame) => frame.watermark !== undefined)?.watermark ?? '',
  };
}

/** The HTTP status with which an upgrade was turned away. */
async function refusal(url: string, options: ClientOptions = {}): Promise<number | undefined> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  const [, response] = z
    .tuple([z.unknown(), z.object({ statusCode: z.number().optional() })])
    .parse(await once(socket, 'unexpected-response'));
  return response.statusCode;
}

test('a stream ticket opens once', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  const url = await streamUrl(session);
  assert.ok(!url.includes(session.token), 'no lasting secret in an address that is logged');
  const line = await connect(url);
  assert.equal(await refusal(url), 401);
  await until('the greeting came', () => line.texts().includes('Hello.'));
});

test('a ticket is good for a minute, for its own conversation', async (context) => {
  let now = new Date();
  const { base } = await raise(context, { now: () => now });
  const mine = await startSession(base);
  const theirs = await startSession(base);
  const [url, late] = [await streamUrl(mine), await streamUrl(mine)];
  assert.equal(await refusal(url.replace(mine.conversationId, theirs.conversationId)), 401);
  assert.equal(await refusal(url), 401, 'a ticket that was tried elsewhere is gone');
  assert.equal(await refusal(late.replace(/\?.*/, '')), 401);
  assert.equal(await refusal(late.replace(/t=.*/, 't=guess')), 401);
  now = new Date(now.getTime() + 60_001);
  assert.equal(await refusal(late), 401);
  assert.equal(await refusal(`${base.replace('http', 'ws')}/elsewhere`), 404);
});

test('a browser page of another origin gets no stream', async (context) => {
  const intranet = 'https://intranet.example.org';
  const { base } = await raise(context, { allowedOrigins: [intranet] });
  const session = await startSession(base);
  for (const origin of ['https://evil.example', 'null'])
    assert.equal(await refusal(await streamUrl(session), { origin }), 403, origin);
  for (const origin of [intranet, base]) await connect(await streamUrl(session), { origin });
});

test('every tab sees everything, and a tab that was away misses nothing and sees nothing twice', async (context) => {
  const { base, directLine } = await raise(context);
  const session = await startSession(base);
  const stays = await connect(await streamUrl(session));
  const leaves = await connect(await streamUrl(session));
  await post(session, message('one'));
  await until('both saw it', () => stays.seen().length === 3 && leaves.seen().length === 3);
  assert.deepEqual(leaves.seen(), stays.seen());

  leaves.socket.close();
  await once(leaves.socket, 'close');
  await post(session, message('two'));
  await until('it was answered', () => stays.texts().includes('You said: two'));
  const { conversationId: id } = session;
  const greeting = stays.seen()[0]?.id;
  await directLine.connector.update(id, {
    id: greeting,
    type: 'message',
    text: 'Hello again.',
    conversation: { id },
  });

  const back = await connect(await streamUrl(session, leaves.watermark()));
  await until('the rest came', () => back.seen().length >= 3);
  assert.deepEqual(back.texts().toSorted(), ['Hello again.', 'You said: two', 'two']);
});

test('a history of 250 comes in frames of at most 100, and only the last moves the watermark', async (context) => {
  const { base, directLine } = await raise(context);
  const session = await startSession(base);
  const conversation = { id: session.conversationId };
  const told = Array.from({ length: 250 }, (_, index) => `line ${index}`);
  for (const text of told)
    await directLine.connector.send(conversation.id, { type: 'message', text, conversation });
  const line = await connect(await streamUrl(session));
  await until('all came', () => line.seen().length >= 251);
  assert.deepEqual(line.texts().slice(0, 250), told);
  assert.deepEqual(
    line.frames
      .slice(0, 3)
      .map(({ activities, watermark }) => [activities.length <= 100, watermark !== undefined]),
    [
      [true, false],
      [true, false],
      [true, true],
    ],
  );
});

test('a client that does not read holds up nobody and gets everything in order later', async (context) => {
  const { base, directLine } = await raise(context);
  const session = await startSession(base);
  const conversation = { id: session.conversationId };
  const slow = await connect(await streamUrl(session));
  const quick = await connect(await streamUrl(session));
  await until('both are up', () => slow.texts().length === 1 && quick.texts().length === 1);
  slow.socket.pause();
  const told = Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(50_000)}`);
  for (const text of told)
    await directLine.connector.send(conversation.id, { type: 'message', text, conversation });
  await until('the quick one has all', () => quick.texts().length === 301);
  assert.equal(slow.texts().length, 1);
  slow.socket.resume();
  await until('the slow one has all', () => slow.texts().length >= 301);
  assert.deepEqual(slow.texts().slice(1), told);
});

test('a silent client is dropped, one that answers stays', async (context) => {
  const { base } = await raise(context, { pingEveryMs: 60 });
  const session = await startSession(base);
  const silent = await connect(await streamUrl(session), { autoPong: false });
  const answers = await connect(await streamUrl(session));
  await once(silent.socket, 'close');
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(answers.socket.readyState, WebSocket.OPEN);
});

test('empty frames are welcome, long ones are not, and neither is a twenty-first tab', async (context) => {
  const { base } = await raise(context);
  const session = await startSession(base);
  const lines: Line[] = [];
  for (let count = 0; count < 20; count += 1) lines.push(await connect(await streamUrl(session)));
  assert.equal(await refusal(await streamUrl(session)), 429);
  const [first, second] = lines;
  second?.socket.send('');
  first?.socket.send('x'.repeat(2000));
  const closed = await once(first?.socket ?? assert.fail(), 'close');
  assert.equal(closed[0], 1009);
  await post(session, message('still there?'));
  await until('the other one hears', () => second?.texts().includes('You said: still there?'));
});

test('a server that stops says that it restarts and lets nobody in', async (context) => {
  const stage = await raise(context, { closeSpreadMs: 50 });
  const session = await startSession(stage.base);
  const lines = await Promise.all([1, 2, 3].map(async () => await connect(await streamUrl(session))));
  const late = await streamUrl(session);
  const closes = Promise.all(lines.map(({ socket }) => once(socket, 'close')));
  const stopped = stage.directLine.close();
  assert.deepEqual(
    (await closes).map(([code]) => Number(code)),
    [1012, 1012, 1012],
  );
  await stopped;
  assert.equal(await refusal(late), 503);
});
