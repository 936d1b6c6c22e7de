import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { createServer as createRestify } from 'restify';
import { SMTPServer } from 'smtp-server';
import * as z from 'zod';
import { run as runKeys } from '../../src/cli/keys.ts';
import { readConfig } from '../../src/config.ts';
import type { Act } from '../../src/handoff/desk/api.ts';
import { createLog } from '../../src/observability/log.ts';
import { createSessions } from '../../src/server/desk/session.ts';
import { serve } from '../../src/serve.ts';
import { Settings } from '../../src/settings/schema.ts';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import {
  message,
  poll,
  post,
  startSession,
  textsOf,
  until,
  type Session,
} from '../channels/direct-line/stage.ts';
import { portOf, serveDouble, type DoubleServer, type Vendor } from '../handoff/targets/doubles/double.ts';
import { freshdesk } from '../handoff/targets/doubles/freshdesk.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

/** Two organisations that one firm looks after; a chat on a page of the second belongs to it. */
export const pageOfBolt = 'https://intranet.bolt.example';

export type Post = { headers: IncomingHttpHeaders; body: string };
export type Browser = {
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** As the desk's page posts; a header given as nothing is left out. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  act(id: string, act: Act | { kind: 'say'; text: string }): Promise<Response>;
};
export type Chat = Session & { say(text: string): Promise<void>; texts(): Promise<string[]> };
export type Client = 'acme' | 'bolt';

export type Whole = {
  base: string;
  folder: string;
  /** A second hand on the same database file, as the commands have. */
  storage: SqliteStorage;
  /** Every route that is served. */
  routes: readonly { method: string; path: string }[];
  hooks: Record<'acme' | 'bolt' | 'both' | 'hub' | 'moved' | 'secret', Post[]>;
  mails: string[];
  tickets: DoubleServer & { vendor: Vendor };
  hubSecrets: Record<'hub-acme' | 'hub-bolt', string>;
  logged(): string;
  chat(client?: Client): Promise<Chat>;
  /** Somebody tells a story in the web chat and asks for a person; the chat, and the case's id. */
  openCase(client?: Client, story?: string): Promise<{ chat: Chat; id: string }>;
  /** Signs somebody in without a provider, as if they had come back from it. */
  enter(name: string, role?: string, clients?: 'all' | Client[]): Promise<Browser>;
  stranger(headers?: Record<string, string>): Browser;
  /** A key of another system, made by the command. */
  key(client?: Client): Promise<string>;
  stop(): Promise<void>;
};

const signing = (fill: number): string => `whsec_${Buffer.alloc(32, fill).toString('base64')}`;
export const story = 'A man from Microsoft rang me on 0161 496 0123 and wants AnyDesk on my computer';

/** The whole server as `npm start` joins it, on a folder of its own, with real servers to tell. Ends with `stop`. */
export async function raiseWhole(): Promise<Whole> {
  const ending: (() => unknown)[] = [];
  // The doubles take whatever has an `after`.
  const test = { after: (end: () => unknown) => void ending.push(end) };
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-whole-'));
  const receiver = await openReceiver(test);
  const mailbox = await openMailbox(test);
  const tickets = await serveDouble(test, freshdesk);
  const hubSecrets = { 'hub-acme': signing(3), 'hub-bolt': signing(4) };
  const environment = {
    PORT: '0',
    DATA_DIR: folder,
    ORGANISATION: 'Northgate',
    WIDGET_ORIGINS: pageOfBolt,
    HOOK_SECRET: signing(1),
    FD_KEY: 'fd-key',
    HUB_ACME: hubSecrets['hub-acme'],
    HUB_BOLT: hubSecrets['hub-bolt'],
  };
  const read = readConfig(environment);
  assert.ok(read.kind === 'read', 'the settings are good');
  const logs: string[] = [];
  const served = catchServer();
  const running = await serve(
    read.config,
    settingsFor(receiver.port, mailbox.port, tickets.url),
    await loadedKnowledge(),
    createLog('trace', { write: (line) => void logs.push(line) }),
    () => undefined,
  );
  const base = `http://127.0.0.1:${running.port}`;
  const storage = await openSqlite(join(folder, 'callcheck.sqlite'));
  const sessions = createSessions({ storage, idleMinutes: 30, now: () => new Date() });
  const stranger = (headers: Record<string, string> = {}): Browser => browse(base, headers);

  async function chat(client: Client = 'acme'): Promise<Chat> {
    const session = await startSession(
      base,
      '',
      client === 'bolt' ? { embedded: true, page: pageOfBolt } : {},
    );
    return {
      ...session,
      texts: async () => textsOf((await poll(session)).activities),
      async say(text) {
        const id = randomUUID();
        assert.equal((await post(session, message(text, id))).status, 200, text);
        await until(
          `“${text}” is answered`,
          async () => (await storage.unansweredActivities()).length === 0,
          20_000,
        );
      },
    };
  }

  return {
    base,
    folder,
    storage,
    routes: served(),
    hooks: receiver.hooks,
    mails: mailbox.mails,
    tickets,
    hubSecrets,
    logged: () => logs.join(''),
    chat,
    stranger,
    async openCase(client = 'acme', told = story) {
      const opened = await chat(client);
      await opened.say(told);
      await opened.say('get a person');
      const [found] = await storage.listCases({ clients: [client], conversation: opened.conversationId });
      return { chat: opened, id: found?.id ?? assert.fail('no case was opened') };
    },
    async enter(name, role = 'technician', clients = 'all') {
      const id = `p-${Buffer.from(name).toString('hex').slice(0, 20)}`;
      await storage.meetPerson({
        id,
        name,
        login: null,
        role,
        clients,
        lastSeenAt: new Date().toISOString(),
      });
      const headers = { 'user-agent': `Browser ${id}` };
      const browser = stranger(headers);
      browser.cookie = `callcheck-desk=${await sessions.begin(id, 'provider', { headers })}`;
      return browser;
    },
    async key(client = 'acme') {
      const scopes = 'assess,cases:read,cases:write,calls:write';
      const made = await runKeys(['add', 'Telephones', '--client', client, '--scopes', scopes], environment);
      return made.text.split('\n')[0] ?? assert.fail(made.text);
    },
    async stop() {
      await storage.close();
      await running.stop();
      for (const end of ending.toReversed()) await end();
      await rm(folder, { recursive: true });
    },
  };
}

function settingsFor(port: number, mailPort: number, ticketUrl: string): Settings {
  const url = (path: string): string => `http://127.0.0.1:${port}/${path}`;
  const hook = { kind: 'webhook', signingSecret: 'HOOK_SECRET', allowPrivate: true };
  const always = Array.from({ length: 7 }, (_, at) => ({ day: at + 1, from: '00:00', to: '24:00' }));
  const inAWeek = 7 * 24 * 60;
  return Settings.parse({
    // Time passes while attacks run; what the clock does then is not theirs.
    officeHours: { days: always },
    serviceLevels: { P1: inAWeek, P2: inAWeek, P3: inAWeek, P4: inAWeek },
    onCallAfterMinutes: 60,
    clients: [
      {
        id: 'acme',
        name: 'Acme',
        targets: [
          'hook-acme',
          'hook-both',
          'mail',
          'psa',
          'hub-acme',
          ...unreachable.map(({ id }) => id),
          'moved',
        ],
        ticketClients: { psa: '88' },
      },
      { id: 'bolt', name: 'Bolt', origins: [pageOfBolt], targets: ['hook-bolt', 'hook-both', 'hub-bolt'] },
    ],
    targets: [
      { ...hook, id: 'hook-acme', url: url('acme') },
      { ...hook, id: 'hook-bolt', url: url('bolt') },
      { ...hook, id: 'hook-both', url: url('both') },
      { ...hook, id: 'moved', url: url('moved') },
      ...unreachable.map(({ id, host }) => ({
        ...hook,
        id,
        url: url('secret').replace('127.0.0.1', host),
        allowPrivate: false,
      })),
      {
        kind: 'email',
        id: 'mail',
        to: ['desk@northgate.example'],
        from: 'callcheck@northgate.example',
        host: '127.0.0.1',
        port: mailPort,
        security: 'none',
      },
      {
        kind: 'tickets',
        id: 'psa',
        connector: 'freshdesk',
        url: ticketUrl,
        secrets: { apiKey: 'FD_KEY' },
        allowPrivate: true,
      },
      { ...hook, kind: 'handoff-hub', id: 'hub-acme', url: url('hub'), signingSecret: 'HUB_ACME' },
      { ...hook, kind: 'handoff-hub', id: 'hub-bolt', url: url('hub'), signingSecret: 'HUB_BOLT' },
    ],
    files: { maxBytes: 20_000 },
  });
}

/** Ways to write this computer that a target may not reach. */
export const unreachable = [
  { id: 'plain', host: '127.0.0.1' },
  { id: 'named', host: 'localhost' },
  { id: 'mapped', host: '[::ffff:127.0.0.1]' },
  { id: 'mapped-hex', host: '[::ffff:7f00:1]' },
  { id: 'any', host: '0.0.0.0' },
  { id: 'number', host: '2130706433' },
] as const;

type Ending = { after(end: () => unknown): void };

/** Hears everything that is posted, by its path; `/moved` sends whoever comes there on to `/secret`. */
async function openReceiver(test: Ending): Promise<{ port: number; hooks: Whole['hooks'] }> {
  const hooks: Whole['hooks'] = { acme: [], bolt: [], both: [], hub: [], moved: [], secret: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const path = (request.url ?? '').slice(1);
      Object.entries(hooks)
        .find(([name]) => name === path)?.[1]
        .push({ headers: request.headers, body });
      response.writeHead(path === 'moved' ? 307 : 200, { location: '/secret' });
      response.end();
    });
  });
  // Every address of this computer, so that a target that got through would be heard.
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: portOf(server), hooks };
}

/** A real mail server that keeps what it gets, byte for byte. */
async function openMailbox(test: Ending): Promise<{ port: number; mails: string[] }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => `X-Rcpt: ${address}\r\n`).join('');
        mails.push(to + Buffer.concat(parts).toString());
        done(null, 'kept');
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: portOf(server.server), mails };
}

/** Looks at the server that is made next, which `serve` keeps to itself: what it serves is asked of its router. */
function catchServer(): () => Whole['routes'] {
  const prototype: unknown = Object.getPrototypeOf(createRestify({ name: '' }));
  assert.ok(canListen(prototype));
  const spy = mock.method(prototype, 'listen');
  return () => {
    const server: unknown = spy.mock.calls[0]?.this;
    spy.mock.restore();
    const { router } = z.looseObject({ router: Router }).parse(server);
    return Object.values(Routes.parse(router.getRoutes()));
  };
}

function canListen(value: unknown): value is { listen(): unknown } {
  return typeof value === 'object' && value !== null && 'listen' in value;
}

const Router = z.custom<{ getRoutes(): unknown }>(
  (value) => typeof value === 'object' && value !== null && 'getRoutes' in value,
);
const Routes = z.record(z.string(), z.object({ method: z.string(), path: z.string() }));

function browse(base: string, headers: Record<string, string>): Browser {
  const browser: Browser = {
    cookie: '',
    get: (path, more = {}) =>
      fetch(base + path, { redirect: 'manual', headers: { cookie: browser.cookie, ...headers, ...more } }),
    post: (path, body = {}, more = {}) =>
      fetch(base + path, {
        method: 'POST',
        redirect: 'manual',
        headers: withoutBlanks({
          cookie: browser.cookie,
          origin: base,
          'x-callcheck-desk': '1',
          'content-type': body instanceof FormData ? '' : 'application/json',
          ...headers,
          ...more,
        }),
        body: body instanceof FormData ? body : JSON.stringify(body),
      }),
    act: (id, act) => browser.post(`/desk/api/cases/${id}/acts`, { id: randomUUID(), act }),
  };
  return browser;
}

function withoutBlanks(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}
