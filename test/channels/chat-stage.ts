import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createBot, type Bot } from '../../src/channels/bot-framework/bot.ts';
import type { Clients } from '../../src/channels/clients.ts';
import { createDirectLine, type DirectLine } from '../../src/channels/direct-line/direct-line.ts';
import { createConverse } from '../../src/conversation/converse.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import type { Turn } from '../../src/dialog/turn.ts';
import { createLog } from '../../src/observability/log.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createHttpServer, type HttpServer } from '../../src/server/server.ts';
import { openStorage } from '../support/fresh-storage.ts';
import type { Storage } from '../../src/storage/port.ts';
import { botConfig } from '../support/bot-stage.ts';
import { fileStore } from '../support/file-store.ts';
import { tinyKnowledge, tinyStep } from '../support/tiny-dialog.ts';
import { signingKey } from './direct-line/stage.ts';

export type ChatStage = {
  base: string;
  http: HttpServer;
  storage: Storage;
  bot: Bot;
  directLine: DirectLine;
  store: ReturnType<typeof fileStore>;
  /** The turns that were made, in order. */
  turns: Turn[];
  typed: unknown[];
  /** What a technician or the clock makes the bot show in this conversation. */
  reach(conversation: string, activity: string, ...effects: Effect[]): Promise<void>;
};

type Settings = { clients?: Clients; now?: () => Date; add?: (http: HttpServer) => void };

/** Web chat from end to end: the real Direct Line, adapter, turns and database; the dialog repeats what it is told. */
export async function raiseChat(context: TestContext, settings: Settings = {}): Promise<ChatStage> {
  const { now = () => new Date(), clients, add } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-chat-'));
  const storage = await openStorage(join(folder, 'test.sqlite'));
  const metrics = createMetrics();
  const log = createLog('silent');
  const store = fileStore();
  const turns: Turn[] = [];
  const typed: unknown[] = [];
  const converse = createConverse({
    storage,
    step: tinyStep,
    knowledge,
    region: 'GB-ENG',
    desk: botConfig.itDesk,
    timeZone: 'Europe/London',
    now,
    log,
  });
  const directLine: DirectLine = createDirectLine({
    storage,
    receive: async (activity, client) => await bot.receive(activity, client),
    signingKey,
    allowedOrigins: [],
    closeSpreadMs: 0,
    files: store,
    onTyping: (where) => void typed.push(where),
    now,
    log,
    ...(clients && { clients }),
  });
  const bot: Bot = createBot({
    config: { ...botConfig, bot: undefined },
    converse: async (turn, deliver) => {
      turns.push(turn);
      return await converse(turn, deliver);
    },
    connector: directLine.connector,
    knowledge,
    log,
    metrics,
    now,
  });
  const http = createHttpServer({ log, metrics });
  directLine.mount(http.restify);
  bot.mount(http.restify);
  add?.(http);
  const port = await http.listen(0, '127.0.0.1');
  context.after(async () => {
    await Promise.all([http.close(0), directLine.close()]);
    await storage.close();
    await rm(folder, { recursive: true });
  });
  return {
    base: `http://127.0.0.1:${port}`,
    http,
    storage,
    bot,
    directLine,
    store,
    turns,
    typed,
    reach: async (conversation, activity, ...effects) => {
      const place = await storage.readPlace(conversation);
      const to = { conversation, reference: place?.reference, activity, language: 'en-GB', client: 'main' };
      await bot.reach.deliver(to, effects);
    },
  };
}

function knowledge(): typeof tinyKnowledge {
  return tinyKnowledge;
}
