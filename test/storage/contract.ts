import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import type { Storage, StoredCase, TurnCommit } from '../../src/storage/port.ts';

const at = '2026-11-21T10:00:00.000Z';

/** What every engine must do. `open` gives a storage that may hold rows of other tests; ids here are fresh. */
export function storageContract(name: string, open: (test: TestContext) => Promise<Storage>): void {
  describe(`${name} keeps the storage contract`, () => {
    conversationCases(open);
    caseCases(open);
    webChatCases(open);
    it('can be checked, and says so when it is closed', async (test) => {
      const storage = await open(test);
      await storage.check();
      await storage.close();
      await assert.rejects(storage.check());
      await assert.rejects(storage.readConversation('any'));
    });
  });
}

function conversationCases(open: (test: TestContext) => Promise<Storage>): void {
  it('knows nothing of what was never written', async (test) => {
    const storage = await open(test);
    assert.equal(await storage.readConversation(randomUUID()), undefined);
    assert.equal(await storage.readHandled(randomUUID(), 'a1'), undefined);
    assert.equal(await storage.readCase(randomUUID()), undefined);
    assert.equal(await storage.readWebConversation(randomUUID()), undefined);
    assert.deepEqual(await storage.activitiesAfter(randomUUID(), 0), []);
    await storage.markDelivered(randomUUID(), 'a1');
  });

  it('gives back what a turn wrote', async (test) => {
    const storage = await open(test);
    const turn = turnOf({ state: awkward, effects: [awkward] });
    assert.equal(await storage.commitTurn(turn), 'committed');
    assert.deepEqual(await storage.readConversation(turn.conversation), { state: awkward, version: 1 });
    const handled = await storage.readHandled(turn.conversation, turn.activity);
    assert.deepEqual(handled, { effects: [awkward], delivered: false });
    await storage.markDelivered(turn.conversation, turn.activity);
    assert.equal((await storage.readHandled(turn.conversation, turn.activity))?.delivered, true);
  });

  it('counts versions and refuses a write on an old one', async (test) => {
    const storage = await open(test);
    const first = turnOf({ state: 'first' });
    const write = (activity: string, readVersion: number): Promise<string> =>
      storage.commitTurn({ ...first, ...withCase(first), activity, readVersion, state: activity });
    assert.equal(await storage.commitTurn(first), 'committed');
    assert.equal(await write('a2', 1), 'committed');
    assert.equal(await write('new again', 0), 'conflict');
    assert.equal(await write('too old', 1), 'conflict');
    assert.equal(await write('from the future', 9), 'conflict');
    assert.deepEqual(await storage.readConversation(first.conversation), { state: 'a2', version: 2 });
    assert.equal(await storage.readHandled(first.conversation, 'too old'), undefined);
  });

  it('answers one activity once, whatever version was read', async (test) => {
    const storage = await open(test);
    const first = turnOf({ state: 'first', effects: ['kept'] });
    await storage.commitTurn(first);
    for (const readVersion of [0, 1]) {
      const again = { ...first, readVersion, state: 'second', effects: ['lost'] };
      assert.equal(await storage.commitTurn(again), 'duplicate');
    }
    assert.deepEqual(await storage.readConversation(first.conversation), { state: 'first', version: 1 });
    assert.deepEqual((await storage.readHandled(first.conversation, first.activity))?.effects, ['kept']);
  });

  it('keeps the same activity id apart in two conversations', async (test) => {
    const storage = await open(test);
    const [one, other] = [turnOf({ activity: 'a1' }), turnOf({ activity: 'a1' })];
    assert.equal(await storage.commitTurn(one), 'committed');
    assert.equal(await storage.commitTurn(other), 'committed');
    await storage.markDelivered(one.conversation, 'a1');
    assert.equal((await storage.readHandled(other.conversation, 'a1'))?.delivered, false);
  });

  it('lets one of many writers of the same version win', async (test) => {
    const storage = await open(test);
    const first = turnOf({});
    await storage.commitTurn(first);
    const writers = Array.from({ length: 10 }, (_, n) =>
      storage.commitTurn({ ...first, activity: `race-${n}`, readVersion: 1, state: n }),
    );
    const outcomes = await Promise.all(writers);
    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'conflict').length, 9);
    const winner = outcomes.indexOf('committed');
    assert.deepEqual(await storage.readConversation(first.conversation), { state: winner, version: 2 });
  });
}

function caseCases(open: (test: TestContext) => Promise<Storage>): void {
  it('opens a case with its turn, and brings it up to date', async (test) => {
    const storage = await open(test);
    const turn = turnOf({});
    const { cases, caseEvents } = withCase(turn);
    const id = cases[0].id;
    await storage.commitTurn({ ...turn, cases, caseEvents });
    assert.deepEqual(await storage.readCase(id), { ...cases[0], events: [caseEvents[0].event] });

    const newest = { ...cases[0], priority: 'P1', brief: { harm: ['money'] }, openedAt: 'never read' };
    const events = [1, 2].map((detail) => ({ case: id, event: { at, kind: 'noted', detail } }));
    await storage.commitTurn({
      ...turn,
      activity: 'a2',
      readVersion: 1,
      cases: [newest],
      caseEvents: events,
    });
    assert.deepEqual(await storage.readCase(id), {
      ...newest,
      openedAt: cases[0].openedAt,
      events: [caseEvents[0].event, ...events.map(({ event }) => event)],
    });
  });

  it('lists cases, oldest first', async (test) => {
    const storage = await open(test);
    const days = ['2026-01-03', '2026-01-01', '2026-01-02'];
    const ids: string[] = [];
    for (const day of days) {
      const turn = turnOf({});
      const { cases, caseEvents } = withCase(turn);
      ids.push(cases[0].id);
      await storage.commitTurn({
        ...turn,
        caseEvents,
        cases: [{ ...cases[0], openedAt: `${day}T00:00:00.000Z` }],
      });
    }
    const listed = (await storage.listCases()).map(({ id }) => id).filter((id) => ids.includes(id));
    assert.deepEqual(listed, [ids[1], ids[2], ids[0]]);
  });

  it('writes nothing of a turn when one part of it cannot be written', async (test) => {
    const storage = await open(test);
    const owner = turnOf({});
    const { cases } = withCase(owner);
    await storage.commitTurn({ ...owner, cases });
    const broken: Record<string, Partial<TurnCommit>> = {
      "another conversation's case": { cases },
      "another conversation's case, claimed": { cases: [{ ...cases[0], conversation: randomUUID() }] },
      'an event of no case': { caseEvents: [{ case: randomUUID(), event: { at, kind: 'x', detail: 1 } }] },
      'an outbox id used twice': { outbox: [1, 2].map(() => ({ id: 'same', topic: 'x', payload: 1 })) },
    };
    for (const [what, part] of Object.entries(broken)) {
      const turn = { ...turnOf({}), ...part };
      await assert.rejects(storage.commitTurn(turn), what);
      assert.equal(await storage.readConversation(turn.conversation), undefined, what);
      assert.equal(await storage.readHandled(turn.conversation, turn.activity), undefined, what);
    }
    assert.equal((await storage.readCase(cases[0].id))?.conversation, owner.conversation);
  });
}

function webChatCases(open: (test: TestContext) => Promise<Storage>): void {
  it('keeps a web conversation once', async (test) => {
    const storage = await open(test);
    const conversation = { id: randomUUID(), user: 'u1', createdAt: at };
    await storage.createWebConversation(conversation);
    await assert.rejects(storage.createWebConversation({ ...conversation, user: 'thief' }));
    assert.deepEqual(await storage.readWebConversation(conversation.id), conversation);
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

/** Everything JSON and text columns have been known to spoil. */
const awkward = {
  text: `'; drop table cases; -- "q" \\ \n\u0000\u202Eright to left\u{1F4DE} é`,
  nested: [[], {}, [null, true, 0.1]],
  'a key': '',
};

function turnOf(turn: Partial<TurnCommit>): TurnCommit {
  return {
    conversation: randomUUID(),
    activity: 'a1',
    at,
    state: {},
    readVersion: 0,
    effects: [],
    cases: [],
    caseEvents: [],
    outbox: [],
    ...turn,
  };
}

type WithCase = {
  cases: [StoredCase];
  caseEvents: [TurnCommit['caseEvents'][number]];
};

function withCase({ conversation }: TurnCommit): WithCase {
  const id = randomUUID();
  return {
    cases: [{ id, conversation, openedAt: at, priority: 'P3', brief: awkward }],
    caseEvents: [{ case: id, event: { at, kind: 'opened', detail: awkward } }],
  };
}

type Entry = Parameters<Storage['logActivity']>[0];

async function webChat(storage: Storage): Promise<{
  storage: Storage;
  conversation: string;
  log: (entry: Partial<Entry> & { id: string }) => ReturnType<Storage['logActivity']>;
}> {
  const conversation = randomUUID();
  await storage.createWebConversation({ id: conversation, user: 'u1', createdAt: at });
  const blank = { conversation, clientId: undefined, at, from: 'user', body: 'hello' } as const;
  return { storage, conversation, log: (entry) => storage.logActivity({ ...blank, ...entry }) };
}
