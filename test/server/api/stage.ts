import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import type { Converse } from '../../../src/conversation/port.ts';
import type { DeskAct } from '../../../src/dialog/turn.ts';
import { createBulletin } from '../../../src/handoff/desk/bulletin.ts';
import { createLog } from '../../../src/observability/log.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { makeKey, scopes, type Scope } from '../../../src/server/api/key.ts';
import { mountApi, type MountedApi } from '../../../src/server/api/mount.ts';
import type { ApiOptions } from '../../../src/server/api/options.ts';
import { createHttpServer } from '../../../src/server/server.ts';
import type { SqliteStorage } from '../../../src/storage/sqlite.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

export const noon = '2026-11-21T12:00:00.000Z';
export const story = 'A man from Microsoft rang me on 0161 496 0123 and wants AnyDesk on my computer';

const shipped = loadedKnowledge();

export type Caller = {
  get(path: string): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
};

export type Stage = {
  /** Where it is now: after a restart it is elsewhere. */
  base(): string;
  storage: SqliteStorage;
  converse: Converse;
  clock: { now: Date; pass(minutes: number): void };
  logged(): string;
  /** Another system with a key of its own, which may do everything unless told otherwise. */
  system(key?: {
    client?: string;
    scopes?: readonly Scope[];
    name?: string;
  }): Promise<Caller & { id: string; token: string }>;
  /** Whoever shows this as a key. */
  with(authorization: string | undefined): Caller;
  /** Somebody tells a story in a chat and asks for a person; returns the case's id. */
  openInChat(told?: { client?: string; story?: string; name?: string; contact?: string }): Promise<string>;
  act(caseId: string, act: DeskAct): Promise<void>;
  restart(): Promise<void>;
};

/** The real server, dialog, conversation and database file. */
export async function raiseApi(context: TestContext, overrides: Partial<ApiOptions> = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-api-'));
  const storage = await openStorage(join(folder, 'api.sqlite'));
  const knowledge = await shipped;
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
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
  const options: ApiOptions = {
    storage,
    converse,
    bulletin,
    knowledge: () => knowledge,
    clients: ['main', 'other'],
    region: 'GB-ENG',
    language: 'en-GB',
    targets: () => ['email'],
    now: () => clock.now,
    log,
    ...overrides,
  };
  const metrics = createMetrics();
  let http = createHttpServer({ log, metrics });
  let api: MountedApi = mountApi(http.restify, options);
  const listen = async (): Promise<string> => `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
  let base = await listen();
  const stop = async (): Promise<void> => {
    await http.close(0);
    await api.close();
  };
  context.after(async () => {
    await stop();
    await storage.close();
    await rm(folder, { recursive: true });
  });

  const withKey = (authorization: string | undefined): Caller => {
    const shown: Record<string, string> = authorization === undefined ? {} : { authorization };
    return {
      get: (path) => fetch(base + path, { headers: shown }),
      post: (path, body, headers = {}) =>
        fetch(base + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...shown, ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
    };
  };

  return {
    base: () => base,
    storage,
    converse,
    clock,
    logged: () => lines,
    with: withKey,
    system: async ({ client = 'main', scopes: may = scopes, name = 'PBX' } = {}) => {
      const { id, token, secretHash } = makeKey();
      await storage.addKey(
        { id, secretHash, name, client, scopes: may, createdAt: noon },
        { at: noon, who: 'console', what: 'key-added', about: id, detail: {} },
      );
      return { id, token, ...withKey(`Bearer ${token}`) };
    },
    openInChat: async ({ client = 'main', story: told = story, name = 'Priya Nair', contact } = {}) => {
      const conversation = randomUUID();
      const say = async (text: string): Promise<void> => {
        const turn = {
          channel: 'webchat',
          conversation,
          activity: randomUUID(),
          client,
          reference: { channel: 'webchat' },
          person: { id: 'u1', name: contact === undefined ? name : undefined },
          at: clock.now.toISOString(),
          language: 'en-GB',
          event: { kind: 'said', text, masked: false },
        } as const;
        assert.equal(await converse(turn, async () => undefined), 'answered');
      };
      await say(told);
      await say('get a person');
      if (contact !== undefined) await say(contact);
      const [found] = await storage.listCases({ clients: [client], conversation });
      return found?.id ?? assert.fail('no case was opened');
    },
    act: async (caseId, act) => {
      const found = (await storage.readCase(caseId)) ?? assert.fail('no such case');
      const turn = {
        channel: 'desk',
        conversation: found.conversation,
        activity: randomUUID(),
        client: found.client,
        person: { id: 'u1', name: undefined },
        at: clock.now.toISOString(),
        language: 'en-GB',
        event: { kind: 'desk', case: caseId, by: { id: 't1', name: 'Sam' }, act },
      } as const;
      assert.equal(await converse(turn, async () => undefined), 'answered');
    },
    restart: async () => {
      await stop();
      http = createHttpServer({ log, metrics });
      api = mountApi(http.restify, options);
      base = await listen();
    },
  };
}

/** The status and the code of a refusal, which always comes with words. */
export async function refusalOf(answer: Response): Promise<[number, string]> {
  const body: unknown = await answer.json();
  assert.ok(typeof body === 'object' && body !== null && 'error' in body, JSON.stringify(body));
  const { error } = body;
  assert.ok(typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
  assert.match(String(error.message), /^[A-Z“].{10,}/s);
  assert.doesNotMatch(String(error.message), /\n\s+at |node:|src\//);
  return [answer.status, String(error.code)];
}

export async function bodyOf(answer: Response, status: number): Promise<unknown> {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return JSON.parse(text);
}

/** Waits for what happens by itself after an answer. */
export async function eventually<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return assert.fail('it did not happen within two seconds');
}
