import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import type { TurnCommit } from '../../src/storage/port.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { storageContract } from './contract.ts';
import { at, caseOf, turnOf } from './samples.ts';

storageContract('SQLite in memory', () => openSqlite(':memory:'));
storageContract('SQLite in a file', async (test) => openSqlite(await newPath(test)));

describe('SQLite', () => {
  it('keeps everything when the file is opened again', async (test) => {
    const path = await newPath(test);
    const first = await openSqlite(path);
    await first.commitTurn(turn);
    await first.createWebConversation({ id: 'c1', user: 'u1', client: 'main', createdAt: turn.at });
    await first.logActivity(post('a1'));
    await first.close();

    const second = await openSqlite(path);
    assert.deepEqual(await second.readConversation('c1'), { state: { told: 1 }, version: 1 });
    assert.equal((await second.readCase('CC-1'))?.events.length, 1);
    assert.equal((await second.activitiesAfter('c1', 0)).length, 1);
    assert.equal((await second.logActivity(post('a2'))).activity.position, 2);
    await second.close();
  });

  it('lets two connections make, use and write one file at once', async (test) => {
    const path = await newPath(test);
    const both = await Promise.all([openSqlite(path), openSqlite(path)]);
    await both[0].createWebConversation({ id: 'c1', user: 'u1', client: 'main', createdAt: turn.at });
    const posts = Array.from({ length: 100 }, (_, n) => both[n % 2 === 0 ? 0 : 1].logActivity(post(`a${n}`)));
    await Promise.all(posts);
    const positions = (await both[1].activitiesAfter('c1', 0)).map(({ position }) => position);
    assert.deepEqual(
      positions,
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    for (const storage of both) await storage.close();
  });

  it('waits for a writer in another process instead of failing', async (test) => {
    const path = await newPath(test);
    const storage = await openSqlite(path);
    const writer = new DatabaseSync(path);
    writer.exec('begin immediate');
    setTimeout(() => writer.exec('rollback'), 50);
    assert.equal(await storage.commitTurn(turn), 'committed');
    await storage.close();
    writer.close();
  });

  it('serves whoever asked first, however many wait', async (test) => {
    const storage = await openSqlite(':memory:');
    test.after(() => storage.close());
    const served: string[] = [];
    const ask = async (name: string): Promise<void> => {
      await storage.readConversation('c1');
      served.push(name);
    };
    const early = Array.from({ length: 200 }, (_, n) => `early ${n}`);
    const late: Promise<void>[] = [];
    const asked = early.map(async (name) => {
      await ask(name);
      late.push(ask(`after ${name}`));
    });
    await Promise.all(asked);
    await Promise.all(late);
    assert.deepEqual(served, [...early, ...early.map((name) => `after ${name}`)]);
  });

  it('takes no longer for a query when many wait than when few do', async (test) => {
    const storage = await openSqlite(':memory:');
    test.after(() => storage.close());
    const queries = 4_000;
    const timeOf = async (waiting: number): Promise<number> => {
      const begun = performance.now();
      const ask = async (): Promise<void> => {
        for (let n = 0; n < queries / waiting; n++) await storage.readConversation('c1');
      };
      await Promise.all(Array.from({ length: waiting }, ask));
      return performance.now() - begun;
    };
    await timeOf(10);
    const few = Math.min(await timeOf(10), await timeOf(10));
    const many = Math.min(await timeOf(2_000), await timeOf(2_000));
    assert.ok(many < 4 * few, `${many} ms when many wait, ${few} ms when few do`);
  });

  it('writes the case, its first event and the outbox row with the turn', async (test) => {
    const path = await newPath(test);
    const storage = await openSqlite(path);
    await storage.commitTurn(turn);
    await storage.close();
    const rows = query(path, 'select id, target, topic, payload from outbox');
    assert.deepEqual(rows, [
      { id: 'CC-1-1', target: 'email', topic: 'case-opened', payload: '{"case":"CC-1"}' },
    ]);
  });

  for (const deed of ["update case_events set kind = 'forged'", 'delete from case_events']) {
    it(`refuses to rewrite the timeline of a case: ${deed}`, async (test) => {
      const path = await newPath(test);
      const storage = await openSqlite(path);
      await storage.commitTurn(turn);
      await storage.close();
      assert.throws(() => query(path, deed), /only grows/);
      assert.deepEqual(query(path, 'select kind from case_events'), [{ kind: 'opened' }]);
    });
  }

  it('keeps the file to this account alone', async (test) => {
    const path = await newPath(test);
    const storage = await openSqlite(path);
    await storage.commitTurn(turn);
    for (const suffix of ['', '-wal']) {
      assert.equal((await stat(path + suffix)).mode & 0o077, 0, suffix);
    }
    await storage.close();
  });

  it('says what is wrong and what to do when the file cannot be used', async (test) => {
    const folder = await newFolder(test);
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'not a database at all, '.repeat(100));
    const newer = join(folder, 'newer.db');
    await (await openSqlite(newer)).close();
    query(newer, "insert into kysely_migration values ('9999-later', '2030-01-01')");
    const table: Record<string, RegExp> = {
      [notes]: /notes\.txt: file is not a database.*put a backup/s,
      [folder]: /directory.*Check that the folder/s,
      [join(notes, 'sub', 'x.db')]: /ENOTDIR.*Check that the folder/s,
      [newer]: /newer Callcheck/,
    };
    for (const [path, teaches] of Object.entries(table)) {
      await assert.rejects(openSqlite(path), { message: teaches });
    }
    assert.equal((await stat(notes)).size, 23 * 100, 'somebody else’s file is left as it was');
  });

  it('notices at a check that the file has become unreadable', async (test) => {
    const path = await newPath(test);
    const storage = await openSqlite(path);
    query(path, 'drop table write_probe');
    await assert.rejects(storage.check());
    await storage.close();
  });
});

const turn: TurnCommit = turnOf({
  conversation: 'c1',
  state: { told: 1 },
  cases: [caseOf('c1', { id: 'CC-1' })],
  caseEvents: [{ case: 'CC-1', event: { at, kind: 'opened', by: 'bot', detail: {} } }],
  outbox: [{ id: 'CC-1-1', target: 'email', topic: 'case-opened', payload: { case: 'CC-1' } }],
});

function post(id: string): {
  conversation: string;
  id: string;
  clientId: undefined;
  at: string;
  from: 'user';
  body: string;
} {
  return { conversation: 'c1', id, clientId: undefined, at: turn.at, from: 'user', body: 'hello' };
}

/** Runs plain SQL on the file, past our own code. */
function query(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path);
  try {
    // Rows come without a prototype; a copy compares equal to a literal.
    return structuredClone(database.prepare(sql).all());
  } finally {
    database.close();
  }
}

async function newFolder(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-'));
  test.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function newPath(test: TestContext): Promise<string> {
  return join(await newFolder(test), 'made', 'callcheck.db');
}
