import type { Effect } from '../../src/dialog/effect.ts';
import { storyLimit } from '../../src/dialog/state.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { proceed } from '../proceed.ts';
import { after, judge, remember, repeat, say, withState, type Reply, type Talk } from '../talk.ts';
import { correct } from './correct.ts';
import { turnAway } from './opening.ts';

/** Hears free text: it is always part of the story, and may settle, change or add anything. */
export function listen(talk: Talk, said: string): Reply {
  const { talk: corrected, echoes } = correct(talk, said);
  const told = tell(corrected, said);
  const was = judge(talk);
  const now = judge(told);
  if (isOrdinary(told, now)) return turnAway(told);
  const notes = [...remember(told, 'note.added', { text: said }), ...cutNotice(told, was, now), ...echoes];
  if (echoes.length === 0 && isUnanswered(talk, was, now)) {
    return repeat(told, ...notes, say(told, 'unclear'));
  }
  return after(notes, proceed(talk, told));
}

/** An ordinary message told before the call is no part of the call. */
function tell(talk: Talk, said: string): Talk {
  const { state } = talk;
  const isOrdinarySoFar = state.story.length > 0 && isOrdinary(talk, judge(talk));
  const earlier = isOrdinarySoFar ? [] : state.story;
  const room = Math.max(0, storyLimit - earlier.join('\n').length);
  const pending = state.pending === 'caller-on-line' ? null : state.pending;
  return withState(talk, {
    story: [...earlier, said.slice(0, room)].filter((part) => part !== ''),
    pending,
    begun: true,
  });
}

function isOrdinary({ state }: Talk, { topic }: Assessment): boolean {
  return topic === 'other' && !state.rang && state.answers.length === 0;
}

/** The question still stands and the message told us nothing new. */
function isUnanswered({ state }: Talk, was: Assessment, now: Assessment): boolean {
  const isAsking = state.pending !== null && state.pending !== 'caller-on-line';
  return isAsking && knownOf(was) === knownOf(now);
}

function knownOf({ evidence, harm }: Assessment): string {
  return JSON.stringify([evidence.map(({ signal, present }) => [signal, present]), harm]);
}

function cutNotice(talk: Talk, was: Assessment, now: Assessment): Effect[] {
  return now.cut && !was.cut ? [say(talk, 'cut')] : [];
}
