import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { step } from '../../../../dialogs/step.ts';
import { createBot } from '../../../../src/channels/bot-framework/bot.ts';
import { createPace } from '../../../../src/channels/bot-framework/pace.ts';
import { createTechnicians } from '../../../../src/channels/bot-framework/technicians/technicians.ts';
import { createConverse } from '../../../../src/conversation/converse.ts';
import { createBulletin } from '../../../../src/handoff/desk/bulletin.ts';
import type { DeskOptions } from '../../../../src/handoff/desk/options.ts';
import { clockOf } from '../../../../src/handoff/clock/level.ts';
import { createPostman } from '../../../../src/handoff/outbox/postman.ts';
import { targetsOf } from '../../../../src/handoff/targets/targets.ts';
import { createLog } from '../../../../src/observability/log.ts';
import { createMetrics } from '../../../../src/observability/metrics.ts';
import { createHttpServer } from '../../../../src/server/server.ts';
import { Settings } from '../../../../src/settings/schema.ts';
import type { SqliteStorage } from '../../../../src/storage/sqlite.ts';
import { openStorage } from '../../../support/fresh-storage.ts';
import { botConfig } from '../../../support/bot-stage.ts';
import { fileStore } from '../../../support/file-store.ts';
import { loadedKnowledge } from '../../../support/knowledge.ts';
import { credentials, playMicrosoft, type MicrosoftDouble } from '../../../support/microsoft-double.ts';

const shipped = loadedKnowledge();
const unlimited = { send: [], read: [], tenant: [] };

export const team = '19:team@thread.tacv2';
export const channel = '19:room@thread.tacv2';
export const alexObject = 'aaaaaaaa-1111-4111-8111-111111111111';
const tenant = credentials.tenantId ?? '';

export type Json = Record<string, unknown>;
export type Post = (activity: unknown) => Promise<{ status: number; body: unknown }>;

export type Technician = { name: string; object: string };
export const sam: Technician = { name: 'Sam Reed', object: 'bbbbbbbb-2222-4222-8222-222222222222' };
export const kim: Technician = { name: 'Kim Vale', object: 'cccccccc-3333-4333-8333-333333333333' };

export type Room = {
  storage: SqliteStorage;
  microsoft: MicrosoftDouble;
  post: Post;
  /** A person in their own chat with the bot says something. */
  says(text: string, more?: Json): Promise<void>;
  /** Delivers what lies in the outbox, until nothing is due. */
  deliver(): Promise<void>;
  /** What went into the channel, without what went to persons. */
  channelSent(): { method: string; path: string; body: Json }[];
  /** The only case there is. */
  caseId(): Promise<string>;
  thread(): Promise<{ conversation: string; activity: string }>;
  /** Presses the button with this title on the card as it is shown now. */
  press(who: Technician, title: string, more?: Press): Promise<Json>;
  /** Writes to the bot in the thread, or where `more` says. */
  writes(who: Technician, text: string, more?: Json): Promise<void>;
  /** The card of the case as the channel shows it. */
  card(): Promise<Json>;
  tick(at: Date): Promise<number>;
  desk: DeskOptions;
  /** Another process on the same data: what was under way in the first is lost. */
  restart(): Promise<void>;
  logged(): string;
};

export type Press = {
  /** What was filled in. */
  data?: Json;
  /** A card that somebody looks at still. */
  card?: Json;
  /** What is otherwise about the activity. */
  activity?: Json;
  /** Where the card is, when nobody knows yet. */
  place?: { conversation: string; activity: string };
};

export type Staging = {
  settings?: Json;
  /** Who leads in the channel, by object id. */
  leads?: readonly string[];
  now?: () => Date;
};

/** Everything from the HTTP endpoint to the outbox, with Microsoft's cloud as a double. */
export async function raiseRoom(
  context: TestContext,
  { settings: decided = {}, leads = [], now = () => new Date() }: Staging = {},
): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-room-'));
  const storage = await openStorage(join(folder, 'test.sqlite'));
  const microsoft = await playMicrosoft(context);
  const knowledge = await shipped;
  let lines = '';
  const log = createLog('trace', { write: (line) => void (lines += line) });
  const metrics = createMetrics();
  const settings = Settings.parse({
    onCall: [{ name: 'Alex', phone: '020 7946 0020', teams: alexObject }],
    targets: [
      { kind: 'teams-channel', id: 'room', tenant, team, channel, leads, serviceUrl: microsoft.serviceUrl },
    ],
    ...decided,
  });
  const files = fileStore();

  const open = async () => {
    const bulletin = createBulletin((error) => assert.fail(String(error)));
    const targets = (client: string): readonly string[] => targetsOf(settings, client);
    const converse = createConverse({
      storage,
      step,
      knowledge: () => knowledge,
      region: 'GB-ENG',
      desk: botConfig.itDesk,
      timeZone: 'Europe/London',
      targets,
      onCommitted: (change) => bulletin.tell({ kind: 'changed', ...change }),
      now,
      log,
    });
    const config = { ...botConfig, publicUrl: 'https://callcheck.example' };
    const technicians = createTechnicians({ settings, storage, publicUrl: config.publicUrl, now, log });
    const bot = createBot({
      config,
      converse,
      connector: {
        send: async () => ({ id: '' }),
        update: async () => ({ id: '' }),
        remove: async () => undefined,
      },
      knowledge: () => knowledge,
      files,
      asides: [technicians.aside],
      sentReplies: storage,
      people: storage,
      log,
      metrics,
      microsoft,
      pace: createPace({ pauseMs: 1, limits: unlimited }),
    });
    const desk: DeskOptions = {
      storage,
      converse,
      reach: bot.reach,
      bulletin,
      settings,
      keepFile: files.keep,
      readFile: files.read,
      knowledge: () => knowledge,
      clockOf: (found, at) => clockOf(found, at, settings),
      deadLetters: { list: (clients) => storage.deadLetters(clients), retry: async () => false },
      ticketsOf: (id) => storage.ticketsOf(id),
      targets,
      now,
      log,
    };
    const stop = technicians.start({
      desk,
      connect: (url) => bot.connect(url),
      takeFiles: bot.takeFiles,
      fileAddress: async (_conversation, file, days) =>
        `https://callcheck.example/files/${file.id}?days=${days}`,
    });
    const made = new Map(
      settings.targets.flatMap((target) =>
        target.kind === 'teams-channel' ? [[target.id, technicians.targetFor(target)] as const] : [],
      ),
    );
    const postman = createPostman({
      storage,
      targets: made,
      mayTell: (client, target) => targets(client).includes(target),
      now,
      random: () => 0,
      log,
    });
    const http = createHttpServer({ log, metrics });
    bot.mount(http.restify);
    const port = await http.listen(0, '127.0.0.1');
    return { base: `http://127.0.0.1:${port}`, desk, postman, stop, close: () => http.close(0) };
  };

  let running = await open();
  context.after(async () => {
    await running.stop();
    await running.close();
    await storage.close();
    await rm(folder, { recursive: true });
  });

  let count = 0;
  const post: Post = async (activity) => {
    const response = await fetch(`${running.base}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', authorization: `Bearer ${await microsoft.sign()}` },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const envelope = (more: Json): Json => ({
    type: 'message',
    id: `in-${(count += 1)}`,
    timestamp: '2026-11-22T10:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: microsoft.serviceUrl,
    recipient: { id: `28:${credentials.appId}`, name: 'Callcheck' },
    ...more,
  });
  const inChannel = (who: Technician, conversation: string, more: Json): Json =>
    envelope({
      from: { id: `29:${who.object}`, name: who.name, aadObjectId: who.object },
      conversation: { id: conversation, conversationType: 'channel', isGroup: true, tenantId: tenant },
      channelData: { team: { id: team }, channel: { id: channel }, tenant: { id: tenant } },
      ...more,
    });
  const room: Room = {
    storage,
    microsoft,
    post,
    get desk() {
      return running.desk;
    },
    async says(text, more = {}) {
      const answer = await post(
        envelope({
          text,
          from: { id: '29:priya', name: 'Priya Nair', aadObjectId: 'dddddddd-4444-4444-8444-444444444444' },
          conversation: { id: 'a:priya', conversationType: 'personal', tenantId: tenant },
          ...more,
        }),
      );
      assert.equal(answer.status, 200, room.logged());
    },
    async deliver() {
      while ((await running.postman.tick()) > 0);
    },
    channelSent: () =>
      microsoft.sent.filter(
        ({ path, body }) =>
          decodeURIComponent(path).includes(channel) ||
          ('channelData' in body && path.endsWith('/v3/conversations')),
      ),
    async caseId() {
      const [found] = await storage.listCases({ clients: 'all' });
      assert.ok(found, 'no case was opened');
      return found.id;
    },
    async thread() {
      const found = await storage.threadOf({ case: await room.caseId(), target: 'room' });
      assert.ok(found, 'the case has no thread');
      return found;
    },
    async card() {
      const { conversation, activity } = await room.thread();
      const shown = microsoft.connector.shown(conversation).find(({ id }) => id === activity);
      return cardIn(shown);
    },
    async press(who, title, { data = {}, card, activity = {}, place } = {}) {
      const { conversation, activity: root } = place ?? (await room.thread());
      const button = findButton(card ?? (await room.card()), title);
      assert.ok(button, `there is no button "${title}"`);
      const action = {
        type: 'Action.Execute',
        verb: button['verb'],
        data: { ...asJson(button['data']), ...data },
      };
      const answer = await post(
        inChannel(who, conversation, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: root,
          value: { action, trigger: 'manual' },
          ...activity,
        }),
      );
      assert.equal(answer.status, 200, room.logged());
      return asJson(answer.body);
    },
    async writes(who, text, more = {}) {
      const conversation = 'conversation' in more ? channel : (await room.thread()).conversation;
      const mention = '<at>Callcheck</at>';
      const entities = [{ type: 'mention', text: mention, mentioned: { id: `28:${credentials.appId}` } }];
      const answer = await post(
        inChannel(who, conversation, { text: `${mention} ${text}`, entities, ...more }),
      );
      assert.deepEqual(answer, { status: 200, body: undefined }, room.logged());
    },
    tick: (at) => running.postman.tick(at),
    async restart() {
      await running.stop();
      await running.close();
      running = await open();
    },
    logged: () => lines,
  };
  return room;
}

export function asJson(value: unknown): Json {
  assert.ok(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    `${JSON.stringify(value)} is no object`,
  );
  return { ...value };
}

export function cardIn(activity: unknown): Json {
  const { attachments } = asJson(activity);
  assert.ok(Array.isArray(attachments));
  return asJson(asJson(attachments[0])['content']);
}

/** Everything that a card has, at any depth. */
export function partsOf(card: unknown): Json[] {
  if (Array.isArray(card)) return card.flatMap((one: unknown) => partsOf(one));
  if (typeof card !== 'object' || card === null) return [];
  return [{ ...card }, ...Object.values(card).flatMap((one: unknown) => partsOf(one))];
}

export function findButton(card: Json, title: string): Json | undefined {
  return partsOf(card).find((part) => part['type'] === 'Action.Execute' && part['title'] === title);
}

/** All words that a card shows. */
export function textOf(card: unknown): string {
  return partsOf(card)
    .flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n');
}

/** A room with the card of one P1 in it. */
export async function raiseCase(context: TestContext, staging?: Staging): Promise<Room> {
  const room = await raiseRoom(context, staging);
  await room.says('A man from Microsoft rang. He wanted me to install AnyDesk. He is still on the line.');
  await room.says('I already did what they asked');
  await room.says('They got on to my computer');
  await room.deliver();
  return room;
}

/** How often a new thread was asked for. */
export function countThreads({ microsoft }: Room): number {
  return microsoft.sent.filter(({ method, path }) => method === 'POST' && path.endsWith('/v3/conversations'))
    .length;
}

/** Waits for something that happens by itself; fails after three seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await wait(10);
  }
  assert.fail(`never happened: ${what}`);
}
