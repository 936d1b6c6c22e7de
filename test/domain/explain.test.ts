import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../src/domain/assess.ts';
import type { Assessment, Reason, Rule } from '../../src/domain/assessment.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { explain, quotesFor } from '../../src/domain/judging/explain.ts';
import type { Prepared } from '../../src/domain/prepare.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const ready: Prepared = prepare(knowledge);
const { weights } = knowledge;
const scam = ready.scams.get('microsoft-support-call');
const anydesk =
  'A man from Microsoft rang, number withheld, wants me to install AnyDesk right now or we lose everything. He is still on the line.';

describe('the reasons of a verdict', () => {
  test('each have a rule and a dated source, and the person’s own words stand in them only', () => {
    const { reasons } = judge(anydesk);
    assert.ok(reasons.length >= 2);
    for (const { text, source } of rulesOf(reasons)) {
      assert.notEqual(text, '');
      assert.match(source?.checked ?? '', /^\d{4}-\d{2}-\d{2}$/);
      assert.match(source?.url ?? '', /^https?:\/\//);
    }
    for (const quote of quotesOf(reasons)) assert.ok(anydesk.includes(quote.replace('…', '')), quote);
  });

  test('each name the entry they come from', () => {
    const { reasons } = judge(anydesk);
    const entries = reasons.flatMap((reason) =>
      reason.kind === 'scam' ? [reason.entry] : reason.rules.map(({ entry }) => entry),
    );
    assert.deepEqual(entries.find((entry) => entry?.kind === 'scam')?.id, 'microsoft-support-call');
    for (const entry of entries)
      assert.ok(entry !== undefined && ready[entry.kind === 'scam' ? 'scams' : 'signals'].has(entry.id));
  });

  test('are at most four, with no quote and no rule said twice', () => {
    const { reasons } = judge(anydesk);
    assert.ok(rulesOf(reasons).length + reasons.filter(({ kind }) => kind === 'scam').length <= 4);
    assert.equal(new Set(quotesOf(reasons)).size, quotesOf(reasons).length);
    const rules = rulesOf(reasons).map(({ text }) => text);
    assert.equal(new Set(rules).size, rules.length);
  });

  test('of a stop open with what was asked for, then name the scam that it looks like', () => {
    const evidence = [
      heard('urgency', 'right now'),
      heard('live-call', 'still here'),
      heard('software-install-request', 'install AnyDesk'),
    ];
    const reasons = explain({ verdict: 'stop-scam', evidence, scam, weights }, ready);
    assert.deepEqual(
      reasons.map((reason) => (reason.kind === 'told' ? reason.quote : reason.title)),
      ['install AnyDesk', scam?.title, 'right now'],
    );
  });

  test('of a stop are warnings: what is true of honest calls as often is left out', () => {
    const evidence = [
      heard('withheld-number', 'withheld'),
      heard('claimed-authority', 'the bank'),
      heard('secrecy', 'tell nobody'),
      heard('usual-process', 'our own portal'),
    ];
    const reasons = explain({ verdict: 'stop-unsafe', evidence, scam: undefined, weights }, ready);
    assert.deepEqual(quotesOf(reasons), ['tell nobody']);
  });

  test('never are that the caller is on the line', () => {
    const evidence = [heard('live-call', 'he is on the line')];
    for (const verdict of ['stop-scam', 'call-back', 'unwanted'] as const)
      assert.deepEqual(explain({ verdict, evidence, scam: undefined, weights }, ready), []);
  });

  test('that met overlapping words stand under the longer quote', () => {
    const evidence = [
      heard('payment-request', 'wants £400'),
      heard('urgency', 'wants £400 today or else'),
      heard('secrecy', 'tell nobody'),
    ];
    const reasons = explain({ verdict: 'call-back', evidence, scam: undefined, weights }, ready);
    assert.deepEqual(quotesOf(reasons), ['wants £400 today or else', 'tell nobody']);
    assert.equal(rulesOf(reasons).length, 3);
  });

  test('cut a long quote at a word, with an ellipsis', () => {
    const told = `he said ${'that we must act very quickly '.repeat(30)}`;
    const reasons = explain(
      { verdict: 'call-back', evidence: [heard('urgency', told)], scam: undefined, weights },
      ready,
    );
    const [quote = ''] = quotesOf(reasons);
    assert.ok(quote.length <= 100, `${quote.length} characters`);
    assert.match(quote, / (that|we|must|act|very|quickly)…$/);
  });

  test('cut words without an end', () => {
    const evidence = [heard('urgency', 'x'.repeat(5000))];
    const [quote = ''] = quotesOf(
      explain({ verdict: 'call-back', evidence, scam: undefined, weights }, ready),
    );
    assert.equal(quote, `${'x'.repeat(99)}…`);
  });
});

test('what speaks for the caller is told once, in the person’s own words', () => {
  const evidence = [
    heard('invites-check', 'she said I could ring back'),
    heard('prior-arrangement', 'ring back'),
    heard('urgency', 'right now'),
    { ...heard('usual-process', 'not the portal'), present: 'no' as const },
  ];
  assert.deepEqual(quotesFor(evidence, knowledge.signals), ['she said I could ring back']);
});

function judge(story: string): Assessment {
  return assess({ story, answers: [], proofs: [], region: 'GB' }, knowledge);
}

function heard(signal: string, quote: string): Evidence {
  return { signal, present: 'yes', origin: { kind: 'story', quote } };
}

function rulesOf(reasons: readonly Reason[]): Rule[] {
  return reasons.flatMap((reason) => (reason.kind === 'told' ? reason.rules : []));
}

function quotesOf(reasons: readonly Reason[]): string[] {
  return reasons.flatMap((reason) => (reason.kind === 'told' ? [reason.quote] : []));
}
