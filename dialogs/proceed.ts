import { contain } from './containment/containment.ts';
import { after, judge, repeat, say, type Reply, type Talk } from './talk.ts';
import { advance, retireAnswer } from './verification/advance.ts';

/** Goes on after something new was learnt: harm first, then an answer that changed, then the next question. */
export function proceed(before: Talk, talk: Talk): Reply {
  const was = judge(before);
  const now = judge(talk);
  if (now.harm.some((harm) => !was.harm.includes(harm))) return contain(talk);
  if (talk.state.answerCard === null)
    return talk.state.pending === 'already-done' ? repeat(talk) : advance(talk);
  if (was.verdict === now.verdict || talk.state.dialog === 'containment')
    return repeat(talk, say(talk, 'noted'));
  const retired = retireAnswer(talk);
  return after(retired.effects, advance(retired.talk));
}
