import type { Effect } from '../../src/dialog/effect.ts';
import { isQuestion, plain } from '../../src/dialog/typed.ts';
import { dateInWords } from '../../src/dialog/words.ts';
import type { NumberCheck } from '../../src/domain/evidence.ts';
import { markNumbers, ruleOf } from '../../src/domain/numbers.ts';
import { checkNumbers } from '../../src/numbers/check.ts';
import { findQuestion, judge, say, text, withState, type Talk } from '../talk.ts';

/** Nobody asks about more in one breath. */
const mostTold = 2;

/**
 * What a message's numbers prove: of one that the person asks about, and of any that is new and that we hold ourselves.
 * What is evidence is a reason and stands with the others.
 */
export function tellNumbers(before: Talk, told: Talk, said: string): Effect[] {
  const isAsked = isQuestion(said, told.wording) || /[?？]/.test(said);
  const asked = isAsked ? numbersIn(told, said) : [];
  const held = newNumbers(before, told).filter(({ kind }) => kind === 'directory');
  return [...new Set([...asked, ...held])].slice(0, mostTold).flatMap((check) => tellOne(told, check));
}

/** The numbers written in this message, as the whole story knows them. */
function numbersIn(told: Talk, said: string): NumberCheck[] {
  const { knowledge, context } = told;
  const written = new Set(
    checkNumbers(said, context.region, knowledge).map(({ number }) => digitsOf(number)),
  );
  return judge(told).numbers.filter(({ number }) => written.has(digitsOf(number)));
}

function digitsOf(number: string): string {
  return number.replace(/\P{Nd}/gu, '');
}

/** Numbers written in this message and in none before; a hidden one is not written. */
function newNumbers(before: Talk, told: Talk): NumberCheck[] {
  const known = new Set(judge(before).numbers.map(({ number }) => number));
  return judge(told).numbers.filter(({ kind, number }) => kind !== 'withheld' && !known.has(number));
}

function tellOne(talk: Talk, check: NumberCheck): Effect[] {
  const proves = ruleOf(check.kind, talk.knowledge)?.text;
  if (proves === undefined) return [];
  const number = markNumbers(check.number, [check], talk.knowledge);
  return [say(talk, check.held ? 'number.held' : 'number.told', { number, proves, ...slotsOf(talk, check) })];
}

/** The numbers that we hold for whoever the caller says they are: whoever rang, these are the ones to ring. */
export function ringHeld(talk: Talk): string[] {
  return heldFor(talk).map(({ name, number, since }) =>
    since === undefined
      ? text(talk, 'ring.desk', { name, number })
      : text(talk, 'number.ring', { name, number, since: dateInWords(since, talk.context.language) }),
  );
}

type Held = { name: string; number: string; since: string | undefined };

/** Bodies of our own that callers claim to be: their number is the desk's. */
export const ourIt: ReadonlySet<string> = new Set(['own-it-service-desk', 'own-msp', 'own-security-team']);

/** What we hold for the body that is claimed, and of the numbers that were told those that we hold ourselves. */
export function heldFor(talk: Talk): Held[] {
  const { claimedAuthority, numbers } = judge(talk);
  const claimed = talk.knowledge.directory.filter(
    ({ authority }) => authority !== undefined && authority === claimedAuthority?.id,
  );
  const told = numbers.flatMap(({ number, held }) => (held ? [{ number, ...held }] : []));
  const all: Held[] = [...deskFor(talk, claimedAuthority?.id), ...claimed, ...told];
  return all.filter((one, at) => all.findIndex(({ name }) => name === one.name) === at);
}

function deskFor({ context }: Talk, claimed: string | undefined): Held[] {
  const { name, phone } = context.desk;
  const isOurs = claimed !== undefined && ourIt.has(claimed) && phone !== undefined;
  return isOurs ? [{ name, number: phone, since: undefined }] : [];
}

function slotsOf({ context }: Talk, { held }: NumberCheck): Record<string, string> {
  if (!held) return {};
  const day = new Intl.DateTimeFormat(context.language, { dateStyle: 'long', timeZone: 'UTC' });
  return { name: held.name, since: day.format(new Date(held.since)) };
}

/** More words than this beside a number tell something of their own. */
const mostWordsBeside = 3;

/** A number typed to the question which number shows answers it: one shows, and it is part of the story. */
export function answerWithNumber(before: Talk, told: Talk, said: string): Talk {
  const question = findQuestion(told, told.state.pending);
  const choice = question?.choices.find(
    ({ evidence }) => evidence['withheld-number'] === 'no' && !Object.values(evidence).includes('yes'),
  );
  const besides = plain(said.replace(/[\p{Nd}+().-]/gu, ' ')).split(' ');
  if (!question || !choice || besides.length > mostWordsBeside || newNumbers(before, told).length === 0)
    return told;
  const { answers, trail } = told.state;
  return withState(told, {
    pending: null,
    answers: [
      ...answers.filter((answer) => answer.question !== question.id),
      { question: question.id, choices: [choice.id] },
    ],
    trail: [...trail.filter((id) => id !== question.id), question.id],
  });
}
