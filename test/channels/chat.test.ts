import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { findClients } from '../../src/channels/clients.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import {
  call,
  message,
  poll,
  post,
  startSession,
  until,
  type Session,
  type Shown,
} from './direct-line/stage.ts';
import { raiseChat, type ChatStage } from './chat-stage.ts';

const sam = { id: 't1', name: 'Sam' };
const speak = (text: string, id = 'm1', files: Extract<Effect, { kind: 'speak' }>['files'] = []): Effect => ({
  kind: 'speak',
  by: sam,
  message: id,
  text,
  files,
});

/** A chat in which something was said and answered. */
async function begin(stage: ChatStage, body?: unknown): Promise<Session> {
  const session = await startSession(stage.base, '', body);
  await post(session, message('hello'));
  await until('it was answered', async () => (await poll(session)).activities.length >= 2);
  return session;
}

const Attached = z
  .array(
    z.object({
      name: z.string(),
      contentType: z.string(),
      contentUrl: z.string(),
      thumbnailUrl: z.string().optional(),
    }),
  )
  .default([]);

function attachedTo(shown: Shown | undefined): z.infer<typeof Attached> {
  return Attached.parse(shown?.['attachments']);
}

async function lastOf(session: Session): Promise<Shown> {
  const last = (await poll(session)).activities.at(-1);
  assert.ok(last);
  return last;
}

test('a technician speaks under their own name, and saying it again changes it in its place', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  const before = (await poll(session)).activities.length;
  await stage.reach(session.conversationId, 'd1', speak('Hello, I am Sam.'), speak('How can I help?', 'm2'));
  await stage.reach(session.conversationId, 'd1', speak('Hello, I am Sam.'), speak('How can I help?', 'm2'));
  await stage.reach(session.conversationId, 'd2', speak('Hello, I am Sam from IT.'));
  const shown = (await poll(session)).activities.slice(before);
  assert.deepEqual(
    shown.map(({ id, text, from, channelData, replyToId }) => [id, text, from, channelData, replyToId]),
    [
      ['Hello, I am Sam from IT.', 'speak-m1'],
      ['How can I help?', 'speak-m2'],
    ].map(([text, id]) => [
      id,
      text,
      { id: 'callcheck', name: 'Sam', role: 'bot' },
      { speaker: 'Sam' },
      undefined,
    ]),
  );
  await stage.reach(session.conversationId, 'd3', speak('', 'm2'));
  assert.deepEqual([(await lastOf(session)).id, (await lastOf(session)).text], ['speak-m2', '']);
});

test('typing shows on the other side, both ways', async (t) => {
  const stage = await raiseChat(t, { clients: findClients([{ id: 'acme', tenants: [], origins: [] }]) });
  const session = await begin(stage);
  const { body } = await call(session, 'GET', `/conversations/${session.conversationId}?watermark=99`);
  const { streamUrl } = z.object({ streamUrl: z.string() }).parse(body);
  const frames: string[] = [];
  const socket = new WebSocket(streamUrl);
  t.after(() => socket.terminate());
  socket.on('message', (frame: Buffer) => frames.push(frame.toString()));
  await new Promise((resolve) => socket.once('open', resolve));
  const place = await stage.storage.readPlace(session.conversationId);
  await stage.bot.reach.typing({ conversation: session.conversationId, reference: place?.reference }, 'Sam');
  await until('typing came', () => frames.some((frame) => frame.includes('"typing"')));
  assert.match(frames.join(''), /"name":"Sam"/);

  assert.equal((await post(session, { type: 'typing' })).status, 200);
  assert.deepEqual(stage.typed, [{ conversation: session.conversationId, client: 'acme' }]);
});

test('a chat belongs to the client whose page it stood on when it began', async (t) => {
  const acme = { id: 'acme', tenants: [], origins: ['https://intranet.acme.example'] };
  const bolt = { id: 'bolt', tenants: [], origins: [] };
  const stage = await raiseChat(t, { clients: findClients([acme, bolt]) });
  const framed = await begin(stage, { embedded: true, page: 'https://intranet.acme.example' });
  const own = await begin(stage);
  assert.deepEqual(
    new Set(stage.turns.map(({ conversation, client }) => `${conversation} ${client}`)),
    new Set([`${framed.conversationId} acme`, `${own.conversationId} bolt`]),
  );
  await startSession(stage.base, framed.cookie, { page: 'https://elsewhere.example' });
  assert.equal((await stage.storage.readWebConversation(framed.conversationId))?.client, 'acme');
});

test('a web chat user who says how a handoff goes is not believed, and not refused', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  const kept = await stage.storage.activitiesAfter(session.conversationId, 0);
  const turns = stage.turns.length;
  const forged = { type: 'event', name: 'handoff.status', value: { state: 'completed' } };
  assert.equal((await post(session, forged)).status, 200);
  assert.deepEqual(await stage.storage.activitiesAfter(session.conversationId, 0), kept);
  assert.equal(stage.turns.length, turns);
});

type Part = { name: string; bytes?: string };

/** Uploads as the chat client does. */
async function upload(session: Session, text: string | undefined, ...parts: Part[]): Promise<Response> {
  const form = new FormData();
  const activity = {
    type: 'message',
    ...(text !== undefined && { text }),
    attachments: parts.map(({ name }) => ({
      name,
      contentType: 'image/png',
      thumbnailUrl: 'data:image/png;base64,AA',
    })),
    channelData: { clientActivityID: `c-${Math.random()}`, attachmentSizes: [1] },
    from: { id: 'somebody', role: 'user' },
  };
  form.append(
    'activity',
    new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }),
  );
  for (const { name, bytes = 'a picture' } of parts) form.append('file', new Blob([bytes]), name);
  return await fetch(`${session.domain}/conversations/${session.conversationId}/upload?userId=x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}` },
    body: form,
  });
}

test('a picture is kept, told to the bot, and shown to whoever sent it', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  assert.equal((await upload(session, 'look at this', { name: 'C:\\Users\\jo\\screen.png' })).status, 200);
  await until('the bot heard of it', () => stage.turns.length === 2);
  const event = stage.turns.at(-1)?.event;
  assert.ok(event?.kind === 'said');
  assert.deepEqual(
    [event.text, event.files?.length, event.files?.[0]?.name],
    ['look at this', 1, 'screen.png'],
  );

  const sent = (await poll(session)).activities.find(({ text }) => text === 'look at this');
  const [shown] = attachedTo(sent);
  assert.ok(shown !== undefined && sent !== undefined);
  assert.equal(
    shown.thumbnailUrl,
    shown.contentUrl,
    'the client shows one’s own picture only by its small copy',
  );
  assert.equal(sent['files'], undefined, 'what only the bot needs stays inside');
  const had = await fetch(stage.base + shown.contentUrl);
  assert.deepEqual(
    [had.status, had.headers.get('content-type'), await had.text()],
    [200, 'image/png', 'a picture'],
  );
  assert.equal(had.headers.get('x-content-type-options'), 'nosniff');
  assert.match(had.headers.get('content-disposition') ?? '', /^inline/);
});

test('what a technician sends is an attachment, and what is no picture is only saved', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  const kept = await stage.store.keep({
    conversation: session.conversationId,
    client: 'main',
    name: "it's <b>here</b>.html",
    bytes: Buffer.from('<script>alert(1)</script>'),
    by: 'Sam',
  });
  assert.ok(kept.kind === 'kept');
  await stage.reach(session.conversationId, 'd1', speak('Read this', 'm1', [kept.file]));
  const [attached] = attachedTo(await lastOf(session));
  assert.ok(attached !== undefined && attached.thumbnailUrl === undefined);
  const had = await fetch(stage.base + attached.contentUrl);
  assert.equal(had.headers.get('content-type'), 'application/octet-stream');
  assert.equal(
    had.headers.get('content-disposition'),
    `attachment; filename*=UTF-8''it%27s%20%3Cb%3Ehere%3C%2Fb%3E.html`,
  );
  assert.match(had.headers.get('content-security-policy') ?? '', /sandbox/);
});

/** The address of the first file in the chat. */
async function urlOf(session: Session): Promise<string> {
  const found = (await poll(session)).activities.flatMap((one) => attachedTo(one));
  return found[0]?.contentUrl ?? '';
}

test('an address shows one file of one chat, for a day', async (t) => {
  let now = new Date();
  const stage = await raiseChat(t, { now: () => now });
  const [mine, theirs] = [await begin(stage), await begin(stage)];
  await upload(mine, 'mine', { name: 'a.png' });
  await upload(theirs, 'theirs', { name: 'b.png' });
  const [own, other] = [await urlOf(mine), await urlOf(theirs)];
  const status = async (path: string): Promise<number> => (await fetch(stage.base + path)).status;
  const pass = own.split('?t=')[1] ?? '';
  assert.equal(await status(own), 200);
  const elsewhere = await stage.directLine.fileAddress(mine.conversationId, { id: 'file-2' });
  const odd: readonly [string, string][] = [
    ['without a pass', own.split('?')[0] ?? ''],
    ['with the pass of another file', `${other.split('?')[0]}?t=${pass}`],
    ['a file of another chat, signed for this one', elsewhere],
    ['with a changed pass', `${own.slice(0, -2)}xx`],
    ['with the token of the chat', `${own.split('?')[0]}?t=${mine.token}`],
    ['that is not there', `/api/chat/files/file-9?t=${pass}`],
    ['with an odd name', `/api/chat/files/..%2F..%2Fetc%2Fpasswd?t=${pass}`],
  ];
  for (const [what, path] of odd) assert.equal(await status(path), 404, what);
  now = new Date(now.getTime() + 25 * 3_600_000);
  assert.equal(await status(own), 404, 'a day later');
  assert.equal(await status(await stage.directLine.fileAddress(mine.conversationId, { id: 'file-1' })), 200);
});

test('what cannot be kept is told in the chat, by name and with the reason', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  const sent = [
    { name: 'run.exe' },
    { name: 'big.png', bytes: 'x'.repeat(100_001) },
    { name: '1.png' },
    { name: '2.png' },
    { name: '3.png' },
    { name: '4.png' },
  ];
  assert.equal((await upload(session, 'all of it', ...sent)).status, 200);
  await until('it was answered', async () => (await poll(session)).activities.length >= 2 + 3);
  const texts = (await poll(session)).activities.map(({ text }) => text);
  assert.equal(
    texts.find((text) => text?.startsWith('We did not keep')),
    [
      'We did not keep “run.exe”. Programs are not kept.',
      'We did not keep “big.png”. It is too big. The most is 100 KB. A picture of part of the screen is smaller.',
      'We did not keep “4.png”. One message can bring 3 files. Send it in a new message.',
    ].join('\n'),
  );
  const event = stage.turns.at(-1)?.event;
  assert.deepEqual(event?.kind === 'said' && event.files?.map(({ name }) => name), [
    '1.png',
    '2.png',
    '3.png',
  ]);

  const turns = stage.turns.length;
  await upload(session, undefined, { name: 'run.exe' });
  await until(
    'it was told',
    async () => (await lastOf(session)).text === 'We did not keep “run.exe”. Programs are not kept.',
  );
  await until('nothing waits', async () => (await stage.storage.unansweredActivities()).length === 0);
  assert.equal(stage.turns.length, turns, 'no turn comes of it');
});

const forms: readonly [string, string, string][] = [
  ['no boundary', 'multipart/form-data', 'x'],
  ['JSON', 'application/json', '{}'],
  [
    'a form that breaks off',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxx',
  ],
  [
    'no file',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="activity"; filename="blob"\r\n\r\n{"type":"message","text":"x"}\r\n--b--\r\n',
  ],
  [
    'an activity that is none',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="activity"; filename="blob"\r\n\r\n{"type":"event"}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nx\r\n--b--\r\n',
  ],
  [
    'an activity that is no JSON',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="activity"; filename="blob"\r\n\r\n{\r\n--b--\r\n',
  ],
  ['an empty body', 'multipart/form-data; boundary=b', ''],
];
test('a form that is none is refused, and nothing is kept', async (t) => {
  const stage = await raiseChat(t);
  const session = await begin(stage);
  for (const [what, type, body] of forms) {
    const response = await fetch(`${session.domain}/conversations/${session.conversationId}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}`, 'content-type': type },
      body,
    });
    assert.equal(response.status, 400, what);
  }
  assert.equal(stage.store.kept.size, 0);
  assert.equal((await upload(session, 'still here', { name: 'a.png' })).status, 200);
});
