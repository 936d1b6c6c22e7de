import type { Assessment } from '../../src/domain/assessment.ts';
import type { Choice, Question } from '../../src/domain/knowledge.ts';

/** The choices of a question with several answers that the story has told already. */
export function heardChoices(question: Question, { evidence }: Assessment): Choice[] {
  const stated = evidence.filter(({ present, origin }) => present === 'yes' && origin.kind === 'story');
  const heard = new Set(stated.map(({ signal }) => signal));
  const isHeard = (choice: Choice): boolean =>
    saidYes(choice).length > 0 && saidYes(choice).every((signal) => heard.has(signal));
  return question.many ? question.choices.filter(isHeard) : [];
}

/** The choice of a question with several answers that says there is nothing, or nothing besides what was heard. */
export function noneOf(question: Question): Choice | undefined {
  return question.choices.find((choice) => !isTelling(choice));
}

/** A choice that says something happened, unlike "None of these" and "Not sure". */
export function isTelling(choice: Choice): boolean {
  return choice.harm !== undefined || saidYes(choice).length > 0;
}

function saidYes({ evidence }: Choice): string[] {
  return Object.keys(evidence).filter((signal) => evidence[signal] === 'yes');
}
