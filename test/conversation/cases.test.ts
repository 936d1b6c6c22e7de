import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { caseReference } from '../../src/conversation/reference.ts';
import { briefOf, turnSaying } from '../support/tiny-dialog.ts';
import { caseOf, readOf, turnOf } from '../storage/samples.ts';
import { begin, now } from './begin.ts';

const at = now.toISOString();

describe('a case', () => {
  it('is opened once, with its first event and its outbox row, under the reference of the turn', async (test) => {
    const { converse, deliver, storage, path } = await begin(test);
    await converse(turnSaying('case', 'a1'), deliver);
    await converse(turnSaying('case', 'a1'), deliver);
    const id = caseReference('c1', 'a1', 0);
    const brief = stored(briefOf(['case']));
    assert.deepEqual(await storage.listCases({ clients: 'all' }), [readOf(caseOf('c1', { id, brief }))]);
    assert.deepEqual((await storage.readCase(id))?.events, [
      { at, kind: 'opened', by: 'bot', detail: brief },
    ]);
    const payload = { case: id, kind: 'opened', at, by: 'bot', detail: brief };
    assert.deepEqual(outboxOf(path), [{ topic: 'case-opened', payload: JSON.stringify(payload) }]);
  });

  it('is opened even when the answer never arrives', async (test) => {
    const { converse, storage } = await begin(test);
    await converse(turnSaying('case', 'a1'), () => Promise.reject(new Error('the network is down')));
    assert.equal((await storage.listCases({ clients: 'all' })).length, 1);
  });

  it('is brought up to date by later turns, and its timeline keeps every brief and note', async (test) => {
    const { converse, deliver, storage, path } = await begin(test);
    for (const [n, said] of ['case', 'note', 'case'].entries()) {
      await converse(turnSaying(said, `a${n}`), deliver);
    }
    const id = caseReference('c1', 'a0', 0);
    const found = await storage.readCase(id);
    const newest = stored(briefOf(['case', 'note', 'case']));
    assert.deepEqual(found?.brief, newest);
    assert.deepEqual(found?.events, [
      { at, kind: 'opened', by: 'bot', detail: stored(briefOf(['case'])) },
      { at, kind: 'noted', by: 'bot', detail: { note: 'called back' } },
      { at, kind: 'updated', by: 'bot', detail: newest },
    ]);
    assert.deepEqual(
      outboxOf(path).map(({ topic }) => topic),
      ['case-opened', 'case-noted', 'case-updated'],
    );
  });

  for (const [what, chosen, told, expected] of [
    ['keeps a priority that a technician chose', 'P4', 'case', 'P4'],
    ['is raised above it when the bot hears of worse', 'P4', 'case harm', 'P1'],
  ] as const)
    it(what, async (test) => {
      const { converse, deliver, storage } = await begin(test);
      await converse(turnSaying('case', 'a1'), deliver);
      const id = caseReference('c1', 'a1', 0);
      const { version, events: _, ...row } = (await storage.readCase(id)) ?? assert.fail('no case');
      const event = { at, kind: 'priority-set', by: 'Sam', detail: { priority: chosen } };
      await storage.commitCase(
        { ...row, priority: chosen, readVersion: version },
        { caseEvents: [{ case: id, event }], outbox: [], audit: [] },
      );
      await converse(turnSaying(told, 'a2'), deliver);
      assert.equal((await storage.readCase(id))?.priority, expected);
    });

  it('gets another reference when its own is taken', async (test) => {
    const { converse, deliver, storage } = await begin(test);
    const taken = caseReference('c1', 'a1', 0);
    await storage.commitTurn({
      ...turnOf({ conversation: 'c2' }),
      cases: [caseOf('c2', { id: taken, brief: 'theirs' })],
    });
    assert.equal(await converse(turnSaying('case', 'a1'), deliver), 'answered');
    assert.equal((await storage.readCase(taken))?.brief, 'theirs');
    assert.equal((await storage.readCase(caseReference('c1', 'a1', 1)))?.conversation, 'c1');
  });
});

describe('a reference', () => {
  it('is the same for the same turn and attempt, and reads well', () => {
    const all = ['a1', 'a2', 'a3'].map((activity) => caseReference('c1', activity, 0));
    assert.equal(caseReference('c1', 'a1', 0), all[0]);
    assert.equal(new Set([...all, caseReference('c1', 'a1', 1), caseReference('c2', 'a1', 0)]).size, 5);
    for (const reference of all) assert.match(reference, /^CC-[0-9A-HJKMNP-TV-Z]{5}$/);
  });
});

/** JSON drops what is `undefined`. */
function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function outboxOf(path: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return structuredClone(database.prepare('select topic, payload from outbox order by rowid').all());
  } finally {
    database.close();
  }
}
