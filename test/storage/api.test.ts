import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { StoredCall } from '../../src/storage/api-port.ts';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import { at, awkward, caseOf, turnOf } from './samples.ts';

const audit = { at, who: 'console', what: 'key-added', about: 'k1', detail: {} };
const later = '2026-11-21T11:00:00.000Z';
const key = {
  id: 'k1',
  secretHash: 'hash',
  name: awkward.text,
  client: 'main',
  scopes: ['assess'],
  createdAt: at,
};

function callOf(call: Partial<StoredCall> = {}): Omit<StoredCall, 'case'> {
  const { case: _none, ...rest } = { case: null, ...call };
  return {
    id: randomUUID(),
    key: 'k1',
    call: randomUUID(),
    client: 'main',
    number: '+441614960123',
    direction: 'inbound',
    startedAt: at,
    endedAt: later,
    extension: '204',
    person: awkward.text,
    recording: null,
    receivedAt: later,
    ...rest,
  };
}

async function openedCase(storage: SqliteStorage) {
  const turn = turnOf({});
  const written = caseOf(turn.conversation);
  await storage.commitTurn({ ...turn, cases: [written] });
  return { ...written, readVersion: 1 };
}

const nothing = { caseEvents: [], outbox: [], audit: [] };

describe('keys', () => {
  it('are kept, told when they were used, and revoked once', async () => {
    const storage = await openSqlite(':memory:');
    await storage.addKey(key, audit);
    assert.deepEqual(await storage.readKey('k1'), { ...key, revokedAt: null, lastUsedAt: null });
    await storage.touchKey('k1', later);
    const revoked = { ...audit, at: later, what: 'key-revoked' };
    assert.equal(await storage.revokeKey('k1', revoked), true);
    assert.equal(await storage.revokeKey('k1', { ...revoked, at: 'later still' }), false);
    assert.equal(await storage.revokeKey('nobody', revoked), false);
    assert.deepEqual(await storage.listKeys(), [{ ...key, revokedAt: later, lastUsedAt: later }]);
    assert.equal(await storage.readKey('nobody'), undefined);
    const rows = await storage.readAudit({ clients: 'all', reader: '', limit: 9 });
    assert.deepEqual(
      rows.map(({ what }) => what),
      ['key-revoked', 'key-added'],
    );
    await storage.close();
  });

  it('have a request once, whoever else uses the same word', async () => {
    const storage = await openSqlite(':memory:');
    const claim = { key: 'k1', request: 'r1', digest: 'd1', at };
    assert.equal(await storage.claimRequest(claim), 'new');
    assert.equal(await storage.claimRequest({ ...claim, at: later }), 'same');
    assert.equal(await storage.claimRequest({ ...claim, digest: 'd2' }), 'other');
    assert.equal(await storage.claimRequest({ ...claim, key: 'k2', digest: 'd2' }), 'new');
    const many = await Promise.all(
      Array.from({ length: 20 }, () => storage.claimRequest({ ...claim, request: 'r2' })),
    );
    assert.equal(many.filter((outcome) => outcome === 'new').length, 1);
    await storage.close();
  });
});

describe('call records', () => {
  it('are kept once for each key, as they were told first', async () => {
    const storage = await openSqlite(':memory:');
    const call = callOf({ call: 'c1' });
    assert.deepEqual(await storage.keepCall(call), { outcome: 'new', call: { ...call, case: null } });
    const again = await storage.keepCall({ ...call, id: randomUUID(), receivedAt: later });
    assert.deepEqual(again, { outcome: 'same', call: { ...call, case: null } });
    for (const change of [
      { number: null },
      { endedAt: null },
      { extension: '9' },
      { recording: 'https://r' },
    ]) {
      const other = await storage.keepCall({ ...call, id: randomUUID(), ...change });
      assert.deepEqual([other.outcome, other.call.id], ['other', call.id], JSON.stringify(change));
    }
    assert.equal((await storage.keepCall(callOf({ call: 'c1', key: 'k2' }))).outcome, 'new');
    await storage.close();
  });

  it('wait by client and time until a case has them, which is once', async () => {
    const storage = await openSqlite(':memory:');
    const [call, elsewhere] = [callOf(), callOf({ client: 'other' })];
    for (const one of [call, elsewhere, callOf({ startedAt: later })]) await storage.keepCall(one);
    assert.deepEqual(
      (await storage.waitingCalls('main', at, at)).map(({ id }) => id),
      [call.id],
    );
    assert.equal((await storage.waitingCalls(undefined, at, later)).length, 3);
    const written = await openedCase(storage);
    const event = { at: later, kind: 'call-record', by: 'PBX', detail: awkward };
    const consequences = { ...nothing, caseEvents: [{ case: written.id, event }] };
    assert.equal(await storage.attachCall(call.id, { ...written, readVersion: 7 }, consequences), 'conflict');
    assert.deepEqual((await storage.readCase(written.id))?.events, []);
    assert.equal(await storage.attachCall(call.id, written, consequences), 'attached');
    assert.equal(await storage.attachCall(call.id, { ...written, readVersion: 2 }, consequences), 'taken');
    assert.equal(await storage.attachCall('nobody', { ...written, readVersion: 2 }, nothing), 'taken');
    assert.deepEqual((await storage.readCase(written.id))?.events, [event]);
    assert.deepEqual(await storage.callsOf(written.id), [{ ...call, case: written.id }]);
    assert.deepEqual(await storage.waitingCalls('main', at, at), []);
    await storage.close();
  });
});
