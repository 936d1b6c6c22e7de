import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import type { FileRef } from '../../../src/dialog/brief.ts';
import type { Effect } from '../../../src/dialog/effect.ts';
import type { Act } from '../../../src/handoff/desk/api.ts';
import { createBulletin } from '../../../src/handoff/desk/bulletin.ts';
import { hashPassphrase } from '../../../src/handoff/directory/passphrase.ts';
import { createLog } from '../../../src/observability/log.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { mountDesk, type Desk, type MountOptions } from '../../../src/server/desk/mount.ts';
import { createHttpServer } from '../../../src/server/server.ts';
import { Settings } from '../../../src/settings/schema.ts';
import type { SqliteStorage } from '../../../src/storage/sqlite.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const shipped = loadedKnowledge();

export const noon = '2026-11-21T12:00:00.000Z';

type Dead = Awaited<ReturnType<MountOptions['deadLetters']['list']>>[number];

export type Browser = {
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** As the desk’s page posts: with its header, from its origin; a header given as nothing is left out. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  act(id: string, act: Act | { kind: 'say'; text: string }, key?: string): Promise<Response>;
};

export type Stage = {
  base: string;
  desk: Desk;
  storage: SqliteStorage;
  clock: { now: Date; pass(minutes: number): void };
  /** What reached people, in order. */
  reached: { conversation: string; activity: string; effects: readonly Effect[] }[];
  typed: string[];
  line: { isDown: boolean };
  announced: string[];
  dead: Dead[];
  files: Map<string, { file: FileRef; conversation: string; client: string; bytes: Uint8Array }>;
  logged(): string;
  /** Somebody tells a story and asks for a person; returns the case's id. */
  openCase(client?: string, story?: string): Promise<string>;
  say(conversation: string, text: string, client?: string): Promise<void>;
  /** Signs somebody in without the provider, as if they had come back from it. */
  enter(name: string, role?: string, clients?: 'all' | string[]): Promise<Browser>;
  stranger(headers?: Record<string, string>): Browser;
};

/** The real server, dialog, conversation and database file; only channels, file store and outbox are small doubles. */
export async function raiseDesk(
  context: TestContext,
  settings: unknown = {},
  overrides: Partial<MountOptions> = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-desk-'));
  const page = join(folder, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(
    join(page, 'index.html'),
    '<!doctype html><script nonce="__nonce__" src="/desk/assets/a-1.js"></script>',
  );
  await writeFile(join(page, 'assets/a-1.js'), 'export const desk = 1;');
  const storage = await openStorage(join(folder, 'desk.sqlite'));
  const knowledge = await shipped;
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
  const metrics = createMetrics();
  const clock = {
    now: new Date(noon),
    pass: (minutes: number) => void (clock.now = new Date(clock.now.getTime() + minutes * 60_000)),
  };
  const bulletin = createBulletin((error) => assert.fail(String(error)));
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region: 'GB-ENG',
    desk: { name: 'the IT desk', phone: undefined },
    timeZone: 'Europe/London',
    targets: () => ['email'],
    onCommitted: (change) => bulletin.tell({ kind: 'changed', ...change }),
    now: () => clock.now,
    log,
  });
  const reached: Stage['reached'] = [];
  const typed: string[] = [];
  const line = { isDown: false };
  const announced: string[] = [];
  const dead: Dead[] = [];
  const files: Stage['files'] = new Map();
  const http = createHttpServer({ log, metrics });
  const desk = mountDesk(http.restify, {
    storage,
    converse,
    bulletin,
    reach: {
      deliver: async ({ conversation, activity }, effects) => {
        if (line.isDown) throw new Error('the line is down');
        reached.push({ conversation, activity, effects });
      },
      typing: async (_to, name) => void typed.push(name),
    },
    settings: Settings.parse(settings),
    keepFile: async ({ conversation, client, name, bytes }) => {
      if (!Buffer.from(bytes).subarray(1, 4).equals(Buffer.from('PNG')))
        return { kind: 'refused', reason: 'Only pictures are taken here.' };
      const file = { id: randomUUID(), name, type: 'image/png', bytes: bytes.length, sha256: 'x' };
      files.set(file.id, { file, conversation, client, bytes });
      return { kind: 'kept', file };
    },
    readFile: async (id) => files.get(id),
    knowledge: () => knowledge,
    clockOf: ({ status, openedAt }, now) => ({
      dueAt: openedAt,
      share: 100,
      state:
        status === 'waiting'
          ? now.getTime() > Date.parse(openedAt) + 300_000
            ? 'missed'
            : 'running'
          : 'met',
    }),
    deadLetters: {
      list: async (clients) => {
        const all = await Promise.all(
          dead.map(async (one) => ({ one, found: await storage.readCase(one.case) })),
        );
        return all.flatMap(({ one, found }) =>
          clients === 'all' || clients.includes(found?.client ?? '') ? [one] : [],
        );
      },
      retry: async (id, _clients, audit) => {
        await storage.addAudit(audit);
        return (
          dead.splice(
            dead.findIndex((one) => one.id === id),
            1,
          ).length === 1
        );
      },
    },
    directory: {
      storage,
      settings: Settings.parse(settings),
      knowledge: () => knowledge,
      onApproved: async () => undefined,
      hashPassphrase: (passphrase) => hashPassphrase(passphrase),
      newId: randomUUID,
      now: () => clock.now,
    },
    ticketsOf: async () => [{ target: 'email', reference: 'T-1', url: null, state: 'open' }],
    targets: () => ['email'],
    organisation: 'Acme',
    itDesk: { name: 'the IT desk', phone: undefined },
    publicUrl: undefined,
    secret: () => undefined,
    announce: (path) => void announced.push(path),
    now: () => clock.now,
    log,
    folder: page,
    build: async () => undefined,
    ...overrides,
  });
  const base = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  context.after(async () => {
    await desk.close();
    await http.close(0);
    await storage.close();
    await rm(folder, { recursive: true });
  });

  async function say(conversation: string, text: string, client = 'main'): Promise<void> {
    const outcome = await converse(
      {
        channel: 'webchat',
        conversation,
        activity: randomUUID(),
        client,
        reference: { channel: 'webchat', conversation },
        person: { id: 'u1', name: 'Priya Nair' },
        at: clock.now.toISOString(),
        language: 'en-GB',
        event: { kind: 'said', text, masked: false },
      },
      async () => undefined,
    );
    assert.equal(outcome, 'answered');
  }

  function stranger(headers: Record<string, string> = {}): Browser {
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
          body: body instanceof FormData ? body : typeof body === 'string' ? body : JSON.stringify(body),
        }),
      act: (id, act, key = randomUUID()) => browser.post(`/desk/api/cases/${id}/acts`, { id: key, act }),
    };
    return browser;
  }

  return {
    base,
    desk,
    storage,
    clock,
    reached,
    typed,
    line,
    announced,
    dead,
    files,
    logged: () => lines,
    say,
    stranger,
    openCase: async (
      client = 'main',
      story = 'A man from Microsoft rang me on 0161 496 0123 and wants AnyDesk on my computer',
    ) => {
      const conversation = randomUUID();
      await say(conversation, story, client);
      await say(conversation, 'get a person', client);
      const [found] = await storage.listCases({ clients: [client], conversation });
      return found?.id ?? assert.fail('no case was opened');
    },
    enter: async (name, role = 'technician', clients = 'all') => {
      const id = `p-${name}`;
      await storage.meetPerson({ id, name, login: null, role, clients, lastSeenAt: clock.now.toISOString() });
      const { createSessions } = await import('../../../src/server/desk/session.ts');
      const sessions = createSessions({ storage, idleMinutes: 30, now: () => clock.now });
      const browser = stranger({ 'user-agent': browserOf(name) });
      const asked = { headers: { 'user-agent': browserOf(name) } };
      browser.cookie = `callcheck-desk=${await sessions.begin(id, 'provider', asked)}`;
      return browser;
    },
  };
}

function browserOf(name: string): string {
  return `Browser of ${encodeURIComponent(name)}`;
}

/** A header that is given as nothing is not sent. */
function withoutBlanks(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}

export async function codeOf(response: Response): Promise<[number, string | undefined]> {
  const text = await response.text();
  const [, code] = /"code":"([^"]+)"/.exec(text) ?? [];
  return [response.status, code];
}
