import type { Reason, Verdict } from '../assessment.ts';
import type { Evidence, Origin } from '../evidence.ts';
import type { Scam, Weights } from '../knowledge.ts';
import type { Prepared } from '../prepare.ts';

type Judged = { verdict: Verdict; evidence: readonly Evidence[]; scam: Scam | undefined; weights: Weights };

/** Strongest first. Each reason has the person's own words or answer, the rule it met, and a dated public source. */
export function explain({ verdict, evidence, scam, weights }: Judged, ready: Prepared): Reason[] {
  const stated = evidence.filter(({ present }) => present === 'yes');
  const pointing = stated
    .map((item) => ({ item, weight: importance(item, weights, ready) }))
    .filter(({ weight }) => (verdict === 'stop-scam' || verdict === 'stop-unsafe' ? weight > 0 : true))
    .toSorted((one, other) => other.weight - one.weight);
  const reasons = pointing.flatMap(({ item }) => reasonOf(item, ready));
  return verdict === 'stop-scam' && scam
    ? [...reasons.slice(0, 1), scamReason(scam), ...reasons.slice(1)]
    : reasons;
}

/** A decisive request explains a stop better than any learned weight. */
function importance({ signal }: Evidence, weights: Weights, ready: Prepared): number {
  const byRisk = { decisive: 10, high: 3, some: 1 };
  const risk = ready.signals.get(signal)?.requestRisk;
  return (risk ? byRisk[risk] : 0) + (weights.risk.features[`signal:${signal}=yes`] ?? 0);
}

function reasonOf({ signal, origin }: Evidence, ready: Prepared): Reason[] {
  const known = ready.signals.get(signal);
  return known ? [{ quote: quoteOf(origin), rule: known.rule, source: known.sources[0] }] : [];
}

function scamReason(scam: Scam): Reason {
  return { quote: scam.title, rule: scam.summary, source: scam.sources[0] };
}

function quoteOf(origin: Origin): string {
  switch (origin.kind) {
    case 'story':
      return origin.quote;
    case 'answer':
      return origin.choice;
    case 'number-check':
      return origin.number;
  }
}
