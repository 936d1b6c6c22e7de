import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { caseReference, checkId, faultReference } from '../../src/conversation/reference.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState } from '../../src/dialog/state.ts';
import type { Storage } from '../../src/storage/port.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { tinyKnowledge, tinyStep, turnSaying } from '../support/tiny-dialog.ts';
import { turnOf } from '../storage/samples.ts';
import { begin, logged, now, storyOf, textsOf } from './begin.ts';

describe('a turn', () => {
  it('is answered once, however often it is posted', async (test) => {
    const { converse, delivered, deliver, storage } = await begin(test);
    const turn = turnSaying('hello', 'a1');
    assert.equal(await converse(turn, deliver), 'answered');
    assert.equal(await converse(turn, deliver), 'answered-before');
    assert.deepEqual(await Promise.all([1, 2].map(() => converse(turn, deliver))), [
      'answered-before',
      'answered-before',
    ]);
    assert.deepEqual(textsOf(delivered), ['1: hello']);
    assert.deepEqual(await storyOf(storage), ['hello']);
  });

  it('is delivered again, not worked out again, when its answer never arrived', async (test) => {
    let steps = 0;
    const first = await begin(test, {
      step: (...turn) => {
        steps++;
        return tinyStep(...turn);
      },
    });
    const turn = turnSaying('hello', 'a1');
    assert.equal(await first.converse(turn, fails), 'undelivered');
    const restarted = await begin(test, { storage: first.storage });
    assert.equal(await restarted.converse(turn, restarted.deliver), 'answered');
    assert.equal(await restarted.converse(turn, restarted.deliver), 'answered-before');
    assert.deepEqual(textsOf(restarted.delivered), ['1: hello']);
    assert.equal(steps, 1);
    assert.match(logged(first), /not delivered/);
  });

  it('whose answer does not arrive does not hold up the next one', async (test) => {
    const { converse, deliver, delivered } = await begin(test);
    const both = [converse(turnSaying('one', 'a1'), fails), converse(turnSaying('two', 'a2'), deliver)];
    assert.deepEqual(await Promise.all(both), ['undelivered', 'answered']);
    assert.deepEqual(textsOf(delivered), ['2: two']);
  });

  it('sees what this turn may know: time, language, region, desk and newest knowledge', async (test) => {
    const seen: unknown[] = [];
    let knowledge = tinyKnowledge;
    const { converse, deliver } = await begin(test, {
      knowledge: () => knowledge,
      step: (state, event, current, context) => {
        seen.push([current.version, context]);
        return tinyStep(state, event, current, context);
      },
    });
    await converse(turnSaying('one', 'a1'), deliver);
    knowledge = { ...tinyKnowledge, version: 'reloaded' };
    await converse({ ...turnSaying('two', 'a2'), language: 'cy' }, deliver);
    const context = {
      now: now.toISOString(),
      region: 'GB-SCT',
      desk: { name: 'the IT desk', phone: undefined },
      timeZone: 'Europe/London',
      openOnDecisive: false,
      person: { id: 'u1', name: undefined, channel: 'webchat' },
    };
    assert.deepEqual(seen, [
      [
        'tiny',
        {
          ...context,
          language: 'en-GB',
          activity: 'a1',
          caseReference: caseReference('c1', 'a1', 0),
          checkId: checkId('c1', 'a1'),
        },
      ],
      [
        'reloaded',
        {
          ...context,
          language: 'cy',
          activity: 'a2',
          caseReference: caseReference('c1', 'a2', 0),
          checkId: checkId('c1', 'a2'),
        },
      ],
    ]);
  });

  it('starts fresh when the stored state is of an unknown version', async (test) => {
    const opened = await begin(test);
    const state = { ...initialState(), version: 99, story: ['from the future'] };
    await opened.storage.commitTurn({
      ...turnOf({ conversation: 'c1', activity: 'a0', state }),
    });
    await opened.converse(turnSaying('hello', 'a1'), opened.deliver);
    assert.deepEqual(await storyOf(opened.storage), ['hello']);
    assert.match(logged(opened), /unknown version/);
  });
});

describe('turns at the same time', () => {
  it('in one conversation keep their order, and all count', async (test) => {
    const { converse, delivered, storage } = await begin(test);
    const turns = Array.from({ length: 10 }, (_, n) =>
      converse(turnSaying(`said ${n}`, `a${n}`), async (effects) => {
        await sleep(10 - n);
        delivered.push(...effects);
      }),
    );
    await Promise.all(turns);
    const said = Array.from({ length: 10 }, (_, n) => `said ${n}`);
    assert.deepEqual(await storyOf(storage), said);
    assert.deepEqual(
      textsOf(delivered),
      said.map((text, n) => `${n + 1}: ${text}`),
    );
  });

  it('in two conversations do not wait for each other', { timeout: 5000 }, async (test) => {
    const { converse } = await begin(test);
    const { promise: otherAnswered, resolve } = Promise.withResolvers<void>();
    await Promise.all([
      converse(turnSaying('I wait', 'a1', 'c1'), () => otherAnswered),
      converse(turnSaying('I do not', 'a1', 'c2'), async () => resolve()),
    ]);
  });

  it('through two servers on one database lose nothing', async (test) => {
    const { storage, path } = await begin(test);
    const conflicts: string[] = [];
    const one = await begin(test, { storage: slowReader(storage, conflicts) });
    const other = await begin(test, { storage: slowReader(await openSqlite(path), conflicts) });
    const said = Array.from({ length: 20 }, (_, n) => `said ${n}`);
    const turns = said.map((text, n) =>
      (n % 2 === 0 ? one : other).converse(turnSaying(text, `a${n}`), async () => {}),
    );
    assert.deepEqual(new Set(await Promise.all(turns)), new Set(['answered']));
    assert.deepEqual((await storyOf(storage)).toSorted(), said.toSorted());
    assert.notEqual(conflicts.length, 0);
  });

  it('with the same activity on two servers are answered by one of them', async (test) => {
    const one = await begin(test);
    const other = await begin(test, { path: one.path });
    const turn = turnSaying('hello', 'a1');
    const outcomes = await Promise.all([
      one.converse(turn, one.deliver),
      other.converse(turn, other.deliver),
    ]);
    assert.deepEqual(outcomes.toSorted(), ['answered', 'answered-before']);
    assert.deepEqual(textsOf([...one.delivered, ...other.delivered]), ['1: hello']);
    assert.deepEqual(await storyOf(one.storage), ['hello']);
  });

  it('that never come to an end are given up with nothing stored', async (test) => {
    const opened = await begin(test);
    const { storage } = opened;
    const contested = { ...storage, commitTurn: async () => 'conflict' as const };
    const { converse, deliver } = await begin(test, { storage: contested });
    await assert.rejects(converse(turnSaying('hello', 'a1'), deliver), /changed 20 times.*Send it again/s);
    assert.equal(await storage.readConversation('c1'), undefined);
    assert.equal(await opened.converse(turnSaying('hello', 'a1'), opened.deliver), 'answered');
  });
});

describe('a dialog that fails', () => {
  it('costs the person nothing that they told us', async (test) => {
    const opened = await begin(test);
    const { converse, deliver, delivered, storage } = opened;
    await converse(turnSaying('hello', 'a1'), deliver);
    assert.equal(await converse(turnSaying('fail', 'a2'), deliver), 'answered');
    assert.equal(await converse(turnSaying('fail', 'a2'), deliver), 'answered-before');
    await converse(turnSaying('again', 'a3'), deliver);
    const reference = faultReference('c1', 'a2');
    assert.deepEqual(textsOf(delivered), [
      '1: hello',
      `Something went wrong. Quote ${reference}.`,
      '2: again',
    ]);
    assert.deepEqual(await storyOf(storage), ['hello', 'again']);
    assert.match(logged(opened), new RegExp(`a secret detail.*${reference}`, 's'));
  });

  it('names the number to ring when the desk has one', async (test) => {
    const desk = { name: 'the IT desk', phone: '01632 960 000' };
    const { converse, deliver, delivered } = await begin(test, { desk });
    await converse(turnSaying('fail', 'a1'), deliver);
    const [text] = textsOf(delivered);
    assert.match(text ?? '', /^Something went wrong\. Ring the IT desk on 01632 960 000 and quote ERR-/);
  });

  it('on the first message still answers', async (test) => {
    const { converse, deliver, delivered, storage } = await begin(test);
    await converse(turnSaying('fail', 'a1'), deliver);
    assert.match(textsOf(delivered).join(), /^Something went wrong\. Quote ERR-[0-9A-Z]{5}\.$/);
    assert.deepEqual(await storyOf(storage), []);
  });
});

describe('a store that fails', () => {
  it('is told to the channel, and the same turn can be sent again', async (test) => {
    const { storage, converse, deliver, delivered } = await begin(test);
    const full = { ...storage, commitTurn: () => Promise.reject(new Error('the disk is full')) };
    const broken = await begin(test, { storage: full });
    await assert.rejects(broken.converse(turnSaying('hello', 'a1'), broken.deliver), /disk is full/);
    assert.deepEqual(broken.delivered, []);
    assert.equal(await converse(turnSaying('hello', 'a1'), deliver), 'answered');
    assert.deepEqual(textsOf(delivered), ['1: hello']);
  });
});

/** Thinks for a moment between reading and writing, so that the other server can write in between. */
function slowReader(storage: Storage, conflicts: string[]): Storage {
  return {
    ...storage,
    async readConversation(conversation) {
      const found = await storage.readConversation(conversation);
      await sleep(1 + Math.random() * 3);
      return found;
    },
    async commitTurn(commit) {
      const outcome = await storage.commitTurn(commit);
      if (outcome === 'conflict') conflicts.push(commit.activity);
      return outcome;
    },
  };
}

async function fails(_effects: readonly Effect[]): Promise<void> {
  throw new Error('the network is down');
}
