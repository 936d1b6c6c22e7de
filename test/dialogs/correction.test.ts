import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { step, type Reply } from '../../dialogs/step.ts';
import { initialState } from '../../src/dialog/state.ts';
import type { DialogEvent } from '../../src/dialog/turn.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const story = 'A lady rang about our account';
const answer = (question: string, choice: string): DialogEvent => ({
  kind: 'tapped',
  tap: { verb: 'answer', question, choice },
});
const said = (text: string): DialogEvent => ({ kind: 'said', text, masked: false });

describe('a change is read back', () => {
  const rows: [name: string, announced: boolean, events: DialogEvent[]][] = [
    [
      'not when it settles what the person was not sure of',
      false,
      [answer('caller-on-line', 'not-sure'), said('A man from Microsoft is on the phone now about a virus')],
    ],
    [
      'not when it adds to what the person picked of several',
      false,
      [
        said(story),
        answer('what-they-want', 'information'),
        said('Now he asks me to read him the code from my phone'),
      ],
    ],
    [
      'when the person had answered no',
      true,
      [answer('caller-on-line', 'no'), said('A man from Microsoft is on the phone now about a virus')],
    ],
    [
      'when the person says openly that it was wrong',
      true,
      [
        said(`${story}. The number was not withheld.`),
        answer('what-they-want', 'nothing-yet'),
        said('Actually the number was withheld'),
      ],
    ],
  ];
  for (const [name, announced, events] of rows)
    test(name, () => {
      const { effects } = play(events);
      const lines = effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));
      assert.equal(
        lines.some((line) => line.startsWith('Changed.')),
        announced,
        lines.join('\n'),
      );
    });
});

test('one kind of stop does not take the place of the other', () => {
  const stop = play([
    answer('caller-on-line', 'no'),
    said('an engineer from openreach is here, he needs to get on our computer, we did not book it'),
  ]);
  const { effects } = step(stop.state, said('he showed a badge'), knowledge, context);
  assert.ok(!effects.some(({ kind }) => kind === 'show'));
});

test('words that tell nothing new never change a stop', () => {
  const stop = play([said('a guy rang from HR asking to confirm my date of birth and address')]);
  for (const words of [
    'he was quite polite about it',
    'it was on the office phone',
    'lovely day otherwise',
  ]) {
    const { effects } = step(stop.state, said(words), knowledge, context);
    assert.ok(!effects.some(({ kind }) => kind === 'show' || kind === 'ask'), words);
  }
});

function play(events: readonly DialogEvent[]): Reply {
  const begin: Reply = { state: initialState(), effects: [] };
  return [{ kind: 'joined' } as const, ...events].reduce(
    ({ state }: Reply, event) => step(state, event, knowledge, context),
    begin,
  );
}

test('what was only heard is not confirmed by an answer that does not name it', () => {
  const told = step(
    initialState(),
    {
      kind: 'said',
      text: 'A man from BT rang this morning and he says that we owe £90 on the office line',
      masked: false,
    },
    knowledge,
    context,
  );
  assert.equal(told.state.pending, 'what-they-want');
  for (const choice of ['not-sure', 'nothing-yet', 'information']) {
    const { state } = step(told.state, answer('what-they-want', choice), knowledge, context);
    assert.deepEqual(state.answers, [{ question: 'what-they-want', choices: [choice] }]);
  }
});
