import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import type { StoredCase } from '../../src/storage/port.ts';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import type { Deleted, RecordKind } from '../../src/storage/upkeep-port.ts';
import { caseOf, turnOf } from './samples.ts';

const now = '2026-11-21T10:00:00.000Z';
const ago = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString();
const kept = { conversations: 90, cases: 730, files: 180, callRecords: 90, sessions: 7, audit: 2190 };

describe('what is said', () => {
  for (const [what, said, opened, closed, stays] of [
    ['a month ago stays', 30, undefined, undefined, true],
    ['a hundred days ago goes', 100, undefined, undefined, false],
    ['a hundred days ago stays with its open case', 100, 100, null, true],
    ['a hundred days ago stays while its case was closed a month ago', 100, 100, 30, true],
    ['a hundred days ago goes when its case was closed long ago', 100, 100, 95, false],
    ['before the day of an open case goes', 100, 98, null, false],
    ['after an open case was opened stays', 100, 300, null, true],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      await write(storage, 'c1', said);
      await web(storage, 'c1', said);
      if (opened !== undefined) await write(storage, 'c1', opened, { id: 'CC-1', closed }, 1);
      await purge(storage);
      const messages = await storage.messagesAfter('c1', 0);
      assert.equal(
        messages.some(({ id }) => id === `m${said}`),
        stays,
      );
      assert.equal((await storage.activitiesAfter('c1', 0)).length, stays ? 1 : 0);
      assert.equal((await storage.handledTimes('c1', [`a${said}`])).size, stays ? 1 : 0);
    });

  it('in a chat that goes on goes message by message, and the order stays', async (test) => {
    const storage = await open(test);
    for (const [version, days] of [200, 100, 50, 1].entries())
      await write(storage, 'c1', days, undefined, version);
    await purge(storage);
    assert.deepEqual(
      (await storage.messagesAfter('c1', 0)).map(({ id, position }) => [id, position]),
      [
        ['m50', 3],
        ['m1', 4],
      ],
    );
    assert.deepEqual((await storage.readConversation('c1'))?.state, { told: 1 });
  });

  it('leaves no conversation, no web chat and no address behind', async (test) => {
    const storage = await open(test);
    await write(storage, 'c1', 100);
    await web(storage, 'c1', 100);
    await storage.keepSentReply('c1', 'r1', { activity: 'x', digest: 'y' });
    const deleted = await purge(storage);
    assert.deepEqual(deleted, {
      messages: 1,
      activities: 1,
      handled_activities: 1,
      sent_replies: 1,
      conversations: 1,
      web_conversations: 1,
    });
    assert.equal(await storage.readConversation('c1'), undefined);
    assert.equal(await storage.readWebConversation('c1'), undefined);
    assert.equal(await storage.readPlace('c1'), undefined);
  });

  it('in a conversation that an old case names empties it, once', async (test) => {
    const storage = await open(test);
    await write(storage, 'c1', 300, { id: 'CC-1', closed: 299 });
    assert.equal((await purge(storage))['conversations'], 1);
    assert.deepEqual(await storage.readConversation('c1'), { state: 'empty', version: 2 });
    assert.deepEqual(await storage.readPlace('c1'), { client: 'main', reference: null });
    assert.equal((await storage.readCase('CC-1'))?.events.length, 1);
    assert.deepEqual(await purge(storage), {});
  });
});

describe('a case', () => {
  for (const [what, opened, closed, stays] of [
    ['closed a year ago stays', 1000, 365, true],
    ['closed three years ago goes', 1200, 1000, false],
    ['opened three years ago and never closed goes', 1000, null, false],
    ['opened a year ago and never closed stays', 365, null, true],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      await write(storage, 'c1', opened, { id: 'CC-1', closed });
      await purge(storage);
      assert.equal((await storage.readCase('CC-1')) !== undefined, stays);
    });

  it('that was never closed counts from the last thing that happened in it', async (test) => {
    const storage = await open(test);
    await write(storage, 'c1', 1000, { id: 'CC-1', closed: null });
    const found = (await storage.readCase('CC-1')) ?? assert.fail();
    const event = { at: ago(100), kind: 'internal-note', by: 'Sam', detail: {} };
    await storage.commitCase(
      { ...found, readVersion: 1 },
      { caseEvents: [{ case: 'CC-1', event }], outbox: [], audit: [] },
    );
    await purge(storage);
    assert.notEqual(await storage.readCase('CC-1'), undefined);
  });

  it('takes its timeline, its files, its messages out and its tickets with it, and nothing of another', async (test) => {
    const storage = await open(test);
    for (const [id, days] of [
      ['CC-1', 1000],
      ['CC-2', 10],
    ] as const) {
      await write(storage, id, days, { id, closed: days });
      await file(storage, id, days);
      await storage.keepTicket({ case: id, target: 't', reference: '1', url: null, state: 'open' });
      await storage.beginStep({ case: id, target: 't', step: 'create' }, ago(days));
      await storage.keepThread({ case: id, target: 't', conversation: id, activity: '1', digest: '' });
      await storage.beginPost({ case: id, target: 't' }, 'm1', '');
    }
    const { outbox, ...deleted } = await purge(storage);
    assert.equal(outbox, 1);
    assert.deepEqual(deleted, {
      case_events: 1,
      tickets: 1,
      outbox_steps: 1,
      threads: 1,
      thread_posts: 1,
      cases: 1,
      files: 1,
      messages: 1,
      handled_activities: 1,
      conversations: 1,
    });
    assert.equal((await storage.filesOf('CC-2')).length, 1);
    assert.equal((await storage.readCase('CC-2'))?.events.length, 1);
  });

  it('kept for a shorter time than what was said takes its own words with it', async (test) => {
    const storage = await open(test);
    await write(storage, 'c1', 50, { id: 'CC-1', closed: 45 });
    await file(storage, 'c1', 50);
    await write(storage, 'c1', 2, undefined, 1);
    await purge(storage, { ...kept, cases: 30 });
    assert.deepEqual(
      (await storage.messagesAfter('c1', 0)).map(({ id }) => id),
      ['m2'],
    );
    assert.deepEqual(await storage.filesOf('c1'), []);
  });
});

describe('a file', () => {
  for (const [what, days, opened, closed, stays] of [
    ['of a closed case stays half a year', 170, 171, 170, true],
    ['of a closed case goes after that', 190, 191, 190, false],
    ['of an open case stays', 190, 191, null, true],
    ['of no case goes with what was said', 100, undefined, undefined, false],
    ['of no case stays as long', 80, undefined, undefined, true],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      await write(storage, 'c1', days);
      if (opened !== undefined) await write(storage, 'c1', opened, { id: 'CC-1', closed }, 1);
      await file(storage, 'c1', days);
      await purge(storage);
      assert.equal((await storage.filesOf('c1')).length, stays ? 1 : 0);
    });
});

describe('everything else', () => {
  it('goes after its own time: call records, sessions, the audit log and who was seen last then', async (test) => {
    const storage = await open(test);
    for (const days of [3, 100, 2500]) {
      const at = ago(days);
      const id = `p${days}`;
      const audit = { at, who: id, what: 'signed-in', about: id, detail: {} };
      await storage.meetPerson({ id, name: id, login: null, role: 'lead', clients: 'all', lastSeenAt: at });
      await storage.beginSession(
        { idHash: id, person: id, means: 'provider', browserHash: 'b', createdAt: at, activeAt: at },
        audit,
      );
      await storage.keepCall(call(id, at));
    }
    const deleted = await purge(storage);
    assert.deepEqual(deleted, { call_records: 2, desk_sessions: 2, audit: 1, people: 1 });
    const about = (await storage.readAudit({ clients: 'all', reader: '', limit: 10 })).map(
      (row) => row.about,
    );
    assert.deepEqual(about, ['retention', 'p100', 'p3']);
  });

  it('that nothing happened to is told to nobody', async (test) => {
    const storage = await open(test);
    assert.deepEqual(await purge(storage), {});
    assert.deepEqual(await storage.readAudit({ clients: 'all', reader: '', limit: 10 }), []);
  });
});

describe('the timeline and the audit log', () => {
  it('cannot lose a row in any other way, before a purge or after it', async (test) => {
    const { storage, path } = await openFile(test);
    await write(storage, 'c1', 10, { id: 'CC-1', closed: null });
    await storage.addAudit({ at: now, who: 'a', what: 'b', about: 'c', detail: {} });
    const outside = new DatabaseSync(path);
    test.after(() => outside.close());
    const attempt = (): void => {
      for (const table of ['case_events', 'audit']) {
        assert.throws(() => outside.exec(`delete from ${table}`), /only grows/);
        assert.throws(() => outside.exec(`update ${table} set at = 'x'`), /only grows/);
      }
    };
    attempt();
    await purge(storage);
    attempt();
    assert.deepEqual(outside.prepare('select * from purging').all(), []);
  });

  it('lose nothing when a purge fails half-way', async (test) => {
    const storage = await open(test);
    await write(storage, 'c1', 1000, { id: 'CC-1', closed: 999 });
    const failing = storage.purge(cutoffs(kept), 'empty', () => {
      throw new Error('half-way');
    });
    await assert.rejects(failing, /half-way/);
    assert.equal((await storage.readCase('CC-1'))?.events.length, 1);
    assert.equal((await storage.messagesAfter('c1', 0)).length, 1);
  });
});

it('nothing that was erased is left in the files of the database', async (test) => {
  const { storage, path } = await openFile(test);
  await write(storage, 'c1', 1, { id: 'CC-1', closed: 0, brief: { story: 'MARKER-brief' } });
  const holds = async (): Promise<boolean> => {
    const folder = join(path, '..');
    const texts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
    );
    return texts.some((text) => text.includes('MARKER'));
  };
  assert.equal(await holds(), true);
  await storage.eraseConversations(['c1'], () => []);
  await storage.flush();
  assert.equal(await holds(), false);
});

describe('somebody in Teams', () => {
  for (const [what, seen, reachable, stays] of [
    ['who was there a year ago stays', 365, 'yes', true],
    ['who was there three years ago goes', 1000, 'yes', false],
    ['who took the bot away a month ago stays', 30, 'removed', true],
    ['who took the bot away a year ago goes', 365, 'removed', false],
  ] as const)
    it(what, async (test) => {
      const storage = await open(test);
      const who = { client: 'main', tenant: 't', id: 'o1', user: '29:1', name: 'Jo Hart', language: 'en-GB' };
      await storage.keepTeamsPerson({ ...who, conversation: 'c1', reference: {}, seenAt: ago(seen) });
      await storage.markTeamsPerson('c1', reachable, ago(seen));
      const deleted = await purge(storage);
      assert.equal((await storage.teamsPersonIn('c1')) !== undefined, stays);
      assert.deepEqual(deleted, stays ? {} : { teams_people: 1 });
      await storage.eraseConversations(['c1'], () => []);
      assert.equal(await storage.teamsPersonIn('c1'), undefined);
    });
});

async function purge(storage: SqliteStorage, days = kept): Promise<Deleted> {
  return await storage.purge(cutoffs(days), 'empty', (detail) => ({
    at: now,
    who: 'callcheck',
    what: 'purged',
    about: 'retention',
    detail,
  }));
}

function cutoffs(days: typeof kept): Record<RecordKind, string> {
  return {
    conversations: ago(days.conversations),
    cases: ago(days.cases),
    files: ago(days.files),
    callRecords: ago(days.callRecords),
    sessions: ago(days.sessions),
    audit: ago(days.audit),
  };
}

/** A turn so many days ago in which something was said, and a case was opened that was closed so many days ago. */
async function write(
  storage: SqliteStorage,
  conversation: string,
  days: number,
  opened?: { id: string; closed: number | null; brief?: unknown },
  readVersion = 0,
): Promise<void> {
  const at = ago(days);
  const row: Partial<StoredCase> | undefined = opened && {
    id: opened.id,
    openedAt: at,
    status: opened.closed === null ? 'waiting' : 'closed',
    closedAt: opened.closed === null ? null : ago(opened.closed),
    brief: opened.brief ?? {},
  };
  const outcome = await storage.commitTurn({
    ...turnOf({
      conversation,
      activity: readVersion === 1 && opened ? 'second' : `a${days}`,
      at,
      state: { told: 1 },
      reference: { user: 'u1' },
      readVersion,
    }),
    messages: [
      {
        id: readVersion === 1 && opened ? 'second' : `m${days}`,
        at,
        from: 'staff',
        name: 'Jo',
        text: 'MARKER-said',
        files: [],
      },
    ],
    cases: row === undefined ? [] : [caseOf(conversation, row)],
    caseEvents:
      opened === undefined
        ? []
        : [{ case: opened.id, event: { at, kind: 'opened', by: 'bot', detail: opened.brief ?? {} } }],
    outbox:
      opened === undefined
        ? []
        : [{ id: opened.id, target: 't', topic: 'case-opened', payload: { case: opened.id } }],
  });
  assert.equal(outcome, 'committed');
}

async function web(storage: SqliteStorage, id: string, days: number): Promise<void> {
  const at = ago(days);
  await storage.createWebConversation({ id, user: 'u1', client: 'main', createdAt: at });
  await storage.logActivity({ conversation: id, id: 'w1', clientId: undefined, at, from: 'user', body: {} });
}

async function file(storage: SqliteStorage, conversation: string, days: number): Promise<void> {
  const known = { name: 'a.png', type: 'image/png', bytes: 1, sha256: 'x', by: 'Jo', client: 'main' };
  await storage.addFile({ ...known, id: `f-${conversation}`, conversation, keptAt: ago(days) }, 10);
}

function call(id: string, at: string): Parameters<SqliteStorage['keepCall']>[0] {
  const unknown = { number: null, endedAt: null, extension: null, person: null, recording: null };
  return {
    ...unknown,
    id,
    key: 'k',
    call: id,
    client: 'main',
    direction: 'inbound',
    startedAt: at,
    receivedAt: at,
  };
}

async function open(test: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  return storage;
}

async function openFile(test: TestContext): Promise<{ storage: SqliteStorage; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-purge-'));
  const path = join(folder, 'desk.sqlite');
  const storage = await openSqlite(path);
  test.after(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });
  return { storage, path };
}
