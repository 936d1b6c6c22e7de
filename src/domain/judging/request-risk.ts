import type { Evidence, Proof } from '../evidence.ts';
import type { RequestRisk, Signal } from '../knowledge.ts';

const order: readonly RequestRisk[] = ['none-stated', 'some', 'high', 'decisive'];

/** What makes help that somebody asks for an ordinary thing: it was arranged with them, or a technician's words proved who they are. */
export const arranged = 'prior-arrangement';

/** Whether the caller said the words of one of our own technicians, who may then help on a computer. Codes stay codes. */
export function isOurTechnician(proofs: readonly Proof[]): boolean {
  const words = proofs.filter(({ kind }) => kind === 'technician-code');
  return words.length > 0 && proofs.every(({ outcome }) => outcome === 'genuine');
}

/** How dangerous the worst thing asked for is, whoever asks. Help that we arranged is not decisive by itself. */
export function requestRiskOf(
  evidence: readonly Evidence[],
  signals: ReadonlyMap<string, Signal>,
  proofs: readonly Proof[] = [],
): RequestRisk {
  const told = evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal);
  const stated = new Set(isOurTechnician(proofs) ? [...told, arranged] : told);
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
