import type { Effect } from '../../src/dialog/effect.ts';
import type { Proof } from '../../src/domain/evidence.ts';
import { withState, type Talk } from '../talk.ts';
import { tellProof } from '../verification/checked.ts';

/**
 * The only place where identity moves. What is proved or denied leaves as an effect of its own, so that nobody is called genuine
 * without a line in the log; a test holds both.
 */
export function prove(talk: Talk, proof: Omit<Proof, 'at'>): { talk: Talk; effect: Effect } {
  const logged: Proof = { ...proof, at: talk.context.now };
  return {
    talk: withState(talk, { proofs: [...talk.state.proofs, logged] }),
    effect: {
      kind: 'prove',
      case: talk.state.opened?.reference,
      proof: logged,
      note: tellProof(talk, logged),
    },
  };
}
