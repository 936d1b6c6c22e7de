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

/**
 * Of the genuine calls at most this share may be told stop from the story alone, for each of the three ways to a stop. They
 * mostly meet in the same calls, so that together they stay below one in twenty.
 */
const falseAlarms = { risk: 0.02, decisive: 0.03, unsafe: 0.025 };
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
  const genuine = alone.filter(({ label }) => label === 'legit');
  const ordinary = alone.filter(({ label }) => label === 'none');
  return {
    stopAt: highestShare(
      genuine.map(({ risk }) => risk),
      falseAlarms.risk,
    ),
    concludeAt: bestBalance(answered.map(({ risk, label }) => ({ risk, isYes: label === 'scam' }))),
    decisiveAt: highestShare(
      genuine.map(({ risk, isDecisive }) => (isDecisive ? risk : 0)),
      falseAlarms.decisive,
    ),
    unsafeAt: highestShare(
      genuine.map(({ unsafe }) => unsafe),
      falseAlarms.unsafe,
    ),
    callAt: highestShare(
      ordinary.map(({ topic }) => topic),
      drawnIn,
    ),
  };
}

type Told = { label: Labelled['label']; risk: number; topic: number; unsafe: number; isDecisive: boolean };

function judge({ text, label }: Labelled, answers: readonly Answer[], knowledge: Knowledge): Told {
  const ready = prepare(knowledge);
  const { features, worded, evidence } = gather({ story: text, answers }, ready);
  const [risk = 0, topic = 0, unsafe = 0] = weigh(features, ready.models, worded);
  return { label, risk, topic, unsafe, isDecisive: requestRiskOf(evidence, ready.signals) === 'decisive' };
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
