import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createServer } from 'restify';
import * as z from 'zod';
import {
  createDirectLine,
  type DirectLine,
  type DirectLineOptions,
} from '../../../src/channels/direct-line/direct-line.ts';
import type { InProcessConnector, WireActivity } from '../../../src/channels/port.ts';
import { createLog } from '../../../src/observability/log.ts';
import type { Storage } from '../../../src/storage/port.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { turnOf } from '../../storage/samples.ts';

export const signingKey = 'a key for tests only, long enough to sign with';

/** What the bot of a test does with one activity. */
export type Bot = (activity: WireActivity, connector: InProcessConnector) => Promise<void>;

export type Stage = {
  /** `http://127.0.0.1:<port>` */
  base: string;
  file: string;
  storage: Storage;
  directLine: DirectLine;
  /** What the bot was given, in order. */
  heard: WireActivity[];
  /** Each line that was logged. */
  logged: string[];
  close(): Promise<void>;
};

type Settings = Partial<Omit<DirectLineOptions, 'storage' | 'receive' | 'log'>> & {
  bot?: Bot;
  file?: string;
};

/** The bot makes no turn of this. */
export const ignoredText = 'nothing for the bot';

/** Greets once and repeats what it is told. */
export const echo: Bot = async (activity, connector) => {
  const text = activity.type === 'message' ? `You said: ${String(activity['text'])}` : 'Hello.';
  await connector.send(activity.conversation.id, {
    type: 'message',
    text,
    replyToId: activity.id,
    conversation: activity.conversation,
    channelData: { replyId: `${activity.id}-0` },
  });
};

/** A server with a database of its own and a small bot that answers each activity once, as the real one does. */
export async function raise(context: TestContext, settings: Settings = {}): Promise<Stage> {
  const { bot = echo, file = await makeFile(context), ...options } = settings;
  const storage = await openStorage(file);
  const heard: WireActivity[] = [];
  const logged: string[] = [];
  const directLine: DirectLine = createDirectLine({
    signingKey,
    allowedOrigins: [],
    closeSpreadMs: 0,
    ...options,
    storage,
    log: createLog('debug', { write: (line: string) => void logged.push(line) }),
    receive: async (activity) => {
      heard.push(activity);
      if (activity['text'] === ignoredText) return 'ignored';
      if (await isAnswered(storage, activity)) return 'taken';
      await commit(storage, activity);
      await bot(activity, directLine.connector);
      await storage.markDelivered(activity.conversation.id, activity.id ?? '');
      return 'taken';
    },
  });

  const server = createServer();
  directLine.mount(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.server.address());

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeAll());
  async function closeAll(): Promise<void> {
    await directLine.close();
    server.server.closeAllConnections();
    server.close();
    await once(server.server, 'close');
    await storage.close();
  }
  context.after(close);
  return { base: `http://127.0.0.1:${port}`, file, storage, directLine, heard, logged, close };
}

export async function makeFile(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-direct-line-'));
  context.after(() => rm(folder, { recursive: true }));
  return join(folder, 'callcheck.db');
}

async function isAnswered(storage: Storage, { conversation, id = '' }: WireActivity): Promise<boolean> {
  const handled = await storage.readHandled(conversation.id, id);
  return handled?.delivered === true;
}

async function commit(storage: Storage, { conversation, id = '' }: WireActivity): Promise<void> {
  const read = await storage.readConversation(conversation.id);
  await storage.commitTurn({
    ...turnOf({ conversation: conversation.id, activity: id }),
    readVersion: read?.version ?? 0,
  });
}

const Given = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  expiresIn: z.number(),
  domain: z.string(),
});
export type Session = z.infer<typeof Given> & { cookie: string };

/** Asks for a token as a browser does, with the cookie of an earlier session when there is one. */
export async function startSession(base: string, cookie = '', body?: unknown): Promise<Session> {
  const response = await fetch(`${base}/api/chat/token`, {
    method: 'POST',
    headers: { cookie },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const given = Given.parse(await response.json());
  return { ...given, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}

export type Reply = { status: number; headers: Headers; body: unknown };

/** One Direct Line call; a `string` body is sent as it is. */
export async function call(
  { domain, token }: Pick<Session, 'domain' | 'token'>,
  method: 'GET' | 'POST' | 'OPTIONS' | 'PUT',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${domain}${path}`, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A message as the chat client posts it. */
export function message(text: string, clientActivityID: string = randomUUID()): Record<string, unknown> {
  return { type: 'message', text, from: { id: 'anybody', role: 'user' }, channelData: { clientActivityID } };
}

/** Waits for something to become true and says what was missing when it does not. */
export async function until(what: string, holds: () => unknown, patienceMs = 8000): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`Waited ${patienceMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const Shown = z.looseObject({ id: z.string(), type: z.string(), text: z.string().optional() });
export type Shown = z.infer<typeof Shown>;
export const Frame = z.object({ activities: z.array(Shown), watermark: z.string().optional() });

/** What a polling client sees after a watermark. */
export async function poll(session: Session, watermark = ''): Promise<z.infer<typeof Frame>> {
  const path = `/conversations/${session.conversationId}/activities?watermark=${watermark}`;
  const { body } = await call(session, 'GET', path);
  return Frame.parse(body);
}

export function textsOf(activities: readonly Shown[]): string[] {
  return activities.flatMap(({ text }) => (text === undefined ? [] : [text]));
}

/** Posts to the session's own conversation. */
export function post(session: Session, activity: unknown): Promise<Reply> {
  return call(session, 'POST', `/conversations/${session.conversationId}/activities`, activity);
}
