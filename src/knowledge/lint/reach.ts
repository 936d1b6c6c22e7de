import { assess } from '../../domain/assess.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Choice, Knowledge, Question, Scam, Strength } from '../../domain/knowledge.ts';
import type { Fault } from '../fault.ts';
import type { Locate } from '../references.ts';

/** The technician and "why?" look at no more matches than these. */
const matchesSeen = 3;

/** How much of the scam the person has met: what is in nearly every call, then what is in most, then all of it. */
const depths: readonly (readonly Strength[])[] = [
  ['core'],
  ['core', 'common'],
  ['core', 'common', 'sometimes'],
];

/**
 * Warnings that no scam shows. What only speaks for a caller, or says how the call came about, belongs to no scam: it is
 * heard by its cues and named beside the reasons.
 */
export function checkSignals(
  { signals, scams }: Pick<Knowledge, 'signals' | 'scams'>,
  locate: Locate,
): Fault[] {
  const shown = new Set(scams.flatMap((scam) => Object.keys(scam.signals)));
  return signals
    .filter(({ id, bearing }) => bearing === 'warning' && !shown.has(id))
    .map(({ id }) => ({
      ...locate('signals', id, []),
      what: 'no scam shows this warning',
      why: 'it could be heard, but would point to nothing',
      fix: 'name it under signals in the scams it belongs to',
    }));
}

/**
 * Scams that answers alone do not lead to. A person who tells no story answers every question by what the scam does:
 * they tap each choice that says nothing but signals of the scam, and say who is calling, by tap or by typing the name.
 * At one depth at least, the scam must then be among the first three.
 */
export function checkReach(knowledge: Knowledge, locate: Locate): Fault[] {
  return knowledge.scams
    .filter((scam) => scam.status === 'published' && !isReached(scam, knowledge))
    .map(({ id }) => ({
      ...locate('scams', id, ['signals']),
      what: `answers to the questions alone never bring this scam among the first ${matchesSeen}`,
      why: 'somebody who only taps answers would be shown others',
      fix: 'name the signals and claimedAuthorities that set it apart, as far as a question settles them',
    }));
}

function isReached(scam: Scam, knowledge: Knowledge): boolean {
  const callers = [undefined, ...scam.claimedAuthorities];
  return depths.some((depth) => {
    const signals = Object.keys(scam.signals).filter((id) => depth.includes(scam.signals[id] ?? 'sometimes'));
    return callers.some((caller) => isAmongFirst(scam, new Set(signals), caller, knowledge));
  });
}

function isAmongFirst(
  { id }: Scam,
  signals: ReadonlySet<string>,
  caller: string | undefined,
  knowledge: Knowledge,
): boolean {
  const answers = knowledge.questions.flatMap((question) => answerBy(question, signals, caller));
  const isTapped = knowledge.questions.some(({ choices }) =>
    choices.some(({ authority }) => authority === caller),
  );
  const named = knowledge.authorities.find((authority) => authority.id === caller)?.names[0] ?? '';
  const call = { story: isTapped ? '' : named, answers, proofs: [], region: 'GB' };
  return assess(call, knowledge)
    .matches.slice(0, matchesSeen)
    .some(({ scam }) => scam === id);
}

/** The choices that say nothing but these signals: all of them, or the one that says most. */
function answerBy(question: Question, signals: ReadonlySet<string>, caller: string | undefined): Answer[] {
  const fitting = question.choices.filter((choice) => {
    const stated = statedBy(choice);
    const fits = stated.length > 0 && stated.every((signal) => signals.has(signal));
    return fits && (choice.authority === undefined || choice.authority === caller);
  });
  const most = fitting.toSorted((one, other) => statedBy(other).length - statedBy(one).length);
  const taken = question.many ? fitting : most.slice(0, 1);
  return taken.length === 0 ? [] : [{ question: question.id, choices: taken.map(({ id }) => id) }];
}

function statedBy({ evidence }: Choice): string[] {
  return Object.keys(evidence).filter((signal) => evidence[signal] === 'yes');
}
