import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../../src/conversation/converse.ts';
import type { Card, Effect } from '../../../src/dialog/effect.ts';
import { readState } from '../../../src/dialog/state.ts';
import type { Command, DialogEvent } from '../../../src/dialog/turn.ts';
import type { Proof } from '../../../src/domain/evidence.ts';
import type { Colleague } from '../../../src/domain/knowledge.ts';
import type { OpenChecks } from '../../../src/handoff/checks/api.ts';
import { listChecks } from '../../../src/handoff/checks/list.ts';
import { createCheckRunner } from '../../../src/handoff/checks/runner.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { actOnCase } from '../../../src/handoff/desk/act.ts';
import { Refusal } from '../../../src/handoff/desk/refusal.ts';
import { Unreachable } from '../../../src/handoff/port.ts';
import { Settings } from '../../../src/settings/schema.ts';
import type { SqliteStorage } from '../../../src/storage/sqlite.ts';
import { openStorage } from '../../support/fresh-storage.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const shipped = loadedKnowledge();

export const sam: Viewer = { id: 'sam', name: 'Sam', role: 'technician', clients: 'all' };
export const alex: Viewer = { id: 'alex', name: 'Alex', role: 'technician', clients: 'all' };
/** Looks after another organisation. */
export const kit: Viewer = { id: 'kit', name: 'Kit', role: 'technician', clients: ['other'] };

const colleagues: readonly Colleague[] = [
  {
    id: 'kim',
    name: 'Kim Lane',
    deputy: 'lee',
    teamsId: 'aad-kim',
    number: '+44 20 7946 0111',
    hasPassphrase: false,
  },
  { id: 'lee', name: 'Lee Moss', teamsId: 'aad-lee', hasPassphrase: false },
];

/** Of the sign-in at the desk. */
export const issuer = 'https://login.microsoftonline.com/tenant/v2.0';

type Told = { conversation: string; effect: Effect };

export type Stage = {
  readonly storage: SqliteStorage;
  /** All that was shown, in order. */
  told: Told[];
  /** Chats that do not take anything. */
  closed: Set<string>;
  logged: string[];
  /** Time passes, and the runner looks. */
  pass(seconds: number): Promise<void>;
  tick(): Promise<void>;
  restart(): Promise<void>;
  /** Somebody in Teams is known by who they are there. */
  meet(conversation: string, id: string, name: string): Promise<void>;
  /** Jo, in Teams, does something. */
  does(event: DialogEvent, conversation?: string): Promise<readonly Effect[]>;
  types(text: string, conversation?: string): Promise<readonly Effect[]>;
  taps(command: Command, ask?: string, conversation?: string): Promise<readonly Effect[]>;
  /** `claimed`, or why not. */
  itsMe(viewer: Viewer, check: string): Promise<string>;
  list(viewer: Viewer): Promise<OpenChecks['checks']>;
  /** The one check that waits at the desk. */
  waiting(): Promise<OpenChecks['checks'][number]>;
  proofs(conversation?: string): Promise<readonly Proof[]>;
  lastCard(conversation?: string): Card;
  /** The files of the database. */
  files(): readonly string[];
};

export const jo = 'jo-chat';

/** The real dialog, conversation, desk, runner and database file; only time and the channels are made up. */
export async function raise(context: TestContext): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-checks-'));
  const knowledge = { ...(await shipped), colleagues };
  const path = join(folder, 'checks.sqlite');
  const wall = { now: new Date('2026-11-23T10:00:00.000Z') };
  const told: Told[] = [];
  const closed = new Set<string>();
  const logged: string[] = [];
  const log = (fields: Record<string, unknown>, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(fields)} ${String(fields['err'])}`);
  const settings = Settings.parse({
    signIn: { issuer, clientId: 'desk', roles: { technician: ['all'] } },
  });
  const now = (): Date => wall.now;
  let storage = await openStorage(path);
  let parts = build();
  context.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  function build() {
    const converse = createConverse({
      storage,
      step,
      knowledge: () => knowledge,
      region: 'GB-ENG',
      desk: { name: 'the IT desk', phone: '020 7946 0018' },
      timeZone: 'Europe/London',
      targets: () => ['psa'],
      now,
      log: { warn: log, error: log },
    });
    const bulletin = { tell: () => undefined, follow: () => () => undefined };
    const reach = {
      deliver: async ({ conversation }: { conversation: string }, effects: readonly Effect[]) => {
        if (closed.has(conversation)) throw new Unreachable('blocked', 'they blocked the bot');
        told.push(...effects.map((effect) => ({ conversation, effect })));
      },
      typing: async () => undefined,
    };
    const common = { storage, converse, reach, bulletin, now, log: { info: log, warn: log, error: log } };
    return { ...common, runner: createCheckRunner(common) };
  }

  const does: Stage['does'] = async (event, conversation = jo) => {
    const turn = {
      channel: 'msteams',
      conversation,
      activity: randomUUID(),
      client: 'main',
      person: { id: `29:${conversation}`, name: nameIn(conversation) },
      at: now().toISOString(),
      language: 'en-GB',
      reference: {},
      event,
    };
    let answer: readonly Effect[] = [];
    const outcome = await parts.converse(turn, async (effects) => {
      answer = effects;
      told.push(...effects.map((effect) => ({ conversation, effect })));
    });
    assert.equal(outcome, 'answered');
    return answer;
  };
  const list: Stage['list'] = async (viewer) => (await listChecks({ storage, settings, now }, viewer)).checks;

  await meet('kim-chat', 'aad-kim', 'Kim Lane');
  await meet('lee-chat', 'aad-lee', 'Lee Moss');

  async function meet(conversation: string, id: string, name: string): Promise<void> {
    await storage.keepTeamsPerson({
      client: 'main',
      tenant: 'tenant',
      id,
      user: `29:${conversation}`,
      name,
      conversation,
      reference: {},
      language: 'en-GB',
      seenAt: now().toISOString(),
    });
  }

  return {
    get storage() {
      return storage;
    },
    told,
    closed,
    logged,
    tick: () => parts.runner.tick(),
    async pass(seconds) {
      wall.now = new Date(wall.now.getTime() + seconds * 1000);
      await parts.runner.tick();
    },
    async restart() {
      await storage.close();
      storage = await openStorage(path);
      parts = build();
    },
    meet,
    does,
    types: (text, conversation) => does({ kind: 'said', text, masked: false }, conversation),
    taps: (command, ask, conversation) =>
      does(
        { kind: 'tapped', tap: { verb: 'command', command }, ...(ask !== undefined && { ask }) },
        conversation,
      ),
    async itsMe(viewer, check) {
      const found = await storage.readCheck(check);
      const options = {
        ...parts,
        settings,
        keepFile: async () => ({ kind: 'refused' as const, reason: 'no files here' }),
        readFile: async () => undefined,
        knowledge: () => knowledge,
        clockOf: () => ({ dueAt: null, share: 0, state: 'stopped' as const }),
        deadLetters: { list: async () => [], retry: async () => false },
        ticketsOf: async () => [],
        targets: () => [],
      };
      try {
        await actOnCase(options, viewer, found?.case ?? '', {
          id: randomUUID(),
          act: { kind: 'its-me', check },
        });
        return 'claimed';
      } catch (error) {
        if (error instanceof Refusal) return error.failure.code;
        throw error;
      }
    },
    list,
    async waiting() {
      const [check, ...others] = await list(sam);
      assert.ok(check && others.length === 0, 'one check waits');
      return check;
    },
    async proofs(conversation = jo) {
      const stored = await storage.readConversation(conversation);
      return readState(stored?.state)?.proofs ?? [];
    },
    files: () => readdirSync(folder).map((name) => join(folder, name)),
    lastCard(conversation = jo) {
      const card = told.findLast(
        ({ effect, conversation: where }) => where === conversation && effect.kind === 'show',
      );
      assert.ok(card?.effect.kind === 'show', 'no card was shown');
      return card.effect.card;
    },
  };
}

function nameIn(conversation: string): string {
  return { 'kim-chat': 'Kim Lane', 'lee-chat': 'Lee Moss' }[conversation] ?? 'Jo Hart';
}
