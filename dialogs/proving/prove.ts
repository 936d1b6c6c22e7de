import type { Effect } from '../../src/dialog/effect.ts';
import type { Proof } from '../../src/domain/evidence.ts';
import { openCase } from '../handoff/open-case.ts';
import { withState, type Talk } from '../talk.ts';
import { tellProof } from '../verification/checked.ts';

type Proved = { talk: Talk; effects: Effect[] };

/**
 * The only place where identity moves. What is proved or denied leaves as an effect of its own, so that nobody is called genuine
 * without a line in the log; a test holds both.
 */
export function prove(talk: Talk, proof: Omit<Proof, 'at'>): Proved {
  const logged: Proof = { ...proof, at: talk.context.now };
  const proved = withState(talk, { proofs: [...talk.state.proofs, logged] });
  return { talk: proved, effects: [log(proved, logged)] };
}

/** The same of somebody who says they are a colleague: where they are not, the technicians are to know at once. */
export function proveColleague(talk: Talk, proof: Omit<Proof, 'at'>): Proved {
  const { talk: proved, effects } = prove(talk, proof);
  if (proof.outcome === 'genuine' || talk.state.opened !== null) return { talk: proved, effects };
  const opened = openCase(proved, 'decisive');
  const logged = opened.talk.state.proofs.slice(-1).map((one) => log(opened.talk, one));
  return { talk: opened.talk, effects: [...opened.effects, ...logged] };
}

function log(talk: Talk, proof: Proof): Effect {
  return { kind: 'prove', case: talk.state.opened?.reference, proof, note: tellProof(talk, proof) };
}
