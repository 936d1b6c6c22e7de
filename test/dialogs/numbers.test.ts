import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step } from '../../dialogs/step.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { initialState, type ConversationState } from '../../src/dialog/state.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge: Knowledge = {
  ...(await loadedKnowledge()),
  directory: [
    {
      name: 'Barclays fraud line',
      number: '+44 345 734 5345',
      since: '2024-03-01',
      source: 'the back of the company card',
      owner: 'finance lead',
      reviewBy: '2027-05-21',
    },
  ],
};

const said = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });

function talk(...events: DialogEvent[]): { state: ConversationState; effects: Effect[] } {
  let state = initialState();
  let effects: Effect[] = [];
  for (const event of events) ({ state, effects } = step(state, event, knowledge, context));
  return { state, effects };
}

/** Everything that is shown, as one text. */
const shown = (effects: readonly Effect[]): string => JSON.stringify(effects);

describe('a number that is asked about', () => {
  test('is told what it proves, and marked as one not to ring', () => {
    const { effects } = talk(said('is 0345 600 1234 really my bank?'));
    assert.match(shown(effects), /About 0345 600 1234 \(do not ring it\): .*proves nothing/);
  });

  test('is told so in the middle of the questions as well, and the question is put again', () => {
    const { effects } = talk(
      said('A woman from the bank rang about our account, she is on the line'),
      said('is 0345 600 1234 really the bank?'),
    );
    assert.match(shown(effects), /About 0345 600 1234/);
    assert.ok(effects.some(({ kind }) => kind === 'ask'));
  });

  test('is not talked about when it is only told', () => {
    const { effects } = talk(said('A woman from the bank rang from 0345 600 1234 about our account'));
    assert.doesNotMatch(shown(effects), /About 0345/);
  });
});

describe('a number that we hold', () => {
  const story = said(
    'The bank rang about our account, the phone showed 0345 734 5345, and she would like Jan in accounts to ring the bank when she is back',
  );

  test('is named, with the day since when, and still proves nothing', () => {
    const { effects } = talk(story);
    assert.match(
      shown(effects),
      /0345 734 5345 is on our own list: Barclays fraud line, held since 1 March 2024/,
    );
    assert.match(shown(effects), /proves nothing until you ring it yourself/);
  });

  test('is the one to ring back on', () => {
    let { state, effects } = talk(story);
    for (let turn = 0; turn < 8 && state.answerCard === null; turn += 1)
      ({ state, effects } = step(state, said('not sure'), knowledge, context));
    assert.match(shown(effects), /Ring Barclays fraud line on 0345 734 5345\. We have held that number/);
  });

  test('a number of the caller’s is never offered to ring', () => {
    let { state, effects } = talk(said('A man left 0345 600 1234 and said he was from the bank'));
    for (let turn = 0; turn < 8 && state.answerCard === null; turn += 1)
      ({ state, effects } = step(state, said('not sure'), knowledge, context));
    assert.doesNotMatch(shown(effects), /Ring [^"]* 0345 600 1234/);
  });
});

describe('the question which number shows', () => {
  const asked: ConversationState = {
    ...talk(said('A man rang and said he was from the bank')).state,
    pending: 'number-shown',
  };

  test('is answered by typing the number', () => {
    const { state } = step(asked, said('it was 0161 850 1234'), knowledge, context);
    assert.deepEqual(state.answers.at(-1), { question: 'number-shown', choices: ['number'] });
    assert.notEqual(state.pending, 'number-shown');
    assert.equal(state.story.at(-1), 'it was 0161 850 1234');
  });

  test('is not answered by a story with a number in it', () => {
    const text = 'he also said that he would ring again tomorrow from 0161 850 1234';
    const { state } = step(asked, said(text), knowledge, context);
    assert.ok(!state.answers.some(({ question }) => question === 'number-shown'));
  });

  test('going back over it asks it again', () => {
    const { state } = step(asked, said('0161 850 1234'), knowledge, context);
    const back = step(
      state,
      { kind: 'tapped', tap: { verb: 'command', command: 'back' } },
      knowledge,
      context,
    );
    assert.equal(back.state.pending, 'number-shown');
  });
});
