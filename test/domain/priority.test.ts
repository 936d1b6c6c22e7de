import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { everySituation, rowFor, type Priority, type Situation } from '../../src/domain/priority.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { rows } = (await loadedKnowledge()).priorities;
const priorityOf = (situation: Situation): Priority | undefined => rowFor(situation, rows)?.priority;

const table: [what: string, situation: Situation, priority: Priority][] = [
  ['harm on an ended call', { harm: 'yes', live: 'no', verdict: 'stop-scam' }, 'P1'],
  ['harm, though ringing back proved them', { harm: 'yes', live: 'no', verdict: 'proved' }, 'P1'],
  ['something happened, nobody knows what', { harm: 'unsure', live: 'unsure', verdict: 'none' }, 'P1'],
  ['a scam on the line', { harm: 'no', live: 'yes', verdict: 'stop-scam' }, 'P2'],
  ['an undecided call on the line', { harm: 'no', live: 'yes', verdict: 'call-back' }, 'P2'],
  ['somebody on the line, nothing told', { harm: 'no', live: 'yes', verdict: 'none' }, 'P2'],
  ['a scam that may still be on the line', { harm: 'no', live: 'unsure', verdict: 'stop-scam' }, 'P2'],
  ['an unsafe request, perhaps still there', { harm: 'no', live: 'unsure', verdict: 'stop-unsafe' }, 'P2'],
  ['a scam that is over', { harm: 'no', live: 'no', verdict: 'stop-unsafe' }, 'P3'],
  ['undecided, perhaps still there', { harm: 'no', live: 'unsure', verdict: 'call-back' }, 'P3'],
  ['undecided and over', { harm: 'no', live: 'no', verdict: 'call-back' }, 'P4'],
  ['selling on the line', { harm: 'no', live: 'yes', verdict: 'unwanted' }, 'P4'],
  ['proved', { harm: 'no', live: 'unsure', verdict: 'proved' }, 'P4'],
];

describe('the priority of a case', () => {
  for (const [what, situation, priority] of table) {
    test(`is ${priority} for ${what}`, () => assert.equal(priorityOf(situation), priority));
  }

  test('is there for every situation, and P1 whenever something has happened', () => {
    for (const situation of everySituation()) {
      const priority = priorityOf(situation);
      assert.ok(priority, JSON.stringify(situation));
      assert.equal(priority === 'P1', situation.harm !== 'no', JSON.stringify(situation));
    }
  });

  test('never sinks because the caller is on the line', () => {
    for (const situation of everySituation().filter(({ live }) => live !== 'yes')) {
      const [live, ended] = [priorityOf({ ...situation, live: 'yes' }), priorityOf(situation)];
      const isMilder = situation.verdict === 'unwanted' || situation.verdict === 'proved';
      assert.ok(isMilder || (live ?? '') <= (ended ?? ''), JSON.stringify(situation));
    }
  });
});
