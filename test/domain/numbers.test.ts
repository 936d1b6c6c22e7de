import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../src/domain/assess.ts';
import type { NumberCheck, NumberKind } from '../../src/domain/evidence.ts';
import { numberKinds } from '../../src/domain/evidence.ts';
import { markNumbers, numberEvidence } from '../../src/domain/numbers.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const odd = new Set<NumberKind>(['impossible', 'premium-rate', 'personal']);
const checkOf = (
  kind: NumberKind,
  whose: NumberCheck['whose'] = 'showed',
  number = '0906 123 4567',
): NumberCheck => ({
  number,
  kind,
  whose,
  held: undefined,
});
const judge = (story: string, numbers: readonly NumberCheck[]) =>
  assess({ story, answers: [], proofs: [], region: 'GB', numbers }, knowledge);

describe('what a number tells', () => {
  for (const kind of numberKinds) {
    const isEvidence = odd.has(kind);
    test(`a caller's ${kind} number is ${isEvidence ? 'a warning' : 'no evidence'}`, () => {
      const [found] = numberEvidence([checkOf(kind)]);
      assert.equal(found?.present, isEvidence ? 'yes' : undefined);
    });
    test(`a ${kind} number of ours or of nobody's is no evidence`, () => {
      assert.deepEqual(numberEvidence([checkOf(kind, 'ours'), checkOf(kind, 'unclear')]), []);
    });
  }

  test('a number that cannot be rung is a reason, with the rule for its kind and a source', () => {
    const { reasons } = judge('A man rang from 0906 123 4567.', [checkOf('premium-rate')]);
    const [reason] = reasons;
    assert.ok(reason?.kind === 'told');
    assert.match(reason.quote, /0906 123 4567 \(do not ring it\)/);
    const rule = reason.rules.find(({ entry }) => entry?.id === 'impossible-or-premium-number');
    assert.match(rule?.text ?? '', /costs a lot/);
    assert.match(rule?.source?.checked ?? '', /^\d{4}-/);
  });

  test('alone it tells nobody to hang up', () => {
    assert.equal(judge('A man rang from 0906 123 4567.', [checkOf('premium-rate')]).verdict, 'call-back');
  });

  test('a hidden number is one of the numbers, and proves nothing', () => {
    const { numbers } = judge('Someone rang with no caller id and asked for the manager', []);
    assert.deepEqual(
      numbers.map(({ kind, number }) => [kind, number]),
      [['withheld', 'Someone rang with no caller id']],
    );
  });
});

describe('a number that is shown back', () => {
  const quote = 'he gave us 0906 123 4567';
  test('is marked when the caller gave it, and when nobody knows whose it is', () => {
    for (const whose of ['showed', 'given', 'unclear'] as const)
      assert.equal(
        markNumbers(quote, [checkOf('valid', whose)], knowledge),
        'he gave us 0906 123 4567 (do not ring it)',
      );
  });

  test('is marked however it is spaced, and only as a whole', () => {
    const told = 'first 09061234567, then (0906) 123-4567, and 0906 123 4567 8';
    assert.equal(
      markNumbers(told, [checkOf('premium-rate')], knowledge),
      'first 09061234567 (do not ring it), then (0906) 123-4567 (do not ring it), and 0906 123 4567 (do not ring it) 8',
    );
    assert.equal(markNumbers('109061234567', [checkOf('premium-rate')], knowledge), '109061234567');
  });

  test('is not marked when it is ours, in our directory or a public short number', () => {
    for (const check of [checkOf('valid', 'ours'), checkOf('directory'), checkOf('short-code')])
      assert.equal(markNumbers(quote, [check], knowledge), quote);
  });

  test('is marked in the person’s own words too', () => {
    const story = 'She wants me to ring her back on 0161 850 1234 about a payment.';
    const { reasons } = judge(story, [checkOf('valid', 'given', '0161 850 1234')]);
    const quotes = reasons.flatMap((reason) => (reason.kind === 'told' ? [reason.quote] : []));
    assert.ok(quotes.some((one) => one.includes('0161 850 1234')));
    assert.deepEqual(
      quotes.filter((one) => /0161 850 1234(?! \(do not ring it\))/.test(one)),
      [],
    );
  });
});
