import { namedChecks } from './assess.ts';
import type { Assessment } from './assessment.ts';
import type { Call } from './evidence.ts';
import { riskWeightOf } from './judging/weigh.ts';
import type { Knowledge, Question, Weights } from './knowledge.ts';
import { settledByNumbers } from './numbers.ts';

/** DESIGN: at most six, one at a time. */
export const mostQuestions = 6;

/**
 * The question that would settle most, or nothing when the verdict is decisive, everything that matters is settled,
 * or six were asked. What the story or an answer told us is never asked again.
 */
export function nextQuestion(call: Call, assessment: Assessment, knowledge: Knowledge): Question | undefined {
  if (isSettled(assessment)) return undefined;
  const asked = new Set(call.answers.map(({ question }) => question));
  const counted = knowledge.questions.filter(({ settles }) => settles.length > 0);
  if (counted.filter(({ id }) => asked.has(id)).length >= mostQuestions) return undefined;
  const known = new Set([
    ...assessment.evidence.map(({ signal }) => signal),
    ...settledByNumbers(call.numbers),
  ]);
  const open = counted
    .filter(({ id }) => !asked.has(id))
    .map((question) => ({ question, worth: worthOf(question, known, knowledge.weights) }))
    .filter(({ worth }) => worth > 0)
    .toSorted((one, other) => other.worth - one.worth || one.question.order - other.question.order);
  return open[0]?.question;
}

/** Stops early when the answer cannot get any clearer: a stop, or a proof. */
function isSettled({ verdict }: Assessment): boolean {
  return verdict === 'stop-scam' || verdict === 'stop-unsafe' || verdict === 'proved';
}

const checks = new Set<string>(namedChecks);
/** Settling a named check is worth more than any single learned weight, since it is never left out. */
const worthOfCheck = 100;

function worthOf(question: Question, known: ReadonlySet<string>, weights: Weights): number {
  const unsettled = question.settles.filter((signal) => !known.has(signal));
  const named = unsettled.filter((signal) => checks.has(signal)).length;
  return named * worthOfCheck + (named > 0 ? swing(unsettled, weights) : 0);
}

/** How far the answers could move the risk, from the learned weights. */
function swing(signals: readonly string[], { models }: Weights): number {
  const weight = (name: string): number => Math.abs(riskWeightOf(name, models));
  return signals.reduce(
    (total, signal) => total + weight(`signal:${signal}=yes`) + weight(`signal:${signal}=no`),
    0,
  );
}
