import type { Evidence } from '../evidence.ts';
import type { RequestRisk, Signal } from '../knowledge.ts';

const order: readonly RequestRisk[] = ['none-stated', 'some', 'high', 'decisive'];

/** How dangerous the worst thing asked for is, whoever asks. Help that we arranged is not decisive by itself. */
export function requestRiskOf(
  evidence: readonly Evidence[],
  signals: ReadonlyMap<string, Signal>,
): RequestRisk {
  const stated = new Set(evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal));
  const risks = [...stated].map((id) => riskOfSignal(signals.get(id), stated));
  return risks.reduce(
    (worst, risk) => (order.indexOf(risk) > order.indexOf(worst) ? risk : worst),
    'none-stated',
  );
}

function riskOfSignal(signal: Signal | undefined, stated: ReadonlySet<string>): RequestRisk {
  const risk = signal?.requestRisk ?? 'none-stated';
  if (risk !== 'decisive') return risk;
  return signal?.softenedBy.some((id) => stated.has(id)) ? 'high' : 'decisive';
}
