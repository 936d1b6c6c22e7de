import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

function after(...told: readonly string[]): ConversationState {
  return told.reduce<ConversationState>(
    (state, text) => step(state, { kind: 'said', text, masked: false }, knowledge, context).state,
    initialState(),
  );
}

const ico = ['A man rang from the ICO and wants me to confirm our address', 'no', 'not sure'];
const barclays = ['Barclays left a message asking us to ring about our account', 'nothing yet', 'withheld'];

describe('how ringing back went', () => {
  const heard: [calls: string[], told: string][] = [
    [ico, 'I rang them back, it was real'],
    [ico, 'I rang the ICO back and it was real'],
    [ico, 'I have called ICO and they confirmed it'],
    [barclays, 'We phoned Barclays back. It was genuine'],
    [barclays, 'I just rang the bank back and it was really them'],
  ];
  for (const [calls, told] of heard)
    test(`is asked about, and is no proof yet: "${told}"`, () =>
      assert.deepEqual([after(...calls, told).pending, after(...calls, told).proofs], ['number-from', []]));

  const denied: [calls: string[], told: string][] = [
    [barclays, 'I called Barclays back: never heard of it'],
    [barclays, 'I rang Barclays and they said they never heard of it'],
    [ico, 'i phoned the ico back but it was not them'],
    [ico.slice(0, 1), 'I rang the ICO back, they knew nothing about it'],
  ];
  for (const [calls, told] of denied)
    test(`is a denial: "${told}"`, () => assert.equal(after(...calls, told).proofs[0]?.outcome, 'denied'));

  const other = [
    'I rang them back and they did not say it was real',
    'I rang the number he gave me and it was real',
    'I rang them back on 01632 960123 and it was real',
    'I rang my sister and she said it was real',
    'I rang Barclays back and it was real',
    'he says he rang the ICO back and it was real',
  ];
  for (const told of other)
    test(`is not what somebody else says, nor what another number says: "${told}"`, () => {
      const { pending, proofs } = after(...ico, told);
      assert.deepEqual([pending === 'number-from', proofs], [false, []]);
    });

  test('is part of the story where nobody told of a call yet', () =>
    assert.deepEqual(after('I called Barclays back: never heard of it').story, [
      'I called Barclays back: never heard of it',
    ]));
});
