import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it, type TestContext } from 'node:test';
import type { Storage } from '../../src/storage/port.ts';
import { at, awkward, turnOf } from './samples.ts';

/** The part of the storage contract that the web chat leans on. */
export function webChatCases(open: (test: TestContext) => Promise<Storage>): void {
  it('keeps a web conversation once', async (test) => {
    const storage = await open(test);
    const conversation = { id: randomUUID(), user: 'u1', client: 'acme', createdAt: at };
    await storage.createWebConversation(conversation);
    await assert.rejects(storage.createWebConversation({ ...conversation, user: 'thief' }));
    assert.deepEqual(await storage.readWebConversation(conversation.id), conversation);
  });

  it('knows under which id a channel took a reply, and what it said last', async (test) => {
    const storage = await open(test);
    const sent = { activity: '1:abc', digest: 'd1' };
    await storage.keepSentReply('c1', 'speak-m1', sent);
    await storage.keepSentReply('c2', 'speak-m1', { activity: '2:abc', digest: 'd2' });
    assert.deepEqual({ ...(await storage.readSentReply('c1', 'speak-m1')) }, sent);
    await storage.keepSentReply('c1', 'speak-m1', { ...sent, digest: 'd3' });
    assert.deepEqual({ ...(await storage.readSentReply('c1', 'speak-m1')) }, { ...sent, digest: 'd3' });
    assert.equal(await storage.readSentReply('c1', 'speak-m2'), undefined);
  });

  it('logs activities in order, one place each, times always later', async (test) => {
    const { storage, conversation, log } = await webChat(await open(test));
    await log({ id: 'a1', at: '2026-11-21T10:00:00.000Z' });
    await log({ id: 'a2', at: '2026-11-21T10:00:00.000Z' });
    await log({ id: 'a3', at: '2026-11-21T09:00:00.000Z', from: 'bot' });
    await log({ id: 'a4', at: '2026-11-21T10:00:01.000Z', body: awkward });
    assert.deepEqual(await storage.activitiesAfter(conversation, 0), [
      { id: 'a1', position: 1, revision: 1, at: '2026-11-21T10:00:00.000Z', from: 'user', body: 'hello' },
      { id: 'a2', position: 2, revision: 2, at: '2026-11-21T10:00:00.001Z', from: 'user', body: 'hello' },
      { id: 'a3', position: 3, revision: 3, at: '2026-11-21T10:00:00.002Z', from: 'bot', body: 'hello' },
      { id: 'a4', position: 4, revision: 4, at: '2026-11-21T10:00:01.000Z', from: 'user', body: awkward },
    ]);
    const later = await storage.activitiesAfter(conversation, 2);
    assert.deepEqual(
      later.map(({ id }) => id),
      ['a3', 'a4'],
    );
    assert.deepEqual(await storage.activitiesAfter(conversation, 4), []);
  });

  it('logs a repeat once, by its id and by the id the client gave', async (test) => {
    const { storage, conversation, log } = await webChat(await open(test));
    const first = await log({ id: 'a1', clientId: 'c1', body: 'first' });
    assert.equal(first.created, true);
    for (const repeat of [{ id: 'a1' }, { id: 'a2', clientId: 'c1' }]) {
      assert.deepEqual(await log({ ...repeat, body: 'again' }), { activity: first.activity, created: false });
    }
    const next = await log({ id: 'a3', clientId: 'c2' });
    assert.equal(next.activity.position, 2);
    assert.equal((await storage.activitiesAfter(conversation, 0)).length, 2);
    const elsewhere = await webChat(storage);
    assert.equal((await elsewhere.log({ id: 'a1', clientId: 'c1' })).created, true);
  });

  it('gives every one of many posts at once its own place', async (test) => {
    const { storage, conversation, log } = await webChat(await open(test));
    await Promise.all(Array.from({ length: 30 }, (_, n) => log({ id: `a${n % 20}` })));
    const logged = await storage.activitiesAfter(conversation, 0);
    assert.deepEqual(
      logged.map(({ position }) => position),
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    assert.equal(new Set(logged.map((one) => one.at)).size, 20);
  });

  it('refuses an activity of a conversation that does not exist', async (test) => {
    const { storage, log } = await webChat(await open(test));
    const nowhere = randomUUID();
    await assert.rejects(log({ id: 'a1', conversation: nowhere }), /never created/);
    assert.deepEqual(await storage.activitiesAfter(nowhere, 0), []);
  });

  it('replaces a body in place, under a revision of its own', async (test) => {
    const { storage, conversation, log } = await webChat(await open(test));
    const { activity: card } = await log({ id: 'card-1', from: 'bot', body: 'old' });
    const { activity: second } = await log({ id: 'a2' });
    const replaced = await storage.replaceActivity(conversation, 'card-1', awkward);
    assert.deepEqual(replaced, { ...card, revision: 3, body: awkward });
    assert.deepEqual(await storage.activitiesAfter(conversation, 0), [replaced, second]);
    assert.deepEqual(await storage.activitiesAfter(conversation, 2), [replaced]);
    assert.equal((await log({ id: 'a3' })).activity.revision, 4);
  });

  it('replaces nothing that was never logged', async (test) => {
    const { storage, conversation, log } = await webChat(await open(test));
    const { activity } = await log({ id: 'a1' });
    assert.equal(await storage.replaceActivity(conversation, 'unknown', 'x'), undefined);
    assert.equal(await storage.replaceActivity(randomUUID(), 'a1', 'x'), undefined);
    assert.deepEqual(await storage.activitiesAfter(conversation, 0), [activity]);
  });

  it('lists what people posted and nobody answered, oldest first', async (test) => {
    const storage = await open(test);
    const [one, other] = [await webChat(storage), await webChat(storage)];
    await other.log({ id: 'later', at: '2026-11-21T10:00:02.000Z' });
    await one.log({ id: 'bot', from: 'bot' });
    await one.log({ id: 'answered' });
    await one.log({ id: 'committed', at: '2026-11-21T10:00:01.000Z' });
    await one.log({ id: 'untouched', at: '2026-11-21T10:00:03.000Z' });
    const turn = turnOf({ conversation: one.conversation, activity: 'answered' });
    await storage.commitTurn(turn);
    await storage.markDelivered(one.conversation, 'answered');
    await storage.commitTurn({ ...turn, activity: 'committed', readVersion: 1 });
    await one.log({ id: 'dismissed' });
    await storage.dismissActivity(one.conversation, 'dismissed');
    await storage.dismissActivity(other.conversation, 'dismissed');

    const mine = new Set([one.conversation, other.conversation]);
    const left = (await storage.unansweredActivities()).filter(({ conversation }) => mine.has(conversation));
    assert.deepEqual(
      left.map(({ conversation, id }) => [conversation, id]),
      [
        [one.conversation, 'committed'],
        [other.conversation, 'later'],
        [one.conversation, 'untouched'],
      ],
    );
    const { conversation, ...asLogged } = left[0] ?? {};
    assert.equal(conversation, one.conversation);
    assert.deepEqual(asLogged, (await storage.activitiesAfter(one.conversation, 0))[2]);
  });
}

type Entry = Parameters<Storage['logActivity']>[0];

async function webChat(storage: Storage): Promise<{
  storage: Storage;
  conversation: string;
  log: (entry: Partial<Entry> & { id: string }) => ReturnType<Storage['logActivity']>;
}> {
  const conversation = randomUUID();
  await storage.createWebConversation({ id: conversation, user: 'u1', client: 'main', createdAt: at });
  const blank = { conversation, clientId: undefined, at, from: 'user', body: 'hello' } as const;
  return { storage, conversation, log: (entry) => storage.logActivity({ ...blank, ...entry }) };
}
