import type { Effect } from '../../src/dialog/effect.ts';
import { readChoices, readCorrection } from '../../src/dialog/typed.ts';
import { assess } from '../../src/domain/assess.ts';
import type { Evidence, Presence } from '../../src/domain/evidence.ts';
import type { Choice, Question } from '../../src/domain/knowledge.ts';
import { contactQuestion } from '../handoff/contact.ts';
import { findQuestion, judge, say, withState, type Talk } from '../talk.ts';
import { echoOf } from './answer.ts';
import { isTelling } from './heard.ts';

/**
 * The question that a message answers though it does not stand: an earlier one ("actually withheld"), or one that was
 * not put yet ("a supplier"). Words that would answer several questions, such as "no", answer none of them; a number
 * names none either.
 */
export function readNewAnswer(talk: Talk, said: string): { question: string; choices: string[] } | undefined {
  if (/^\s*\d+\s*$/.test(said)) return undefined;
  const { answers } = talk.state;
  const corrected = readCorrection(said, talk.wording);
  if (corrected !== undefined) {
    const answered = answers.toReversed().flatMap(({ question }) => findQuestion(talk, question) ?? []);
    return readingsOf(talk, corrected, answered)[0];
  }
  const questions = talk.knowledge.questions.filter(({ id }) => id !== contactQuestion);
  const [reading, other] = readingsOf(talk, said, questions);
  if (!reading || other) return undefined;
  const isOne = findQuestion(talk, reading.question)?.many === false;
  return isOne || answers.some(({ question }) => question === reading.question) ? reading : undefined;
}

function readingsOf(
  talk: Talk,
  said: string,
  questions: readonly Question[],
): { question: string; choices: string[] }[] {
  return questions.flatMap((question) => {
    const choices = readChoices(said, question, talk.wording);
    return choices ? [{ question: question.id, choices }] : [];
  });
}

/**
 * Changes the answers that a new message contradicts, and reads back those that were given as a plain yes or no: what
 * nobody had said is no change but more of the story, and so is what nobody was sure of. What was only heard is contradicted just by
 * an open correction ("actually ..."), because a second caller may be told of in the same story.
 */
export function correct(talk: Talk, said: string): { talk: Talk; echoes: Effect[] } {
  const isOpen = readCorrection(said, talk.wording) !== undefined;
  const before = new Map(judge(talk).evidence.map((item) => [item.signal, item]));
  const heard = assess({ story: said, answers: [], proofs: [], region: talk.context.region }, talk.knowledge);
  const contrary = heard.evidence.filter((item) => isContrary(item, before.get(item.signal), isOpen));
  const corrected = contrary.reduce((so_far, { signal, present }) => settle(so_far, signal, present), talk);
  const plainly = contrary.filter(({ signal }) => isOpen || isStated(talk, signal));
  return { talk: corrected, echoes: plainly.length > 0 ? echoChanges(talk, corrected) : [] };
}

function isContrary(heard: Evidence, known: Evidence | undefined, isOpen: boolean): boolean {
  const isNews = !known || known.present === 'unsure';
  if (isNews || heard.present === 'unsure' || heard.present === known.present) return false;
  return isOpen || known.origin.kind === 'answer';
}

/** Whether a choice that somebody took says so itself; what they left out of several was never said. */
function isStated(talk: Talk, signal: string): boolean {
  return talk.state.answers.some(({ question, choices }) =>
    findQuestion(talk, question)?.choices.some(
      ({ id, evidence }) => choices.includes(id) && signal in evidence,
    ),
  );
}

/** Makes the answers say this of a signal, through as few changes as will do. */
function settle(talk: Talk, signal: string, present: Presence): Talk {
  const rechosen = talk.state.answers.reduce(
    (so_far, answer) => rechoose(so_far, answer.question, signal, present),
    talk,
  );
  const known = judge(rechosen).evidence.find((item) => item.signal === signal);
  if (known?.present === present) return rechosen;
  const question = talk.knowledge.questions
    .filter(({ many }) => !many)
    .toSorted((one, other) => one.order - other.order)
    .find(({ choices }) => choices.some((choice) => choice.evidence[signal] === present));
  const choice = question?.choices.find(({ evidence }) => evidence[signal] === present);
  return question && choice ? putChoices(rechosen, question.id, [choice.id]) : rechosen;
}

function rechoose(talk: Talk, id: string, signal: string, present: Presence): Talk {
  const question = findQuestion(talk, id);
  const taken = talk.state.answers.find((answer) => answer.question === id)?.choices ?? [];
  const chosen = question?.choices.filter((choice) => taken.includes(choice.id)) ?? [];
  const isMeant = question?.choices.some(({ evidence }) => evidence[signal] === present) ?? false;
  if (!question || !isMeant || chosen.some(({ evidence }) => evidence[signal] === present)) return talk;
  return putChoices(talk, id, newChoices(question, chosen, signal, present));
}

function newChoices(
  question: Question,
  chosen: readonly Choice[],
  signal: string,
  present: Presence,
): string[] {
  const fitting = question.choices.filter(({ evidence }) => evidence[signal] === present).slice(0, 1);
  const kept = question.many
    ? chosen.filter((choice) => isTelling(choice) && !(signal in choice.evidence))
    : [];
  const isEnough = present === 'no' && kept.length > 0;
  return (isEnough ? kept : [...kept, ...fitting]).map(({ id }) => id);
}

function putChoices(talk: Talk, question: string, choices: readonly string[]): Talk {
  const answer = { question, choices };
  const others = talk.state.answers.some((one) => one.question === question);
  return withState(talk, {
    answers: others
      ? talk.state.answers.map((one) => (one.question === question ? answer : one))
      : [...talk.state.answers, answer],
  });
}

function echoChanges(before: Talk, after: Talk): Effect[] {
  return after.state.answers
    .filter((answer) => !before.state.answers.includes(answer))
    .flatMap(({ question: id, choices }) => {
      const question = findQuestion(after, id);
      return question ? [say(after, 'changed', echoOf(question, choices))] : [];
    });
}
