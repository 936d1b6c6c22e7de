import type { Effect } from '../../src/dialog/effect.ts';
import { isJustCommand, isQuestion, plain } from '../../src/dialog/typed.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { noted, proceed } from '../proceed.ts';
import { after, judge, remember, repeat, say, withState, type Reply, type Talk } from '../talk.ts';
import { isCut, withMessage } from '../story.ts';
import { correct } from './correct.ts';
import { answerWithNumber, tellNumbers } from './numbers.ts';
import { turnAway } from './opening.ts';

/** Hears free text: it is always part of the story, and may settle, change or add anything. */
export function listen(talk: Talk, said: string): Reply {
  const { talk: corrected, echoes } = correct(talk, said);
  const told = answerWithNumber(talk, tell(corrected, said), said);
  const numbers = tellNumbers(talk, told, said);
  const was = judge(talk);
  const now = judge(told);
  const cut = cutNotice(talk, told);
  if (isOrdinary(told, now) && !isUnderWay(talk)) return after([...cut, ...numbers], turnAway(told));
  const isNews = echoes.length > 0 || knownOf(was) !== knownOf(now);
  if (!isNews && isUnderWay(talk) && isBare(said)) return repeat(talk, notUnderstood(talk));
  const notes = [...remember(told, 'note.added', { text: said }), ...cut, ...echoes, ...numbers];
  if (!isNews && isSwayed(talk, was, now)) return repeat(talk, ...notes, noted(talk));
  if (!isNews && isUnderWay(talk) && isQuestion(said, talk.wording))
    return repeat(told, ...notes, ...(numbers.length > 0 ? [] : [cannotSay(told)]));
  if (!isNews && isAsking(talk)) return repeat(told, ...notes, say(told, 'unclear'));
  return after(notes, proceed(talk, told));
}

/** What is told along with a command is part of the story: "I already sent him the codes". */
export function withTelling(talk: Talk, said: string): Talk {
  if (isJustCommand(said, talk.wording)) return talk;
  return withState(tell(talk, said), { pending: talk.state.pending });
}

/** An ordinary message told before the call is no part of the call. */
function tell(talk: Talk, said: string): Talk {
  const { state } = talk;
  const before = judge(talk);
  const isOrdinarySoFar = isOrdinary(talk, before) && before.evidence.length === 0;
  const earlier = isOrdinarySoFar ? [] : state.story;
  const pending = state.pending === 'caller-on-line' ? null : state.pending;
  return withState(talk, {
    story: withMessage(earlier, said),
    pending,
    begun: true,
  });
}

function isOrdinary({ state }: Talk, { topic }: Assessment): boolean {
  return topic === 'other' && !state.rang && state.answers.length === 0;
}

/** A question stands, and another one than the first, which any story answers well enough. */
function isAsking({ state }: Talk): boolean {
  return state.pending !== null && state.pending !== 'caller-on-line';
}

function isUnderWay(talk: Talk): boolean {
  return isAsking(talk) || talk.state.answerCard !== null;
}

/** Words that tell nothing new never change an answer that was given. */
function isSwayed({ state }: Talk, was: Assessment, now: Assessment): boolean {
  return state.answerCard !== null && was.verdict !== now.verdict;
}

/** Too few words to be worth a technician's reading. */
function isBare(said: string): boolean {
  return plain(said).split(' ').length <= 2;
}

function notUnderstood(talk: Talk): Effect {
  return isAsking(talk) ? say(talk, 'not-understood') : noted(talk);
}

/** A question that we have no answer to is told so, with what holds until there is one. */
function cannotSay(talk: Talk): Effect {
  return say(talk, isAsking(talk) ? 'certain-undecided' : 'question-after');
}

function knownOf({ evidence, harm, numbers }: Assessment): string {
  const stated = evidence.map(({ signal, present }) => [signal, present]);
  return JSON.stringify([stated, harm, numbers.map(({ number }) => number)]);
}

function cutNotice(before: Talk, told: Talk): Effect[] {
  return isCut(told.state.story) && !isCut(before.state.story) ? [say(told, 'cut')] : [];
}
