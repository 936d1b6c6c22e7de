import type { Proof } from '../../src/domain/evidence.ts';
import { proceed } from '../proceed.ts';
import {
  after,
  findQuestion,
  judge,
  remember,
  repeat,
  say,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { takeAnswer } from './answer.ts';
import { tellSteps } from './follow-up.ts';

/** The person put the phone down: say well done, then what is left to do. */
export function noteHungUp(talk: Talk): Reply {
  const ended = markEnded(talk);
  const notes = remember(talk, 'note.hung-up');
  if (talk.state.pending === 'caller-on-line')
    return after(notes, takeAnswer(talk, 'caller-on-line', ['no']));
  if (talk.state.answerCard === null) return repeat(ended, ...notes, say(talk, 'hung-up-open'));
  return tellSteps(ended, ...notes, say(talk, 'hung-up'));
}

function markEnded(talk: Talk): Talk {
  if (!findQuestion(talk, 'caller-on-line')) return talk;
  const others = talk.state.answers.filter(({ question }) => question !== 'caller-on-line');
  return withState(talk, {
    answers: [...others, { question: 'caller-on-line', choices: ['no'] }],
    begun: true,
  });
}

/**
 * Logs what ringing back showed. That it was real counts only on the card that asked for it: what the caller talked
 * somebody into typing is no proof. A denial counts whenever it is told, since it can only make us more careful.
 */
export function noteCallback(talk: Talk, outcome: Proof['outcome']): Reply {
  const isTold = talk.state.story.length > 0 || talk.state.answers.length > 0;
  const isOffered = outcome === 'genuine' ? canRingBack(talk) : isTold;
  if (!isOffered) return repeat(talk, say(talk, 'callback.not-offered'));
  const proof: Proof = { kind: 'callback', outcome, at: talk.context.now };
  const proved = withState(talk, { proofs: [...talk.state.proofs, proof] });
  const notes = remember(talk, `note.callback-${outcome}`);
  return after([...notes, say(talk, `callback.${outcome}`)], proceed(talk, proved));
}

export function noteNoAnswer(talk: Talk): Reply {
  if (!canRingBack(talk)) return repeat(talk, say(talk, 'callback.not-offered'));
  return repeat(talk, ...remember(talk, 'note.callback-no-answer'), say(talk, 'callback.no-answer'));
}

function canRingBack(talk: Talk): boolean {
  const { state } = talk;
  return state.answerCard !== null && state.dialog === 'verification' && judge(talk).verdict === 'call-back';
}
