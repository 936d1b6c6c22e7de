import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../../../dialogs/step.ts';
import { createConverse } from '../../conversation/converse.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { VersionedCase } from '../../storage/desk-port.ts';
import { openSqlite, type SqliteStorage } from '../../storage/sqlite.ts';
import { rounded, spread, type Part } from './measure.ts';
import { startServer } from './relay/server.ts';
import { enter } from './relay/technician.ts';
import { storiesFrom } from './stories.ts';

const cases = 2_000;
/** So many are judged and opened as they would be. */
const told = 100;
const rounds = 20;

/** What a technician waits for while many cases are open. */
export async function benchQueue(knowledge: Knowledge, region: string): Promise<Part> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callcheck-queue-'));
  const id = await fill(join(dataDir, 'callcheck.sqlite'), knowledge, region);
  const server = await startServer(dataDir);
  try {
    const headers = await enter(server.origin, await server.newLink());
    const time = async (path: string): Promise<Part['rows'][number]> => {
      const durationsMs = [];
      for (let n = 0; n < rounds; n++)
        durationsMs.push(await timeOf(`${server.origin}/desk/api${path}`, headers));
      return { asked: path.replace(id, ':id'), ...spread(durationsMs) };
    };
    const rows = [];
    for (const path of [
      '/cases?status=waiting,accepted',
      '/cases?status=waiting,accepted&q=gift%20cards',
      `/cases/${id}`,
      '/alerts',
      '/insights',
    ])
      rows.push(await time(path));
    return {
      name: 'queue',
      title: `The desk with ${cases} open cases`,
      note: `Each asked ${rounds} times, one after the other, by one technician. Memory ${rounded(await server.memoryMb())} MB afterwards.`,
      rows,
    };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function timeOf(url: string, headers: Record<string, string>): Promise<number> {
  const begun = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answered ${response.status}, so there is nothing to measure.`);
  return performance.now() - begun;
}

/** Tells some stories and asks for a person after each; the other cases are copies. The id of the first in the queue. */
async function fill(path: string, knowledge: Knowledge, region: string): Promise<string> {
  const storage = await openSqlite(path);
  const say = speaker(storage, knowledge, region);
  for (const story of storiesFrom(knowledge).slice(0, told)) {
    const conversation = randomUUID();
    await say(conversation, story);
    await say(conversation, 'get a person');
  }
  const originals = await storage.searchCases({ clients: 'all', words: [], limit: told });
  for (let n = originals.length; n < cases; n++) {
    const original = originals[n % originals.length];
    if (original) await copy(storage, original, n);
  }
  await storage.close();
  return originals[0]?.id ?? '';
}

async function copy(storage: SqliteStorage, original: VersionedCase, n: number): Promise<void> {
  const conversation = randomUUID();
  const { client, openedAt: at } = original;
  await storage.commitTurn({
    conversation,
    activity: 'copy',
    client,
    channel: 'bench',
    at,
    state: {},
    readVersion: 0,
    reference: undefined,
    effects: [],
    outbox: [],
    audit: [],
    caseEvents: [],
    cases: [{ ...original, id: `CC-copy-${n}`, conversation, readVersion: 0 }],
    messages: await storage.messagesAfter(original.conversation, 0),
  });
  await storage.markDelivered(conversation, 'copy');
}

function speaker(
  storage: SqliteStorage,
  knowledge: Knowledge,
  region: string,
): (conversation: string, text: string) => Promise<void> {
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region,
    desk: { name: 'the IT desk', phone: undefined },
    timeZone: 'Europe/London',
    now: () => new Date(),
    log: console,
  });
  return async (conversation, text) => {
    const at = new Date().toISOString();
    const person = { id: conversation, name: undefined };
    const where = { channel: 'bench', conversation, activity: randomUUID(), client: 'main' };
    await converse(
      {
        ...where,
        person,
        at,
        language: 'en-GB',
        reference: undefined,
        event: { kind: 'said', text, masked: false },
      },
      async () => {},
    );
  };
}
