import type { Effect } from '../src/dialog/effect.ts';
import type { Assessment } from '../src/domain/assessment.ts';
import { contain } from './containment/containment.ts';
import { after, judge, repeat, say, type Reply, type Talk } from './talk.ts';
import { advance, concludeEffect, retireAnswer } from './verification/advance.ts';

/** Goes on after something new was learnt: harm first, then an answer that changed, then the next question. */
export function proceed(before: Talk, talk: Talk): Reply {
  const was = judge(before);
  const now = judge(talk);
  if (now.harm.some((harm) => !was.harm.includes(harm))) return contain(talk);
  if (talk.state.answerCard === null)
    return talk.state.pending === 'already-done' ? repeat(talk) : advance(talk);
  if (isSame(was, now) || talk.state.dialog === 'containment') return repeat(talk, say(talk, 'noted'));
  const retired = retireAnswer(talk);
  return after(retired.effects, advance(retired.talk));
}

function isSame(was: Assessment, now: Assessment): boolean {
  return decisionOf(was) === decisionOf(now);
}

function decisionOf(assessment: Assessment): string {
  const effect: Effect = concludeEffect(assessment);
  return JSON.stringify(effect);
}
