import type { Identity, Verdict } from '../assessment.ts';
import type { Proof } from '../evidence.ts';
import type { RequestRisk, Weights } from '../knowledge.ts';

export type Grounds = {
  requestRisk: RequestRisk;
  /** Whether the decisive request was answered to a question or has done harm, not only been heard in the story. */
  confirmed: boolean;
  identity: Identity;
  risk: number;
  /** How strongly the story as a whole sounds like one that asks for what is unsafe whoever asks, 0 to 1. */
  unsafe: number;
  /** The risk from which on this call is told stop: higher while there is still something to ask. */
  stopAt: number;
  /** Whether anything was told beyond who rang and how: a call that only happened is no reason to hang up. */
  warned: boolean;
  selling: boolean;
  /** Whether one known scam stands clear of the others. */
  isKnown: boolean;
};

/** Only a logged proof moves identity, and a denial outweighs a confirmation: two answers that differ are a warning. */
export function identityOf(proofs: readonly Proof[]): Identity {
  if (proofs.some(({ outcome }) => outcome === 'denied')) return 'disproved';
  return proofs.length > 0 ? 'proved' : 'unproved';
}

/** The five outcomes. Undecided always ends in "ring back": that is right whether the caller is genuine or not. */
export function decideVerdict(grounds: Grounds, weights: Weights): Verdict {
  if (grounds.identity === 'disproved') return 'stop-scam';
  const isProved = grounds.identity === 'proved';
  if (isDecisive(grounds, weights)) return isProved ? 'stop-unsafe' : stop(grounds, weights);
  if (isProved) return 'proved';
  if (grounds.warned && grounds.risk >= grounds.stopAt) return 'stop-scam';
  if (grounds.warned && grounds.unsafe >= weights.unsafeAt) return stop(grounds, weights);
  const asksLittle = grounds.requestRisk === 'none-stated' || grounds.requestRisk === 'some';
  if (asksLittle && grounds.selling && grounds.risk < weights.stopAt) return 'unwanted';
  return 'call-back';
}

function isDecisive({ requestRisk, confirmed, risk }: Grounds, { decisiveAt }: Weights): boolean {
  return requestRisk === 'decisive' && (confirmed || risk >= decisiveAt);
}

function stop({ risk, isKnown }: Grounds, { concludeAt }: Weights): Verdict {
  return risk >= concludeAt && isKnown ? 'stop-scam' : 'stop-unsafe';
}
