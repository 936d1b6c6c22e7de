import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';
import { caseOf, turnOf } from './samples.ts';

const key = { case: 'CC-1', target: 'room' };
const card = { ...key, conversation: '19:room;messageid=1', activity: '1', digest: 'd1' };
const fresh = { ...card, technicians: [], fromPosition: 0, doubtAt: null };

describe('threads in a technicians’ channel', () => {
  it('are found by their case and by where they are, each target by itself', async (test) => {
    const storage = await open(test);
    await storage.keepThread(card);
    await storage.keepThread({ ...card, target: 'other', conversation: '19:other;messageid=1' });
    assert.deepEqual(await storage.threadOf(key), fresh);
    assert.deepEqual(await storage.threadIn('room', card.conversation), fresh);
    assert.equal(await storage.threadIn('other', card.conversation), undefined);
    assert.equal(await storage.threadOf({ ...key, case: 'CC-2' }), undefined);
  });

  it('may move, and who took the case there stays', async (test) => {
    const storage = await open(test);
    await storage.keepThread(card);
    await storage.joinThread(key, 't1', 4);
    await storage.joinThread(key, 't2', undefined);
    await storage.joinThread(key, 't1', undefined);
    await storage.keepCard(key, 'd2');
    await storage.keepThread({ ...card, conversation: '19:room;messageid=9', activity: '9' });
    assert.deepEqual(await storage.threadOf(key), {
      ...fresh,
      conversation: '19:room;messageid=9',
      activity: '9',
      technicians: ['t1', 't2'],
      fromPosition: 4,
    });
  });

  it('carry the chat only while somebody has the case who took it there', async (test) => {
    const storage = await open(test);
    const relayed = async () => (await storage.relayedThreads()).map(({ case: id }) => id);
    const turn = turnOf({});
    const row = caseOf(turn.conversation, { id: key.case });
    const [sam, alex] = [
      { id: 't1', name: 'Sam' },
      { id: 't2', name: 'Alex' },
    ];
    await storage.commitTurn({ ...turn, cases: [row] });
    await storage.keepThread(card);
    await storage.joinThread(key, sam.id, 0);
    const none = { caseEvents: [], outbox: [], audit: [] };
    const hold = (readVersion: number, technician: typeof sam | null, status: 'accepted' | 'closed') =>
      storage.commitCase({ ...row, readVersion, technician, status }, none);
    assert.deepEqual(await relayed(), []);
    await hold(1, sam, 'accepted');
    assert.deepEqual(await relayed(), [key.case]);
    await hold(2, alex, 'accepted');
    assert.deepEqual(await relayed(), []);
    await hold(3, sam, 'closed');
    assert.deepEqual(await relayed(), []);
  });

  it('know what was put into them, what is not known to have arrived, and what did not', async (test) => {
    const storage = await open(test);
    await storage.keepThread(card);
    for (const message of ['m1', 'm2', 'm3']) await storage.beginPost(key, message, message);
    await storage.finishPost(key, { message: 'm1', activity: 'a1', digest: 'changed' });
    await storage.dropPost(key, 'm2');
    await storage.doubtPost(key, 'm3', '2026-11-22T10:00:00.000Z');
    assert.deepEqual(await storage.postsIn(key), [
      { message: 'm1', activity: 'a1', digest: 'changed' },
      { message: 'm3', activity: '', digest: 'm3' },
    ]);
    assert.equal((await storage.threadOf(key))?.doubtAt, '2026-11-22T10:00:00.000Z');
  });
});

async function open(test: TestContext): Promise<SqliteStorage> {
  const storage = await openSqlite(':memory:');
  test.after(() => storage.close());
  return storage;
}
