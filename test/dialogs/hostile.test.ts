import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { step } from '../../dialogs/step.ts';
import { initialState, readState } from '../../src/dialog/state.ts';
import { commands, type DialogEvent } from '../../src/dialog/turn.ts';
import { assess } from '../../src/domain/assess.ts';
import { context } from '../support/context.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

const typed = Object.values(knowledge.wording[0]?.commands ?? {}).flat();
const questionId = fc.oneof(fc.constantFrom(...knowledge.questions.map(({ id }) => id)), fc.string());
const choiceId = fc.oneof(
  fc.constantFrom(...knowledge.questions.flatMap(({ choices }) => choices.map(({ id }) => id))),
  fc.string(),
);
/** Any code points at all, halves of emoji too. The library's own list of them takes a second to lay out. */
const anyText = fc
  .array(fc.nat({ max: 0x10ffff }))
  .map((points) => points.map((point) => String.fromCodePoint(point)).join(''));
const storyText = fc.oneof(
  fc.constantFrom(...knowledge.scams.flatMap(({ staffSay }) => staffSay)),
  fc.constantFrom(...typed),
  anyText,
  fc.constantFrom(
    '',
    '   ',
    '🙂🙂',
    '{desk} {reference}',
    '<script>alert(1)</script>',
    '__proto__',
    'constructor',
    'actually',
    '\u202e',
    '1',
    '99',
  ),
  fc.string().map((text) => `actually ${text}`),
);
const event: fc.Arbitrary<DialogEvent> = fc.oneof(
  fc.constant<DialogEvent>({ kind: 'joined' }),
  fc.record({ kind: fc.constant('unsupported' as const), what: fc.string() }),
  fc.record({ kind: fc.constant('said' as const), text: storyText, masked: fc.boolean() }),
  fc.record({
    kind: fc.constant('tapped' as const),
    tap: fc.oneof(
      fc.record({ verb: fc.constant('answer' as const), question: questionId, choice: choiceId }),
      fc.record({ verb: fc.constant('answers' as const), question: questionId, choices: fc.array(choiceId) }),
      fc.record({ verb: fc.constant('command' as const), command: fc.constantFrom(...commands) }),
    ),
  }),
);

test('words that every object of the language has are words like others', () => {
  for (const word of Object.getOwnPropertyNames(Object.prototype).flatMap((name) => [
    name,
    name.toLowerCase(),
  ])) {
    const { topic } = assess(
      { story: `The ${word} rang about our roof`, answers: [], proofs: [], region: 'GB-ENG' },
      knowledge,
    );
    assert.ok(topic, word);
  }
});

test('no sequence of events throws, loses the state, or proves a caller without a logged proof', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 14 }), (events) => {
      let state = initialState();
      for (const one of events) {
        const replied = step(state, one, knowledge, context);
        const read = readState(JSON.parse(JSON.stringify(replied.state)));
        assert.deepEqual(read, replied.state);
        const call = {
          story: state.story.join('\n'),
          answers: state.answers,
          proofs: state.proofs,
          region: 'GB',
        };
        const isProved = replied.effects.some(
          (effect) => effect.kind === 'conclude' && effect.verdict === 'proved',
        );
        assert.ok(!isProved || replied.state.proofs.some(({ outcome }) => outcome === 'genuine'));
        const newProof = replied.state.proofs.slice(state.proofs.length)[0];
        assert.ok(newProof?.outcome !== 'genuine' || assess(call, knowledge).verdict === 'call-back');
        assert.equal(JSON.stringify(replied.state).includes('stop-scam'), false, 'the state keeps a verdict');
        state = replied.state;
      }
    }),
    { numRuns: 300 },
  );
});

test('the same events give the same replies', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 6 }), (events) => {
      const play = (): string => {
        let state = initialState();
        return events
          .map((one) => {
            const replied = step(state, one, knowledge, context);
            state = replied.state;
            return JSON.stringify(replied);
          })
          .join('\n');
      };
      assert.equal(play(), play());
    }),
    { numRuns: 60 },
  );
});
