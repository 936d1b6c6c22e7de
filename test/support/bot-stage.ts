import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../dialogs/step.ts';
import { createBot } from '../../src/channels/bot-framework/bot.ts';
import type { Bot, BotOptions } from '../../src/channels/bot-framework/bot.ts';
import { createPace } from '../../src/channels/bot-framework/pace.ts';
import type { InProcessConnector, WireActivity } from '../../src/channels/port.ts';
import { createConverse } from '../../src/conversation/converse.ts';
import type { Converse } from '../../src/conversation/port.ts';
import { createLog } from '../../src/observability/log.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createHttpServer } from '../../src/server/server.ts';
import type { SqliteStorage } from '../../src/storage/sqlite.ts';
import { openStorage } from './fresh-storage.ts';
import { loadedKnowledge } from './knowledge.ts';
import { credentials, playMicrosoft } from './microsoft-double.ts';
import type { MicrosoftDouble } from './microsoft-double.ts';

/** Loaded once for all stages of a test file. */
const shipped = loadedKnowledge();

export type Stage = {
  base: string;
  microsoft: MicrosoftDouble;
  bot: Bot;
  storage: SqliteStorage;
  converse: Converse;
  /** What our own Direct Line was given to show. */
  shown: { conversation: string; activity: WireActivity }[];
  logged(): string;
  /** Posts an activity with a good token, unless `headers` say otherwise. */
  post(
    activity: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>;
  /** A message from a person in Teams; ids are new each time. */
  message(more?: Record<string, unknown>): Record<string, unknown>;
};

export const botConfig: BotOptions['config'] = {
  bot: credentials,
  host: '127.0.0.1',
  language: 'en-GB',
  itDesk: { name: 'the IT desk', phone: '0161 496 0000' },
  publicUrl: undefined,
};

/** Most tests say more in a second than a chat may. */
const unlimited = { send: [], read: [], tenant: [] };

/** The real server, adapter, dialog and database; only Microsoft's cloud and our Direct Line are doubles. */
export async function raiseBot(context: TestContext, overrides: Partial<BotOptions> = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-bot-'));
  const storage = await openStorage(join(folder, 'test.sqlite'));
  const microsoft = await playMicrosoft(context);
  const knowledge = overrides.knowledge?.() ?? (await shipped);
  const metrics = createMetrics();
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
  const shown: Stage['shown'] = [];
  const connector = showTo(shown);
  const region = 'GB-ENG';
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region,
    desk: botConfig.itDesk,
    timeZone: 'Europe/London',
    now: readClock,
    log,
  });
  const bot = createBot({
    config: botConfig,
    converse,
    connector,
    knowledge: () => knowledge,
    log,
    metrics,
    microsoft,
    people: storage,
    pace: createPace({ pauseMs: 1, limits: unlimited }),
    ...overrides,
  });
  const http = createHttpServer({ log, metrics });
  bot.mount(http.restify);
  const port = await http.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${port}`;
  context.after(async () => {
    await http.close(0);
    await storage.close();
    await rm(folder, { recursive: true });
  });

  let count = 0;
  return {
    base,
    microsoft,
    bot,
    storage,
    converse,
    shown,
    logged: () => lines,
    post: async (activity, headers = {}) => {
      const authorization = `Bearer ${await microsoft.sign()}`;
      const response = await fetch(`${base}/api/messages`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', authorization, ...headers },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    message: (more = {}) => ({
      type: 'message',
      id: `activity-${(count += 1)}`,
      timestamp: '2026-11-21T20:00:00.000Z',
      channelId: 'msteams',
      serviceUrl: microsoft.serviceUrl,
      from: { id: '29:person', name: 'Priya Nair' },
      recipient: { id: `28:${credentials.appId}`, name: 'Callcheck' },
      conversation: { id: 'a:conv;1', conversationType: 'personal', tenantId: credentials.tenantId },
      text: 'hello',
      ...more,
    }),
  };
}

function showTo(shown: Stage['shown']): InProcessConnector {
  const show = async (conversation: string, activity: WireActivity): Promise<{ id: string }> => {
    shown.push({ conversation, activity });
    return { id: `shown-${shown.length}` };
  };
  return { send: show, update: show, remove: async () => undefined } satisfies InProcessConnector;
}

function readClock(): Date {
  return new Date();
}
