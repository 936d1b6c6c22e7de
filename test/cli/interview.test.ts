import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { playInterview } from '../../src/cli/interview/play.ts';
import type { Labels } from '../../src/cli/interview/truthful.ts';
import { assess } from '../../src/domain/assess.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const region = 'GB-ENG';
const ordinary = 'The printer on the second floor has run out of paper again';
const vague = 'A lady rang from Companies House';

const play = (story: string, labels: Labels) => playInterview(story, labels, region, knowledge);

describe('the played interview', () => {
  test('keeps the judgement after each answer, from the story alone to the end', () => {
    const { path, questions, assessment } = play(vague, { 'payment-request': null, 'withheld-number': true });
    assert.ok(questions.length > 1, questions.join(' '));
    assert.equal(path.length, questions.length + 1);
    assert.deepEqual(
      path[0]?.risk,
      assess({ story: vague, answers: [], proofs: [], region }, knowledge).risk,
    );
    assert.equal(path.at(-1), assessment);
    const heard = path.map(({ evidence }) => evidence.length);
    assert.deepEqual(
      heard,
      heard.toSorted((one, other) => one - other),
    );
  });

  test('an ordinary message ends where it is turned away', () => {
    const { questions, path } = play(ordinary, { 'payment-request': null });
    assert.deepEqual([questions, path.length], [[], 1]);
  });

  test('a call that was taken for one is told again, by whoever knows that somebody rang', () => {
    const { questions, path } = play(ordinary, { 'credential-or-code-request': true });
    assert.ok(questions.length > 0);
    assert.equal(path[0]?.topic, 'other');
    assert.equal(
      path.at(-1)?.evidence.find(({ signal }) => signal === 'credential-or-code-request')?.present,
      'yes',
    );
  });
});
