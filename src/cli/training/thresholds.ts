import { gather } from '../../domain/gather.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Knowledge, Thresholds, Weights } from '../../domain/knowledge.ts';
import { requestRiskOf } from '../../domain/judging/request-risk.ts';
import { weigh } from '../../domain/judging/weigh.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { measureDecision } from '../evaluation/measures.ts';
import type { Judged } from './learn.ts';
import { answerAll } from '../interview/truthful.ts';

/** Of the genuine calls at most this share may be told stop from the story alone; one in twenty is the limit. */
const falseAlarms = 0.045;
/** Of the ordinary messages at most this share may be drawn into the dialog. */
const drawnIn = 0.03;

/** The thresholds that keep to those shares on labelled stories that the models never saw. */
export function chooseThresholds(
  stories: readonly Labelled[],
  weights: Weights,
  knowledge: Knowledge,
): Thresholds {
  const learned = { ...knowledge, weights };
  const calls = stories.filter(({ label }) => label === 'scam' || label === 'legit');
  const answered = calls.map((story) => judge(story, answerAll(story.signals, learned), learned));
  const alone = stories.map((story) => judge(story, [], learned));
  const calledAlone = alone.filter(({ label }) => label === 'scam' || label === 'legit');
  const ordinary = alone.filter(({ label }) => label === 'none');
  return {
    ...chooseStops(calledAlone),
    concludeAt: bestBalance(answered.map(({ risk, label }) => ({ risk, isYes: label === 'scam' }))),
    callAt: highestShare(
      ordinary.map(({ topic }) => topic),
      drawnIn,
    ),
  };
}

type Stops = Pick<Thresholds, 'stopAt' | 'decisiveAt' | 'unsafeAt'>;

/**
 * The three ways to a stop share the false alarms, so they are chosen together: of all that keep to the limit, those that stop
 * most scams, counting the ones that are unsafe whoever asks twice.
 */
function chooseStops(calls: readonly Told[]): Stops {
  const genuine = calls.filter(({ label }) => label === 'legit');
  const scams = calls.filter(({ label }) => label === 'scam');
  const unsafe = scams.filter(({ isUnsafe }) => isUnsafe);
  const choices = steps(0.9, 0.99, 0.01).flatMap((stopAt) =>
    steps(0.5, 0.98, 0.04).flatMap((decisiveAt) =>
      steps(0.5, 0.98, 0.04).map((unsafeAt) => ({ stopAt, decisiveAt, unsafeAt })),
    ),
  );
  const sure = { stopAt: 1, decisiveAt: 1, unsafeAt: 1 };
  const worth = (stops: Stops): number => shareStopped(scams, stops) + shareStopped(unsafe, stops);
  return choices
    .filter((stops) => shareStopped(genuine, stops) <= falseAlarms)
    .reduce<Stops>((best, stops) => (worth(stops) > worth(best) ? stops : best), sure);
}

function steps(from: number, to: number, by: number): number[] {
  const count = Math.round((to - from) / by) + 1;
  return Array.from({ length: count }, (_, at) => Math.round((from + at * by) * 100) / 100);
}

function shareStopped(calls: readonly Told[], { stopAt, decisiveAt, unsafeAt }: Stops): number {
  const stopped = calls.filter(
    ({ risk, unsafe, isDecisive }) =>
      risk >= stopAt || unsafe >= unsafeAt || (isDecisive && risk >= decisiveAt),
  );
  return stopped.length / Math.max(1, calls.length);
}

type Told = {
  label: Labelled['label'];
  /** Labelled as unsafe whoever asks. */
  isUnsafe: boolean;
  risk: number;
  topic: number;
  unsafe: number;
  /** A decisive request was heard or sensed. */
  isDecisive: boolean;
};

function judge({ text, label, decisive }: Labelled, answers: readonly Answer[], knowledge: Knowledge): Told {
  const ready = prepare(knowledge);
  const { features, worded, evidence } = gather({ story: text, answers }, ready);
  const [risk = 0, topic = 0, unsafe = 0] = weigh(features, ready.models, worded);
  const isDecisive = requestRiskOf(evidence, ready.signals) === 'decisive';
  return { label, isUnsafe: decisive === true, risk, topic, unsafe, isDecisive };
}

/** The threshold that at most the given share of the values reach. */
function highestShare(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => other - one);
  const reached = ordered[Math.floor(ordered.length * share)] ?? 0;
  return Math.min(1, Math.floor(reached * 100 + 1) / 100);
}

/** The lowest risk from which on at least the wanted share of the cases are a yes; 1 when there is none. */
export function lowestWithPrecision(cases: readonly Judged[], wanted: number): number {
  const ordered = cases.toSorted((one, other) => other.risk - one.risk);
  let lowest = 1;
  let right = 0;
  ordered.forEach(({ risk, isYes }, at) => {
    right += Number(isYes);
    if (right / (at + 1) >= wanted) lowest = risk;
  });
  return Math.ceil(lowest * 100) / 100;
}

/** After the answers the more likely way is told: the risk that parts scams from genuine calls best (macro-F1). */
function bestBalance(cases: readonly Judged[]): number {
  const candidates = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);
  const balance = (threshold: number): number =>
    measureDecision(cases.map(({ risk, isYes }) => ({ risk, stopped: risk >= threshold, isScam: isYes })))
      .macroF1;
  return candidates.reduce((best, each) => (balance(each) > balance(best) ? each : best));
}
