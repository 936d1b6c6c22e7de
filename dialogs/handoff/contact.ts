import { isQuestion, isYes, plain } from '../../src/dialog/typed.ts';
import { assess } from '../../src/domain/assess.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Wording } from '../../src/domain/knowledge.ts';
import { checkNumbers } from '../../src/numbers/check.ts';
import { after, ask, findQuestion, repeat, say, withState, type Reply, type Talk } from '../talk.ts';
import { refreshCase } from './open-case.ts';

/** The one question about the person; it settles nothing and may be skipped. */
export const contactQuestion = 'contact';

/** Whether neither the channel nor the person has told us who to ring, and nobody said that they would rather not. */
export function wantsContact(talk: Talk): boolean {
  const { name } = talk.context.person;
  const isKnown = talk.state.contact !== null || name !== undefined;
  return !isKnown && findQuestion(talk, contactQuestion) !== undefined;
}

/** Asks for a name and a number where nobody knows them, and puts the question that stands aside meanwhile. */
export function askContact(talk: Talk): Reply {
  const question = findQuestion(talk, contactQuestion);
  if (!question || !wantsContact(talk) || isAskingContact(talk)) return repeat(talk);
  return ask(withState(talk, { aside: talk.state.pending }), question);
}

export function isAskingContact({ state }: Talk): boolean {
  return state.pending === contactQuestion;
}

/** Goes on without an answer: the question that was put aside stands again. */
export function leaveContact(talk: Talk): Talk {
  return isAskingContact(talk) ? withState(talk, { pending: talk.state.aside, aside: null }) : talk;
}

/** Longer than this it is no name and number. */
const longestCharacters = 200;
const mostWords = 20;
/** Without a number in it, more words than this tell something else. */
const mostWordsOfName = 8;

/** Whether a message answers the question, and tells nothing of the call besides. */
export function readContact(talk: Talk, said: string): string | undefined {
  if (!isAskingContact(talk) && !isLateContact(talk, said)) return undefined;
  if (said.length > longestCharacters || isQuestion(said, talk.wording)) return undefined;
  const words = plain(said).split(' ').length;
  const isShort = words <= (/\d{3}/.test(said.replaceAll(/[ -]/g, '')) ? mostWords : mostWordsOfName);
  return isShort && !tellsOfCall(talk, said) ? said.trim() : undefined;
}

/** Which number the caller shows or gave. */
const asksForNumber = 'number-shown';

/**
 * Whether somebody who skipped the question gives their name and number after all. A number by itself, one of a known firm, and
 * one that the words give to the caller are of the call.
 */
function isLateContact({ state, context, knowledge, wording }: Talk, said: string): boolean {
  const { opened, contact, pending } = state;
  if (opened === null || contact !== '' || pending === asksForNumber) return false;
  const numbers = checkNumbers(said, context.region, knowledge);
  const [number] = numbers;
  if (number === undefined || numbers.length > 1) return false;
  if (number.whose === 'ours') return true;
  const name = plain(said.replace(/[\p{Nd}+().-]/gu, ' '));
  const isFirm = knowledge.authorities.some(({ names }) =>
    names.some((one) => ` ${name} `.includes(` ${plain(one)} `)),
  );
  return number.whose === 'unclear' && !isFirm && isOwnName(name, wording);
}

/** Nobody gives their name with the words that tell of a call. */
function isOwnName(name: string, { everyday, somebody, ringing }: Wording): boolean {
  const words = name.split(' ');
  const ofCall = new Set([...everyday, ...somebody, ...ringing, 'number', 'him', 'them']);
  return name !== '' && (words.includes('me') || !words.some((word) => ofCall.has(word)));
}

/** Who gives a number asks to be rung on it; what a caller wants, or that they are still there, is another matter. */
function tellsOfCall(talk: Talk, said: string): boolean {
  return judgeAlone(talk, said).topic === 'call' || tellsWhatHappens(talk, said);
}

/** Whether a message by itself tells what a caller wants or got, or that they are there. */
export function tellsWhatHappens(talk: Talk, said: string): boolean {
  const { knowledge } = talk;
  const { evidence, harm } = judgeAlone(talk, said);
  const told = new Set(evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal));
  const isTold = knowledge.signals.some(
    ({ id, requestRisk }) => told.has(id) && (id === 'live-call' || requestRisk !== undefined),
  );
  return harm.length > 0 || isTold;
}

function judgeAlone({ context, knowledge }: Talk, said: string): Assessment {
  return assess({ story: said, answers: [], proofs: [], region: context.region }, knowledge);
}

/** Keeps what was typed for the technician; a bare "yes" is asked what to keep. */
export function takeContact(talk: Talk, contact: string): Reply {
  if (isYes(contact, talk.wording)) return repeat(talk, say(talk, 'contact.what'));
  const kept = leaveContact(withState(talk, { contact }));
  return after([...refreshCase(kept), say(kept, 'contact.kept', { contact })], goOn(kept));
}

/** Somebody who would rather not say is not asked again. */
export function skipContact(talk: Talk): Reply {
  if (!isAskingContact(talk)) return repeat(talk, say(talk, 'stale'));
  const left = leaveContact(withState(talk, { contact: '' }));
  return after([say(left, 'contact.skipped')], goOn(left));
}

function goOn(talk: Talk): Reply {
  return talk.state.pending === null ? repeat(talk) : repeat(talk, say(talk, 'person.meanwhile'));
}
