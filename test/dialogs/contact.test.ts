import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const skip: DialogEvent = {
  kind: 'tapped',
  tap: { verb: 'answer', question: 'contact', choice: 'not-sure' },
};

function after(...events: readonly (string | DialogEvent)[]): ConversationState {
  return events.reduce<ConversationState>((state, event) => {
    const given = typeof event === 'string' ? ({ kind: 'said', text: event, masked: false } as const) : event;
    return step(state, given, knowledge, context).state;
  }, initialState());
}

const story = 'HSBC wants the code';

describe('a name and number typed after the question was skipped', () => {
  for (const contact of [
    'Jo Hart 01632 960123',
    'jo hart, 01632 960 123',
    'Jo on 01632 960123',
    'my number is 01632 960123',
    'you can get me on 01632 960123',
  ])
    test(`is who to ring: "${contact}"`, () => {
      const { contact: kept, story: told } = after(story, 'get a person', skip, contact);
      assert.deepEqual([kept, told], [contact, [story]]);
    });

  for (const told of [
    '01632 960123',
    'the number was 01632 960123',
    'it showed 01632 960123',
    'he gave me 01632 960123',
    'from 01632 960123',
    'Barclays 01632 960123',
    'number 01632 960123',
    'ring him back on 01632 960123',
    'is 01632 960123 HSBC',
  ])
    test(`is not what tells of the call: "${told}"`, () => {
      assert.equal(after(story, 'get a person', skip, told).contact, '');
    });

  test('is not what answers which number shows', () => {
    const asked = { ...after('A man rang', 'get a person', skip), pending: 'number-shown' };
    const said = { kind: 'said', text: 'Jo Hart 01632 960123', masked: false } as const;
    const { state } = step(asked, said, knowledge, context);
    assert.deepEqual([state.contact, state.answers.at(-1)?.question], ['', 'number-shown']);
  });

  test('is part of the story while nobody was asked for', () => {
    const { contact, story: told } = after(story, 'Jo Hart 01632 960123');
    assert.deepEqual([contact, told.length], [null, 2]);
  });
});
