import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import type { Effect } from '../../../src/dialog/effect.ts';
import type { DialogEvent } from '../../../src/dialog/turn.ts';
import { alertsFor, answerBanner, type Seat } from '../../../src/handoff/alerts/banner.ts';
import type { StaffAlertsOptions } from '../../../src/handoff/alerts/desk.ts';
import { createAlertRunner } from '../../../src/handoff/alerts/runner.ts';
import { createBulletin } from '../../../src/handoff/desk/bulletin.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { Unreachable } from '../../../src/handoff/port.ts';
import { createAlertMail } from '../../../src/handoff/targets/alert-email.ts';
import { Settings } from '../../../src/settings/schema.ts';
import type { SqliteStorage } from '../../../src/storage/sqlite.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const shipped = loadedKnowledge();

export const words = {
  title: 'A caller who says that they are your bank',
  text: 'They ask you to move money to another account.',
  steps: ['Hang up.', 'Ring the bank on a number you hold.'],
};
export const jo: Viewer = { id: 't1', name: 'Jo Hart', role: 'technician', clients: 'all' };
export const lee: Viewer = { id: 't2', name: 'Lee Cole', role: 'lead', clients: 'all' };

export type Simulated = {
  readonly storage: SqliteStorage;
  readonly desk: StaffAlertsOptions;
  /** Cards that reached people, as `conversation: heading (buttons)`. */
  cards: string[];
  /** What else was said to them. */
  said: string[];
  /** Conversations that cannot be reached, and how it fails. */
  lost: Map<string, Error>;
  /** Lets so many days pass. */
  pass(days: number): void;
  tick(): Promise<number>;
  /** The process dies and another takes over the same file. */
  restart(): Promise<void>;
  /** Opens the bot in Teams. */
  meet(id: string, more?: { client?: string; login?: string }): Promise<void>;
  turn(conversation: string, event: DialogEvent, client?: string): Promise<void>;
  banner(seat: Seat): Promise<string[]>;
  answer(seat: Seat, alert: string, answer: 'got-it' | 'had-this-call'): Promise<boolean>;
};

/** The real dialog, conversation, runner, mailer and database file; only time and the channel are made up. */
export async function simulate(test: TestContext, given: unknown = {}): Promise<Simulated> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-alerts-'));
  const path = join(folder, 'desk.sqlite');
  const knowledge = await shipped;
  const settings = Settings.parse(given);
  const wall = { now: new Date('2026-11-23T10:00:00.000Z') };
  const now = (): Date => wall.now;
  const cards: string[] = [];
  const said: string[] = [];
  const lost = new Map<string, Error>();
  const log = { warn: () => undefined, error: () => undefined };
  const itDesk = { name: 'the IT desk', phone: '01632 960 123' };
  const bulletin = createBulletin((error) => {
    throw error;
  });
  let storage = await openStorage(path);
  let parts = joinParts();
  test.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  function joinParts() {
    const converse = createConverse({
      storage,
      step,
      knowledge: () => knowledge,
      region: 'GB-ENG',
      desk: itDesk,
      timeZone: 'Europe/London',
      now,
      log,
    });
    const reach = {
      deliver: async (to: { conversation: string }, effects: readonly Effect[]): Promise<void> => {
        const failure = lost.get(to.conversation);
        if (failure !== undefined) throw failure;
        cards.push(...effects.flatMap((effect) => cardIn(to.conversation, effect)));
        said.push(
          ...effects.flatMap((effect) =>
            effect.kind === 'say' ? [`${to.conversation}: ${effect.text}`] : [],
          ),
        );
      },
      typing: async (): Promise<void> => undefined,
    };
    const mail = createAlertMail({ settings, secret: () => 'right', desk: itDesk.name });
    const banner = { storage, converse, reach, language: 'en-GB', now };
    const runner = createAlertRunner({ storage, converse, reach, settings, mail, now, log });
    const ours = (): ReturnType<StaffAlertsOptions['ours']> => ({
      knowledge,
      region: 'GB-ENG',
      phone: itDesk.phone,
    });
    return { converse, runner, banner, desk: { storage, settings, ours, bulletin, now } };
  }

  return {
    get storage() {
      return storage;
    },
    get desk() {
      return parts.desk;
    },
    cards,
    said,
    lost,
    pass: (days) => void (wall.now = new Date(wall.now.getTime() + days * 86_400_000)),
    tick: async () => await parts.runner.tick(),
    async restart() {
      await storage.close();
      storage = await openStorage(path);
      parts = joinParts();
    },
    async meet(id, { client = 'main', login } = {}) {
      const conversation = `msteams/${id}`;
      const person = { client, tenant: 't', id, user: `29:${id}`, name: id, conversation, reference: {} };
      await storage.keepTeamsPerson({ ...person, language: 'en-GB', seenAt: now().toISOString() });
      if (login !== undefined) await storage.keepTeamsLogin(conversation, login);
    },
    async turn(conversation, event, client = 'main') {
      const activity = `turn-${(turns += 1)}`;
      const at = now().toISOString();
      const person = { id: 'u1', name: undefined };
      const of = { channel: 'msteams', conversation, activity, client, person, at, language: 'en-GB' };
      await parts.converse({ ...of, reference: {}, event }, async () => undefined);
    },
    banner: async (seat) => (await alertsFor(parts.banner, seat)).map(({ title }) => title),
    answer: async (seat, alert, answer) => await answerBanner(parts.banner, seat, alert, answer),
  };
}

let turns = 0;

function cardIn(conversation: string, effect: Effect): string[] {
  if (effect.kind !== 'show') return [];
  const { heading, offers } = effect.card;
  return [`${conversation}: ${heading}${offers.length === 0 ? ' (settled)' : ''}`];
}

export const blocked = (): Unreachable => new Unreachable('blocked', 'They blocked the bot.');
