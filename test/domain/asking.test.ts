import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mostQuestions, nextQuestion } from '../../src/domain/asking.ts';
import { assess, namedChecks } from '../../src/domain/assess.ts';
import type { Answer, Call } from '../../src/domain/evidence.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

function ask(story: string, answers: Answer[] = []) {
  const call: Call = { story, answers, proofs: [], region: 'GB-ENG' };
  return nextQuestion(call, assess(call, knowledge), knowledge);
}

/** Answers "Not sure" until there are no more questions. */
function askAll(story: string): string[] {
  const answers: Answer[] = [];
  for (let next = ask(story, answers); next; next = ask(story, answers)) {
    answers.push({ question: next.id, choices: ['not-sure'] });
  }
  return answers.map(({ question }) => question);
}

const stories = [
  'A man rang',
  'Someone from the bank rang, number withheld',
  'BT rang about the line and wants nothing',
  'hello',
];

describe('an undecided call ends with the four checks settled, in at most six questions', () => {
  for (const story of stories) {
    test(story, () => {
      const asked = askAll(story);
      assert.ok(asked.length <= mostQuestions, asked.join());
      const answers = asked.map((question) => ({ question, choices: ['not-sure'] }));
      const known = new Set(
        assess({ story, answers, proofs: [], region: 'GB' }, knowledge).evidence.map(({ signal }) => signal),
      );
      assert.deepEqual(
        namedChecks.filter((signal) => !known.has(signal)),
        [],
      );
    });
  }
});

test('never asks what the story has told', () => {
  assert.ok(askAll('A man rang').includes('number-shown'));
  assert.ok(!askAll('A man rang, the number was withheld').includes('number-shown'));
  assert.ok(!askAll('A man from HMRC rang').includes('who-they-say'));
});

test('never asks the same question twice', () => {
  for (const story of stories) {
    const asked = askAll(story);
    assert.equal(new Set(asked).size, asked.length);
  }
});

test('asks what they want first, since it settles most', () => {
  assert.equal(ask('A man rang')?.id, 'what-they-want');
});

test('asks nothing more once the verdict is a stop', () => {
  assert.equal(ask('A man rang', [{ question: 'what-they-want', choices: ['code'] }]), undefined);
});
