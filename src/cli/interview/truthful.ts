import type { Answer } from '../../domain/evidence.ts';
import type { Choice, Knowledge, Question } from '../../domain/knowledge.ts';

/** Labelled signals: `null` is "not stated", and an absent one is not labelled. */
export type Labels = Readonly<Record<string, boolean | null | undefined>>;

/**
 * What a truthful person who knows just the labels would answer: the choices that the labels support.
 * What they do not know is "Not sure".
 */
export function answerTruthfully(question: Question, labels: Labels): Answer {
  const supported = question.choices.filter((choice) => isSupported(choice, labels));
  const stated = supported.filter((choice) => statesSomething(choice));
  const chosen = question.many
    ? stated
    : stated.toSorted((one, other) => yesCount(other) - yesCount(one)).slice(0, 1);
  if (chosen.length > 0) return { question: question.id, choices: chosen.map(({ id }) => id) };
  return { question: question.id, choices: [nothingOrNotSure(question, labels)] };
}

/** Truthful answers to every question that settles something. */
export function answerAll(labels: Labels, knowledge: Knowledge): Answer[] {
  const counted = knowledge.questions.filter(({ settles }) => settles.length > 0);
  return counted.map((question) => answerTruthfully(question, labels));
}

/** Every "yes" of the choice is labelled true and no "no" of it is labelled true. */
function isSupported({ evidence }: Choice, labels: Labels): boolean {
  const entries = Object.entries(evidence);
  const yes = entries.filter(([, present]) => present === 'yes');
  const no = entries.filter(([, present]) => present === 'no');
  if (entries.some(([, present]) => present === 'unsure')) return false;
  if (yes.length === 0) {
    const denied = no.map(([signal]) => labels[signal]).filter((label) => label !== undefined);
    return denied.length > 0 && denied.every((label) => label === false);
  }
  return yes.every(([signal]) => labels[signal] === true) && no.every(([signal]) => labels[signal] !== true);
}

function statesSomething({ evidence }: Choice): boolean {
  return Object.keys(evidence).length > 0;
}

function yesCount({ evidence }: Choice): number {
  return Object.values(evidence).filter((present) => present === 'yes').length;
}

/** "None of these" only when every signal that is labelled at all was denied. */
function nothingOrNotSure({ settles, choices }: Question, labels: Labels): string {
  const labelled = settles.map((signal) => labels[signal]).filter((label) => label !== undefined);
  const denied = labelled.length > 0 && labelled.every((label) => label === false);
  const nothing = denied
    ? choices.find(({ id, evidence }) => id !== 'not-sure' && Object.keys(evidence).length === 0)
    : undefined;
  return nothing?.id ?? 'not-sure';
}
