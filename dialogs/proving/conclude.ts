import { contain } from '../containment/containment.ts';
import { after, judge, repeat, type Reply, type Talk } from '../talk.ts';
import { conclude, retireAnswer } from '../verification/advance.ts';

/**
 * Our answer at once, now that identity moved: who waited for it with a caller in their ear is asked nothing more. Whoever is being
 * helped with what has already happened stays with that.
 */
export function concludeAnew(talk: Talk): Reply {
  if (talk.state.dialog === 'containment') return repeat(talk);
  const assessment = judge(talk);
  if (assessment.harm.length > 0 && talk.state.opened?.harm !== true) return contain(talk);
  const retired = retireAnswer(talk);
  const concluded = conclude(retired.talk, assessment);
  return after(retired.effects, concluded);
}
