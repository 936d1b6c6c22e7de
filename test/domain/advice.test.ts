import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adviceFor } from '../../src/domain/advice.ts';
import { assess } from '../../src/domain/assess.ts';
import type { Answer } from '../../src/domain/evidence.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

function advise(story: string, region = 'GB-ENG', answers: Answer[] = []) {
  return adviceFor(assess({ story, answers, proofs: [], region }, knowledge), region, knowledge);
}

const microsoft =
  'A man from Microsoft rang, says our computer has viruses and wants me to install AnyDesk so he can fix it';

describe('where to report follows the region of the organisation', () => {
  const rows: [region: string, named: RegExp, notNamed: RegExp][] = [
    ['GB-ENG', /Report Fraud/, /Police Scotland/],
    ['GB-WLS', /Report Fraud/, /Police Scotland/],
    ['GB-NIR', /Report Fraud/, /Police Scotland/],
    ['GB-SCT', /Police Scotland/, /^Report Fraud/],
    ['US', /IC3|FTC|Federal/i, /Report Fraud|Scotland/],
    ['IE', /Garda/i, /Report Fraud|Scotland/],
  ];
  for (const [region, named, notNamed] of rows) {
    test(region, () => {
      const names = advise(microsoft, region).report.map(({ name }) => name);
      assert.ok(
        names.some((name) => named.test(name)),
        names.join('; '),
      );
      assert.ok(!names.some((name) => notNamed.test(name)), names.join('; '));
    });
  }
});

test('nothing says Action Fraud as if it still took reports', () => {
  const current = knowledge.reporting.filter(({ name }) => /^action fraud/i.test(name));
  assert.deepEqual(current, []);
});

test('there are two lines to say, whatever the verdict', () => {
  for (const story of [microsoft, 'somebody rang', 'the printer is jammed']) {
    const { say } = advise(story);
    assert.ok(
      say.every((line) => line.trim() !== ''),
      story,
    );
    assert.notEqual(say[0], say[1]);
  }
});

test('nobody is told to ring back who only sells', () => {
  const call = { story: 'A company rang selling something', answers: [], proofs: [], region: 'GB' };
  const sold = { ...assess(call, knowledge), verdict: 'unwanted', likelyScam: undefined } as const;
  const { say } = adviceFor(sold, 'GB', knowledge);
  assert.ok(
    say.every((line) => line !== '' && !/ring back/i.test(line)),
    say.join(' '),
  );
});

test('harm comes before anything else to do', () => {
  const answers = [{ question: 'already-done', choices: ['computer'] }];
  const harmed = advise(microsoft, 'GB-ENG', answers);
  const scam = knowledge.scams.find(({ id }) => id === 'microsoft-support-call');
  assert.equal(harmed.steps[0], scam?.ifHarmed['remote-access']?.[0]);
});

test('an undecided call is told how to reach the body without the caller', () => {
  assert.match(advise('Someone from HMRC rang').verifyBy ?? '', /\w/);
});

test('how to reach a body is told only where that body is', () => {
  assert.match(advise('The police rang', 'GB-ENG').verifyBy ?? '', /101/);
  assert.equal(advise('The police rang', 'IE').verifyBy, undefined);
});
