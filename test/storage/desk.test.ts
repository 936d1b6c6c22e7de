import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSqlite } from '../../src/storage/sqlite.ts';
import type { SqliteStorage } from '../../src/storage/sqlite.ts';
import type { StoredCase } from '../../src/storage/port.ts';
import { caseOf, turnOf } from './samples.ts';

const at = '2026-11-21T10:00:00.000Z';
const later = '2026-11-21T11:00:00.000Z';
const audit = { at, who: 'p1', what: 'signed-in', about: 'p1', detail: {} };
const person = { id: 'p1', name: 'Sam', login: 'sam@example.org', role: 'technician', lastSeenAt: at };

describe('people of the desk', () => {
  it('keep what was set by hand when they sign in again', async () => {
    const storage = await openSqlite(':memory:');
    await storage.meetPerson({ ...person, clients: 'all' });
    assert.equal(await storage.setByHand('p1', { roleByHand: 'lead', clientsByHand: ['acme'] }, audit), true);
    await storage.meetPerson({ ...person, name: 'Sam Lee', clients: ['other'], lastSeenAt: later });
    const found = await storage.readPerson('p1');
    assert.deepEqual(found, {
      ...person,
      name: 'Sam Lee',
      clients: ['other'],
      roleByHand: 'lead',
      clientsByHand: ['acme'],
      firstSeenAt: at,
      lastSeenAt: later,
    });
    await storage.setByHand('p1', { roleByHand: null }, audit);
    assert.deepEqual(
      [(await storage.readPerson('p1'))?.roleByHand, (await storage.readPerson('p1'))?.clientsByHand],
      [null, ['acme']],
    );
    assert.equal(await storage.setByHand('nobody', { roleByHand: 'lead' }, audit), false);
    await storage.close();
  });

  it('are counted with the sessions that are still active', async () => {
    const storage = await openSqlite(':memory:');
    await storage.meetPerson({ ...person, clients: 'all' });
    for (const [idHash, activeAt] of [
      ['h1', at],
      ['h2', later],
    ] as const)
      await storage.beginSession(
        { idHash, person: 'p1', means: 'provider', browserHash: 'b', createdAt: at, activeAt },
        audit,
      );
    assert.equal((await storage.listPeople(later))[0]?.sessions, 1);
    await storage.touchSession('h1', later);
    assert.equal((await storage.listPeople(later))[0]?.sessions, 2);
    await storage.endSession('h1', audit);
    assert.equal(await storage.readSession('h1'), undefined);
    await storage.endSessionsOf('p1', audit);
    assert.equal(await storage.readSession('h2'), undefined);
    await storage.close();
  });
});

describe('looking for cases', () => {
  const all = { clients: 'all', words: [], limit: 10 } as const;

  it('gives open ones by urgency and age, then closed ones newest first', async () => {
    const storage = await openSqlite(':memory:');
    await file(storage, { id: 'old-p3', priority: 'P3', openedAt: at });
    await file(storage, { id: 'new-p3', priority: 'P3', openedAt: later });
    await file(storage, { id: 'p1', priority: 'P1', openedAt: later });
    await file(storage, { id: 'done', priority: 'P1', status: 'closed', closedAt: at });
    await file(storage, { id: 'just-done', priority: 'P4', status: 'closed', closedAt: later });
    const ids = (await storage.searchCases(all)).map(({ id }) => id);
    assert.deepEqual(ids, ['p1', 'old-p3', 'new-p3', 'just-done', 'done']);
    await storage.close();
  });

  for (const [word, found] of [
    ['£200 "fee"', true],
    ['100%', false],
    ['a_b', false],
    ['O’Neill', true],
    ['voucher', true],
    ["' or 1=1 --", false],
  ] as const)
    it(`${found ? 'finds' : 'does not find'} ${word} as the text it is`, async () => {
      const storage = await openSqlite(':memory:');
      const brief = { story: 'Asked for a £200 "fee", 1000 axb', person: { name: 'O’Neill' } };
      await file(storage, { id: 'CC-1', brief }, 'Then he wanted a voucher');
      assert.equal((await storage.searchCases({ ...all, words: [word] })).length, found ? 1 : 0);
      await storage.close();
    });

  it('never leaves the clients it was asked for', async () => {
    const storage = await openSqlite(':memory:');
    await file(storage, { id: 'mine', client: 'acme' });
    await file(storage, { id: 'theirs', client: 'other' });
    assert.deepEqual(
      (await storage.searchCases({ ...all, clients: ['acme'] })).map(({ id }) => id),
      ['mine'],
    );
    assert.deepEqual(
      (await storage.casesOpened(['acme'], '2026-01-01', '2027-01-01')).map(({ id }) => id),
      ['mine'],
    );
    assert.deepEqual(await storage.searchCases({ ...all, clients: [] }), []);
    await storage.close();
  });
});

describe('the audit log', () => {
  it('shows of some clients only rows about their cases, and one’s own', async () => {
    const storage = await openSqlite(':memory:');
    await file(storage, { id: 'mine', client: 'acme' });
    await file(storage, { id: 'theirs', client: 'other' });
    for (const [who, about] of [
      ['p1', 'p1'],
      ['p2', 'mine'],
      ['p2', 'theirs'],
      ['p2', 'p3'],
    ] as const)
      await storage.addAudit({ ...audit, who, about });
    const read = async (clients: 'all' | string[]): Promise<string[]> =>
      (await storage.readAudit({ clients, reader: 'p1', limit: 10 })).map(({ about }) => about);
    assert.deepEqual(await read(['acme']), ['mine', 'p1']);
    assert.deepEqual(await read('all'), ['p3', 'theirs', 'mine', 'p1']);
    await storage.close();
  });
});

async function file(storage: SqliteStorage, changes: Partial<StoredCase>, said?: string): Promise<void> {
  const conversation = `c-${changes.id}`;
  const written = { ...caseOf(conversation, { brief: {}, ...changes }), readVersion: 0 };
  const message = { id: 'm1', at, from: 'staff', name: null, text: said ?? '', files: [] } as const;
  await storage.commitTurn({
    ...turnOf({ conversation, client: written.client }),
    cases: [written],
    caseEvents: [],
    outbox: [],
    audit: [],
    messages: said === undefined ? [] : [message],
  });
}
