import { namedScam } from './advice.ts';
import type { Assessment } from './assessment.ts';
import type { Call, Evidence } from './evidence.ts';
import { gather } from './gather.ts';
import type { Knowledge, Signal } from './knowledge.ts';
import { explain } from './judging/explain.ts';
import { requestRiskOf } from './judging/request-risk.ts';
import { decideVerdict, identityOf } from './judging/verdict.ts';
import { weigh } from './judging/weigh.ts';
import { toMatches } from './matching/rank.ts';
import { prepare } from './prepare.ts';

/** From here on a call looks more like a scam than not. */
const evenOdds = 0.5;

/** Judges one call from all that is known of it. Pure and total: odd input gives a cautious answer, never an exception. */
export function assess(call: Call, knowledge: Knowledge): Assessment {
  const ready = prepare(knowledge);
  const { evidence, claimedAuthority, harm, rivals, features, cut } = gather(call, ready);
  const { weights } = knowledge;
  const risk = weigh(features, weights.risk);
  const requestRisk = requestRiskOf(evidence, ready.signals);
  const identity = identityOf(call.proofs);
  const scam = ready.scams.get(rivals[0]?.scam ?? '');
  // "I paid the invoice" is harm when a scam asked for it and everyday work when a genuine call did.
  const harmed = [...new Set([...harm.told, ...(risk >= evenOdds ? harm.heard : [])])];
  const confirmed = harmed.length > 0 || isConfirmed(evidence, ready.signals);
  const warned = evidence.some(
    ({ signal, present }) => present === 'yes' && ready.signals.get(signal)?.bearing === 'warning',
  );
  const selling = isStated(evidence, 'sales-pitch');
  const topic =
    call.answers.length > 0 || weigh(features, weights.topic) >= weights.callAt ? 'call' : 'other';
  const stopAt = checksAreAnswered(call, evidence) ? weights.concludeAt : weights.stopAt;
  const judged = decideVerdict(
    { requestRisk, confirmed, identity, risk, stopAt, warned, selling, scam },
    weights,
  );
  const verdict = topic === 'call' ? judged : 'call-back';
  const matches = toMatches(rivals);
  const named = ready.scams.get(namedScam({ verdict, requestRisk, identity, matches }) ?? '');
  return {
    verdict,
    risk,
    requestRisk,
    identity,
    topic,
    live: evidence.find(({ signal }) => signal === 'live-call')?.present ?? 'unsure',
    evidence,
    claimedAuthority,
    harm: harmed,
    matches,
    reasons: explain({ verdict, evidence, scam: named, weights }, ready),
    cut,
  };
}

/** The four checks that an undecided call never ends without. */
export const namedChecks = [
  'withheld-number',
  'claimed-authority',
  'payment-request',
  'remote-access-request',
] as const;

function checksAreAnswered({ answers }: Call, evidence: readonly Evidence[]): boolean {
  const known = new Set(evidence.map(({ signal }) => signal));
  return answers.length > 0 && namedChecks.every((signal) => known.has(signal));
}

function isStated(evidence: readonly Evidence[], signal: string): boolean {
  return evidence.some((item) => item.signal === signal && item.present === 'yes');
}

/** Whether a decisive request was answered to a question, which one that was only heard is not. */
function isConfirmed(evidence: readonly Evidence[], signals: ReadonlyMap<string, Signal>): boolean {
  return evidence.some(
    ({ signal, present, origin }) =>
      origin.kind === 'answer' && present === 'yes' && signals.get(signal)?.requestRisk === 'decisive',
  );
}
