import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import type { Storage, TurnCommit, WrittenCase } from '../../src/storage/port.ts';
import { webChatCases } from './contract-web-chat.ts';
import { at, awkward, caseOf, readOf, turnOf } from './samples.ts';

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
    assert.deepEqual(await storage.readCase(id), { ...readOf(cases[0]), events: [caseEvents[0].event] });

    const newest = { ...cases[0], priority: 'P1', brief: { harm: ['money'] }, readVersion: 1 };
    const events = [1, 2].map((detail) => ({
      case: id,
      event: { at, kind: 'noted', by: 'bot', detail },
    }));
    await storage.commitTurn({
      ...turn,
      activity: 'a2',
      readVersion: 1,
      cases: [newest],
      caseEvents: events,
    });
    assert.deepEqual(await storage.readCase(id), {
      ...readOf(newest),
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
    const listed = (await storage.listCases({ clients: 'all' }))
      .map(({ id }) => id)
      .filter((id) => ids.includes(id));
    assert.deepEqual(listed, [ids[1], ids[2], ids[0]]);
  });

  it('takes a message that comes again for an edit, unless another side sends it', async (test) => {
    const storage = await open(test);
    const turn = turnOf({});
    const spoken = { id: 'm1', at, from: 'technician', name: 'Sam', text: 'one', files: [] } as const;
    await storage.commitTurn({ ...turn, messages: [spoken] });
    const next = { ...turn, readVersion: 1, activity: 'a2' };
    await storage.commitTurn({ ...next, messages: [{ ...spoken, text: 'two' }] });
    const forged = { ...spoken, from: 'staff', name: 'Eve', text: 'forged' } as const;
    await storage.commitTurn({ ...next, readVersion: 2, activity: 'a3', messages: [forged] });
    const [kept, ...others] = await storage.messagesAfter(turn.conversation, 0);
    assert.deepEqual(others, []);
    assert.deepEqual(kept, { ...spoken, position: 1, text: 'two', earlier: [{ at, text: 'one' }] });
  });

  it('writes nothing of a turn when one part of it cannot be written', async (test) => {
    const storage = await open(test);
    const owner = turnOf({});
    const { cases } = withCase(owner);
    await storage.commitTurn({ ...owner, cases });
    const broken: Record<string, Partial<TurnCommit>> = {
      "another conversation's case": { cases },
      "another conversation's case, claimed": { cases: [{ ...cases[0], conversation: randomUUID() }] },
      'an event of no case': {
        caseEvents: [{ case: randomUUID(), event: { at, kind: 'x', by: 'bot', detail: 1 } }],
      },
      'an outbox id used twice': {
        outbox: [1, 2].map(() => ({ id: 'same', target: 't', topic: 'x', payload: 1 })),
      },
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

type WithCase = {
  cases: [WrittenCase];
  caseEvents: [TurnCommit['caseEvents'][number]];
};

function withCase({ conversation }: TurnCommit): WithCase {
  const written = caseOf(conversation);
  const event = { at, kind: 'opened', by: 'bot', detail: awkward };
  return {
    cases: [written],
    caseEvents: [{ case: written.id, event }],
  };
}
