import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import type { Priority } from '../../../src/dialog/brief.ts';
import type { Effect } from '../../../src/dialog/effect.ts';
import type { DeskAct, DialogEvent } from '../../../src/dialog/turn.ts';
import { createClock, type Clock } from '../../../src/handoff/clock/clock.ts';
import { Settings } from '../../../src/settings/schema.ts';
import type { SqliteStorage } from '../../../src/storage/sqlite.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const shipped = loadedKnowledge();

export type Simulated = {
  readonly storage: SqliteStorage;
  /** What people were told by the clock, as `Mon 10:02 sentence`. */
  told: string[];
  line: { isDown: boolean };
  logged: string[];
  goTo(time: string): void;
  /** Ticks every so many minutes until this time, `Mon 10:02`. */
  runUntil(time: string, everyMinutes?: number): Promise<void>;
  tick(): Promise<number>;
  /** The process dies and another takes over the same file. */
  restart(): Promise<void>;
  /** Somebody asks for a person; the case has this priority. */
  openCase(priority: Priority, conversation?: string): Promise<string>;
  say(conversation: string, text: string): Promise<void>;
  desk(id: string, act: DeskAct): Promise<void>;
  setPriority(id: string, priority: Priority): Promise<void>;
  /** Lines that the clock wrote in the timeline. */
  notes(id: string): Promise<string[]>;
};

/** The real dialog, conversation, clock and database file; only time and the channel are made up. */
export async function simulate(
  context: TestContext,
  settings: unknown = {},
  phone?: string,
): Promise<Simulated> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-clock-'));
  const knowledge = await shipped;
  const path = join(folder, 'desk.sqlite');
  const wall = { now: new Date(timeOf('Mon 10:00')) };
  const told: string[] = [];
  const logged: string[] = [];
  const line = { isDown: false };
  const log = (fields: Record<string, unknown>, message: string): void =>
    void logged.push(`${message} ${fields['err'] instanceof Error ? fields['err'].message : ''}`);
  const itDesk = { name: 'the IT desk', phone };
  let storage = await openStorage(path);
  let converse = conversing();
  let clock = clockOver();
  context.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  function conversing(): ReturnType<typeof createConverse> {
    return createConverse({
      storage,
      step,
      knowledge: () => knowledge,
      region: 'GB-ENG',
      desk: itDesk,
      timeZone: 'Europe/London',
      now: () => wall.now,
      log: { warn: log, error: log },
    });
  }

  function clockOver(): Clock {
    return createClock({
      storage,
      converse,
      reach: {
        deliver: async (_to, effects) => {
          if (line.isDown) throw new Error('the line is down');
          told.push(...effects.flatMap(wordsOf).map((words) => `${dayOf(wall.now)} ${words}`));
        },
        typing: async () => undefined,
      },
      settings: Settings.parse(settings),
      itDesk,
      now: () => wall.now,
      log: { warn: log, error: log },
    });
  }

  async function turn(conversation: string, event: DialogEvent): Promise<void> {
    const person = { id: 'u1', name: 'Priya Nair' };
    const activity = randomUUID();
    const at = wall.now.toISOString();
    const from = {
      channel: 'webchat',
      conversation,
      activity,
      client: 'main',
      person,
      at,
      language: 'en-GB',
    };
    assert.equal(await converse({ ...from, reference: {}, event }, async () => undefined), 'answered');
  }

  const setPriority: Simulated['setPriority'] = async (id, priority) => {
    const found = (await storage.readCase(id)) ?? assert.fail(`no case ${id}`);
    const nothing = { caseEvents: [], outbox: [], audit: [] };
    const written = { ...found, priority, readVersion: found.version };
    assert.equal(await storage.commitCase(written, nothing), 'committed');
  };

  return {
    get storage() {
      return storage;
    },
    told,
    line,
    logged,
    goTo: (time) => void (wall.now = new Date(timeOf(time))),
    tick: () => clock.tick(),
    async runUntil(time, everyMinutes = 1) {
      for (const end = timeOf(time); wall.now.getTime() < end;) {
        wall.now = new Date(wall.now.getTime() + everyMinutes * 60_000);
        await clock.tick();
      }
    },
    async restart() {
      await storage.close();
      storage = await openStorage(path);
      converse = conversing();
      clock = clockOver();
    },
    async openCase(priority, conversation = randomUUID()) {
      const known = await storage.listCases({ clients: 'all', conversation });
      await turn(conversation, {
        kind: 'said',
        text: 'A man rang and said he is from our printer firm. get a person',
        masked: false,
      });
      await turn(conversation, { kind: 'said', text: 'get a person', masked: false });
      const all = await storage.listCases({ clients: 'all', conversation });
      const found = all.find(({ id }) => !known.some((one) => one.id === id));
      const id = found?.id ?? assert.fail('no case was opened');
      await setPriority(id, priority);
      return id;
    },
    say: (conversation, text) => turn(conversation, { kind: 'said', text, masked: false }),
    async desk(id, act) {
      const found = (await storage.readCase(id)) ?? assert.fail(`no case ${id}`);
      await turn(found.conversation, { kind: 'desk', case: id, by: { id: 't1', name: 'Sam' }, act });
    },
    setPriority,
    async notes(id) {
      const found = await storage.readCase(id);
      return (found?.events ?? []).flatMap(({ kind, by, at, detail }) =>
        kind === 'noted' && by === 'clock' ? [`${dayOf(new Date(at))} ${JSON.stringify(detail)}`] : [],
      );
    },
  };
}

function wordsOf(effect: Effect): string[] {
  if (effect.kind !== 'say') return [];
  const [, who] = /Ring (.+?) now/.exec(effect.text) ?? [];
  const [, when] = /answer your case \S+ by (.+?)\.$/.exec(effect.text) ?? [];
  return [who ?? when ?? effect.text];
}

const days = [
  '2026-11-23',
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
];
const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function timeOf(written: string): number {
  const [day = '', time = ''] = written.split(' ');
  return Date.parse(`${days[names.indexOf(day)]}T${time}Z`);
}

function dayOf(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  return `${names[days.indexOf(date)] ?? date} ${time.slice(0, 5)}`;
}
