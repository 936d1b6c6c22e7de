import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CaseBrief } from '../../../src/dialog/brief.ts';
import { createPostman, type Postman, type PostmanOptions } from '../../../src/handoff/outbox/postman.ts';
import type { ReadFile } from '../../../src/handoff/port.ts';
import { loadConnectors } from '../../../src/handoff/targets/connector.ts';
import { createTargets, targetsOf } from '../../../src/handoff/targets/targets.ts';
import { Settings } from '../../../src/settings/schema.ts';
import type { CaseEvent, StoredCase, WrittenCase } from '../../../src/storage/port.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { turnOf } from '../../storage/samples.ts';

export const connectors = await loadConnectors(
  fileURLToPath(new URL('../../../connectors', import.meta.url)),
);
export const openedAt = '2026-11-22T10:00:00.000Z';
export const caseId = 'CC-7F3K2';
const png = {
  id: 'f1d2c3b4-0000',
  name: '../what he "sent"\r\n.png',
  type: 'image/png',
  bytes: 4,
  sha256: 'x',
};
export const pngBytes = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** What was told, with all that a caller could put into it to do harm. */
export const brief: CaseBrief = {
  headline: '[P1] Remote access given, "Microsoft", caller still on the line',
  priority: 'P1',
  reason: 'harm',
  live: 'yes',
  story:
    'He said open https://evil.example.com/x and <script>alert(1)</script>\r\nBcc: everybody@example.org',
  harm: [{ harm: 'remote-access', title: 'Remote access was given', words: 'I let him in' }],
  person: { id: 'u1', name: 'Jo Smith', contact: 'ext 12', channel: 'webchat', language: 'en-GB' },
  caller: {
    claimed: 'Microsoft',
    numbers: [{ number: '+44 20 7946 0000', kind: 'valid', whose: 'given', held: undefined }],
    withheld: true,
  },
  ask: [
    { signal: 'remote-access-request', title: 'Wanted to get onto the computer', words: 'install AnyDesk' },
  ],
  judgement: {
    verdict: 'stop-scam',
    requestRisk: 'decisive',
    identity: 'unproved',
    reasons: [
      {
        kind: 'told',
        quote: 'install AnyDesk',
        rules: [{ text: 'Nobody honest rings to get in', source: undefined }],
      },
    ],
    scam: { id: 'microsoft-support-call', title: 'Fake Microsoft support' },
    twin: 'A supplier you rang first',
    wouldChange: ['A ticket of ours that names this visit'],
  },
  done: {
    told: ['Hang up now'],
    answers: [{ question: 'Is the caller still on the line?', answer: 'Yes' }],
    open: ['Was the number withheld?'],
  },
  actions: [{ id: 'a1', text: 'Isolate the computer' }],
  collect: [{ what: 'Teams call records', hours: 720 }],
  knowledgeVersion: 'k1',
};

export const storedCase: StoredCase = {
  id: caseId,
  client: 'acme',
  conversation: 'c1',
  openedAt,
  priority: 'P1',
  status: 'waiting',
  technician: null,
  acceptedAt: null,
  closedAt: null,
  brief,
  closing: null,
};

export type Stage = {
  storage: SqliteStorage;
  postman: Postman;
  clock: { now: Date };
  logLines: string[];
  /** A thing that happens to the case, written as a turn writes it. */
  happen(kind: string, detail?: unknown, changes?: Partial<StoredCase>): Promise<void>;
  /** Ticks until nothing waits, an hour of waiting at a time. */
  deliverAll(): Promise<void>;
};

export type StageOptions = {
  targets: readonly unknown[];
  ticketClients?: Record<string, string>;
  secrets?: Record<string, string>;
  path?: string;
  postman?: Partial<PostmanOptions>;
};

/** A case of client `acme`, targets as in a settings file, and a postman with a clock of its own. */
export async function openStage(test: TestContext, options: StageOptions): Promise<Stage> {
  const storage = await openSqlite(options.path ?? ':memory:');
  test.after(() => storage.close());
  const settings = settingsOf(options);
  const { targets, faults } = createTargets({
    settings,
    secret: (name) => options.secrets?.[name],
    connectors,
    storage,
    readFile,
    publicUrl: 'https://callcheck.example.org',
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const clock = { now: new Date(openedAt) };
  const logLines: string[] = [];
  const log = (fields: Record<string, unknown>, message: string): void =>
    void logLines.push(`${message} ${typeof fields['why'] === 'string' ? fields['why'] : ''}`);
  const postman = createPostman({
    storage,
    targets,
    mayTell: (client, target) => targetsOf(settings, client).includes(target),
    now: () => clock.now,
    random: () => 0.5,
    log: { info: log, warn: log, error: log },
    ...options.postman,
  });
  return {
    storage,
    postman,
    clock,
    logLines,
    happen: createHappening(storage, clock, settings),
    async deliverAll() {
      for (let idle = 0; idle < 3; idle += 1) {
        while ((await postman.tick()) > 0) idle = 0;
        clock.now = new Date(clock.now.getTime() + 3_600_000);
      }
    },
  };
}

export function settingsOf({
  targets,
  ticketClients,
}: Pick<StageOptions, 'targets' | 'ticketClients'>): Settings {
  return Settings.parse({
    clients: [
      { id: 'acme', name: 'Acme', ...(ticketClients === undefined ? {} : { ticketClients }) },
      { id: 'other', name: 'Other', targets: [] },
    ],
    targets,
  });
}

export const readFile: ReadFile = async (id) =>
  id === png.id ? { file: png, conversation: 'c1', client: 'acme', bytes: pngBytes } : undefined;

/** Somebody sends a picture before the case is opened. */
export const sentPicture = {
  id: 'm1',
  at: openedAt,
  from: 'staff' as const,
  name: 'Jo',
  text: 'this',
  files: [png],
};

function createHappening(storage: SqliteStorage, clock: { now: Date }, settings: Settings): Stage['happen'] {
  let events = 0;
  return async (kind, detail = {}, changes = {}) => {
    events += 1;
    const known = await storage.readCase(caseId);
    const conversation = await storage.readConversation('c1');
    const at = new Date(clock.now.getTime() + events).toISOString();
    const event: CaseEvent = {
      at,
      kind,
      by: kind === 'opened' || kind === 'updated' ? 'bot' : 'Sam',
      detail,
    };
    const written: WrittenCase = {
      ...rowOf(known ?? storedCase),
      ...changes,
      readVersion: known?.version ?? 0,
    };
    const outcome = await storage.commitTurn(
      turnOf({
        conversation: 'c1',
        activity: `a${events}-${conversation?.version ?? 0}`,
        readVersion: conversation?.version ?? 0,
        cases: [written],
        caseEvents: [{ case: caseId, event }],
        messages: known === undefined ? [sentPicture] : [],
        outbox: targetsOf(settings, 'acme').map((target) => ({
          id: `${caseId}-${conversation?.version ?? 0}-0-${target}`,
          target,
          topic: `case-${kind}`,
          payload: { case: caseId, ...event },
        })),
      }),
    );
    if (outcome !== 'committed') throw new Error(outcome);
  };
}

function rowOf(row: StoredCase & { version?: number; events?: unknown }): StoredCase {
  const { version: _, events: __, ...stored } = row;
  return stored;
}

export const closing = { outcome: 'scam', botWasRight: 'yes', note: 'See www.evil.example.com' };
export const closed = {
  status: 'closed',
  closedAt: openedAt,
  closing,
  technician: { id: 'sam', name: 'Sam' },
} as const;

export function fileIn(folder: string): string {
  return join(folder, 'callcheck.db');
}
