import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, withState, type Talk } from '../../dialogs/talk.ts';
import { initialState } from '../../src/dialog/state.ts';
import { wordingFor } from '../../src/dialog/words.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const talk: Talk = {
  state: initialState(),
  knowledge,
  wording: wordingFor('en-GB', knowledge.wording),
  context: {
    now: '2026-11-21T10:00:00.000Z',
    timeZone: 'Europe/London',
    activity: 'a1',
    person: { id: 'u1', name: undefined, channel: 'webchat' },
    language: 'en-GB',
    region: 'GB',
    caseReference: 'CASE-1',
    checkId: 'CHECK-1',
    desk: { name: 'the IT desk', phone: undefined },
    openOnDecisive: false,
  },
};

test('an unchanged call is judged once in a turn', () => {
  const told = withState(talk, { story: ['A man rang and wants our bank password'] });
  assert.equal(judge(withState(told, { cards: 3, pending: 'payment' })), judge(told));
});

test('a call that changed in any part is judged anew', () => {
  const told = withState(talk, { story: ['A man rang'] });
  const first = judge(told);
  const denied = { kind: 'callback', outcome: 'denied', at: talk.context.now } as const;
  const changed: Talk[] = [
    withState(told, { story: ['A man rang and wants our bank password'] }),
    withState(told, { answers: [{ question: 'payment', choices: ['pay'] }] }),
    withState(told, { proofs: [denied] }),
    { ...told, knowledge: { ...knowledge, signals: [] } },
  ];
  for (const other of changed) {
    assert.notDeepEqual(judge(other), first);
    assert.deepEqual(judge(told), first);
  }
});
