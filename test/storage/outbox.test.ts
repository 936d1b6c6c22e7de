import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { SqliteStorage } from '../../src/storage/sqlite.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { at, caseOf, turnOf } from './samples.ts';

const leaseMs = 60_000;
const minute = (count: number): string => new Date(Date.parse(at) + count * 60_000).toISOString();
const key = { case: 'CC-1', target: 'psa', step: 'create' };
const audit = { at, who: 'sam', what: 'retried', about: 'CC-1', detail: {} };

describe('the outbox', () => {
  it('gives the oldest message of each case and target, in the order they were written', async (test) => {
    const storage = await openWith(test, [
      ['1', 'psa', 'CC-1'],
      ['2', 'psa', 'CC-1'],
      ['3', 'mail', 'CC-1'],
      ['4', 'psa', 'CC-2'],
    ]);
    const claimed = await storage.claimOutbox(at, 10, leaseMs);
    assert.deepEqual(
      claimed.map(({ id, case: about, attempts }) => [id, about, attempts]),
      [
        ['1', 'CC-1', 1],
        ['3', 'CC-1', 1],
        ['4', 'CC-2', 1],
      ],
    );
    assert.deepEqual(claimed[0]?.payload, { case: 'CC-1', kind: 'opened' });
  });

  it('gives a message to nobody else while the claim lasts, and again when it ran out', async (test) => {
    const storage = await openWith(test, [['1', 'psa', 'CC-1']]);
    const [first] = await storage.claimOutbox(at, 10, leaseMs);
    assert.deepEqual(await storage.claimOutbox(at, 10, leaseMs), []);
    const [second] = await storage.claimOutbox(minute(1), 10, leaseMs);
    assert.equal(second?.attempts, 2);
    assert.ok(first && second);
    assert.equal(await storage.settleOutbox(first, { kind: 'dead', at, error: 'late' }), false);
    assert.equal(await storage.settleOutbox(second, { kind: 'delivered', at }), true);
    assert.deepEqual(await storage.claimOutbox(minute(9), 10, leaseMs), []);
  });

  it('claims no more than it is asked for', async (test) => {
    const storage = await openWith(test, [
      ['1', 'psa', 'CC-1'],
      ['2', 'psa', 'CC-2'],
    ]);
    assert.equal((await storage.claimOutbox(at, 1, leaseMs)).length, 1);
    assert.equal((await storage.claimOutbox(at, 1, leaseMs))[0]?.id, '2');
  });

  it('lets later messages wait for one that is tried again, and not for a dead one', async (test) => {
    const storage = await openWith(test, [
      ['1', 'psa', 'CC-1'],
      ['2', 'psa', 'CC-1'],
    ]);
    const [first] = await storage.claimOutbox(at, 10, leaseMs);
    assert.ok(first);
    await storage.settleOutbox(first, { kind: 'later', nextAt: minute(5), error: 'down' });
    assert.deepEqual(await storage.claimOutbox(minute(4), 10, leaseMs), []);
    const [again] = await storage.claimOutbox(minute(5), 10, leaseMs);
    assert.equal(again?.id, '1');
    assert.ok(again);
    await storage.settleOutbox(again, { kind: 'dead', at: minute(5), error: 'refused' });
    assert.equal((await storage.claimOutbox(minute(5), 10, leaseMs))[0]?.id, '2');
  });

  it('shows dead letters of the given clients only, and tries one again when they ask', async (test) => {
    const storage = await openWith(test, [['1', 'psa', 'CC-1']]);
    const [row] = await storage.claimOutbox(at, 10, leaseMs);
    assert.ok(row);
    await storage.settleOutbox(row, { kind: 'dead', at: minute(1), error: 'no such board' });
    assert.deepEqual(await storage.deadLetters(['other']), []);
    assert.deepEqual(await storage.deadLetters(['main']), [
      {
        id: '1',
        target: 'psa',
        topic: 'case-opened',
        case: 'CC-1',
        client: 'main',
        attempts: 1,
        deadAt: minute(1),
        lastError: 'no such board',
      },
    ]);
    assert.equal(await storage.retryOutbox('1', ['other'], audit), false);
    assert.equal(await storage.retryOutbox('1', ['main'], audit), true);
    assert.equal(await storage.retryOutbox('1', 'all', audit), false, 'it is no dead letter any more');
    assert.deepEqual(await storage.deadLetters('all'), []);
    assert.equal((await storage.claimOutbox(minute(2), 10, leaseMs))[0]?.attempts, 1);
    const audited = await storage.readAudit({ clients: 'all', reader: 'sam', limit: 10 });
    assert.equal(audited.length, 1);
  });

  it('knows the ticket of a case, and which targets have none yet', async (test) => {
    const storage = await openWith(test, [
      ['1', 'psa', 'CC-1'],
      ['2', 'mail', 'CC-1'],
      ['3', 'hook', 'CC-1'],
    ]);
    for (const row of await storage.claimOutbox(at, 10, leaseMs))
      if (row.target === 'hook') await storage.settleOutbox(row, { kind: 'dead', at, error: 'gone' });
    const ticket = {
      case: 'CC-1',
      target: 'psa',
      reference: '7',
      url: 'https://psa/7',
      state: 'open',
    } as const;
    await storage.beginStep(key, at);
    await storage.keepTicket(ticket, { ...key, at: minute(1) });
    assert.deepEqual(await storage.ticketOf('CC-1', 'psa'), ticket);
    assert.equal(await storage.ticketOf('CC-1', 'other'), undefined);
    assert.deepEqual(await storage.readStep(key), { begunAt: at, doneAt: minute(1) });
    assert.deepEqual(
      (await storage.ticketsOf('CC-1')).map(({ target, state }) => [target, state]),
      [
        ['psa', 'open'],
        ['hook', 'failed'],
        ['mail', 'waiting'],
      ],
    );
  });

  it('keeps how far a step is', async (test) => {
    const storage = await openWith(test, []);
    assert.equal(await storage.readStep(key), undefined);
    await storage.beginStep(key, at);
    await storage.finishStep(key, minute(1));
    await storage.beginStep(key, minute(2));
    assert.deepEqual(await storage.readStep(key), { begunAt: minute(2), doneAt: null });
    await storage.dropStep(key);
    assert.equal(await storage.readStep(key), undefined);
  });
});

/** A storage with two cases and these messages: id, target, case. */
async function openWith(
  test: TestContext,
  rows: readonly [string, string, string][],
): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  await storage.commitTurn(
    turnOf({
      conversation: 'c1',
      cases: ['CC-1', 'CC-2'].map((id) => caseOf('c1', { id })),
      outbox: rows.map(([id, target, about]) => ({
        id,
        target,
        topic: 'case-opened',
        payload: { case: about, kind: 'opened' },
      })),
    }),
  );
  return storage;
}
