import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adviceFor } from '../../src/domain/advice.ts';
import { assess } from '../../src/domain/assess.ts';
import { harms, type Answer } from '../../src/domain/evidence.ts';
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

describe('a scam of other countries says so, and the advice is that of the own region', () => {
  const nothing = assess({ story: '', answers: [], proofs: [], region: 'GB' }, knowledge);
  const irs = 'A man from the IRS rang, we owe back taxes and must pay in gift cards or be arrested';
  const rows: [region: string, seenIn: readonly string[]][] = [
    ['GB-ENG', ['US']],
    ['IE', ['US']],
    ['US', []],
    ['US-CA', []],
  ];
  for (const [region, seenIn] of rows) {
    test(`the tax office of the US, for ${region}`, () => {
      const advice = advise(irs, region);
      const isHere = seenIn.length === 0;
      assert.deepEqual(advice.seenIn, seenIn);
      assert.equal(advice.steps.join(' ').includes('TIGTA'), isHere, advice.steps.join('\n'));
      assert.equal(
        advice.report.some(({ name }) => /IC3|FTC|Treasury|IRS/.test(name)),
        isHere,
      );
      assert.ok(advice.steps.length >= 2 && advice.dont.length > 0);
    });
  }

  test('no number and no office of elsewhere is told, whatever the scam and the harm', () => {
    for (const scam of knowledge.scams) {
      const harm = harms.filter((kind) => scam.ifHarmed[kind] !== undefined).slice(0, 1);
      const decided = {
        ...nothing,
        harm,
        verdict: 'stop-scam',
        likelyScam: scam.id,
      } as const;
      const { say, steps, seenIn } = adviceFor(decided, 'AQ', knowledge);
      const isEverywhere = scam.regions.includes('*');
      assert.deepEqual(seenIn, isEverywhere ? [] : scam.regions, scam.id);
      assert.equal(scam.say.includes(say[0]), isEverywhere, scam.id);
      const own = new Set([...scam.do, ...Object.values(scam.ifHarmed).flat()]);
      assert.equal(
        steps.some((step) => own.has(step)),
        isEverywhere,
        scam.id,
      );
    }
  });

  test('a scam of one nation is at home in the whole country, not in another nation', () => {
    const stopped = { ...nothing, verdict: 'stop-scam', likelyScam: 'cqc-inspector-impersonation' } as const;
    assert.deepEqual(adviceFor(stopped, 'GB', knowledge).seenIn, []);
    assert.deepEqual(adviceFor(stopped, 'GB-SCT', knowledge).seenIn, ['GB-ENG']);
  });

  test('a call that rests on no scam is seen nowhere', () => {
    assert.deepEqual(advise('Someone from HMRC rang').seenIn, []);
  });
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

describe('an undecided call is told how to ring back rightly', () => {
  type Known = { authority?: string; signals?: string[]; region?: string; live?: 'yes' | 'no' };

  function stepsFor({ authority, signals = [], region = 'GB-ENG', live = 'yes' }: Known): readonly string[] {
    const call = { story: '', answers: [], proofs: [], region, numbers: [] };
    const origin = { kind: 'story', quote: '' } as const;
    const undecided = {
      ...assess(call, knowledge),
      verdict: 'call-back' as const,
      live,
      likelyScam: undefined,
      claimedAuthority: authority === undefined ? undefined : { id: authority, words: authority },
      evidence: signals.map((signal) => ({ signal, present: 'yes' as const, origin })),
    };
    return adviceFor(undecided, region, knowledge).steps;
  }

  const rows: [name: string, known: Known, shown: RegExp, isShown: boolean][] = [
    ['159 for a bank in the UK', { authority: 'bank' }, /\b159\b/, true],
    ['159 for a bank in Ireland', { authority: 'bank', region: 'IE' }, /\b159\b/, false],
    ['159 for the police', { authority: 'police-uk' }, /\b159\b/, false],
    ['the number on the card', { authority: 'bank', region: 'US' }, /on your card/, true],
    ['an old invoice', { signals: ['bank-details-change'] }, /old invoice/, true],
    ['an old invoice for anything else', { signals: ['urgency'] }, /old invoice/, false],
    ['a second person for a payment', { signals: ['payment-request'] }, /second person/, true],
    ['a reference, while they are there', { signals: ['withheld-number'] }, /a reference/, true],
    ['a reference, once they are gone', { signals: ['withheld-number'], live: 'no' }, /a reference/, false],
    ['the name check of euro banks', { signals: ['payment-request'], region: 'DE' }, /name check/, true],
    ['the name check of euro banks in the UK', { signals: ['payment-request'] }, /name check/, false],
    ['what only they know, from a director', { authority: 'senior-manager' }, /only they would know/, true],
    ['the photo, before a reset', { signals: ['mfa-or-password-reset'] }, /photo/, true],
  ];
  for (const [name, known, shown, isShown] of rows) {
    test(`${isShown ? 'with' : 'without'} ${name}`, () => {
      const steps = stepsFor(known);
      assert.equal(
        steps.some((step) => shown.test(step)),
        isShown,
        steps.join('\n'),
      );
    });
  }

  test('in five short steps at most, the two that are always right among them', () => {
    const signals = knowledge.signals.map(({ id }) => id);
    for (const { id } of knowledge.authorities) {
      const steps = stepsFor({ authority: id, signals });
      assert.ok(steps.length <= 5, id);
      assert.ok(
        steps.some((step) => /another phone/.test(step)) &&
          steps.some((step) => /number that the caller gave/.test(step)),
        `${id}\n${steps.join('\n')}`,
      );
    }
  });

  test('and no other verdict is', () => {
    const stop = advise(microsoft);
    assert.ok(!stop.steps.some((step) => /another phone, or wait/.test(step)), stop.steps.join('\n'));
  });
});
