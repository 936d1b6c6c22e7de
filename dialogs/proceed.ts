import { contain } from './containment/containment.ts';
import type { Effect } from '../src/dialog/effect.ts';
import { after, isStop, judge, mayBeLive, repeat, say, type Reply, type Talk } from './talk.ts';
import { advance, retireAnswer } from './verification/advance.ts';

/** Goes on after something new was learnt: harm first, then an answer that changed, then the next question. */
export function proceed(before: Talk, talk: Talk): Reply {
  const was = judge(before);
  const now = judge(talk);
  if (now.harm.some((harm) => !was.harm.includes(harm))) return contain(talk);
  if (talk.state.answerCard === null)
    return talk.state.pending === 'already-done' ? repeat(talk) : advance(talk);
  const isSame = was.verdict === now.verdict || (isStop(was) && isStop(now));
  if (isSame || talk.state.dialog === 'containment') return repeat(talk, noted(talk));
  const retired = retireAnswer(talk);
  return after(retired.effects, advance(retired.talk));
}

/** The answer stands; who is still on the line is told what it was. */
export function noted(talk: Talk): Effect {
  const assessment = judge(talk);
  if (talk.state.dialog === 'containment') return say(talk, 'containment.no-more');
  return say(talk, isStop(assessment) && mayBeLive(talk, assessment) ? 'noted-stop' : 'noted');
}
