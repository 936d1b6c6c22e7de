import { gather } from '../../domain/gather.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Knowledge, Weights } from '../../domain/knowledge.ts';
import { requestRiskOf } from '../../domain/judging/request-risk.ts';
import { weigh } from '../../domain/judging/weigh.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { measureDecision } from '../evaluation/measures.ts';
import type { Judged } from './learn.ts';
import { answerAll } from '../interview/truthful.ts';

/** Of the calls told stop from the story alone at least this share must be scams: a genuine bank told to get lost costs trust. */
const stopPrecision = 0.92;
/** A decisive request is unsafe by itself, so a little less will do. */
const decisivePrecision = 0.9;
/** Of the messages about a caller at least this share must be taken up. */
const callRecall = 0.985;

/** The thresholds that meet those shares on labelled stories that the models never saw. */
export function chooseThresholds(
  stories: readonly Labelled[],
  weights: Weights,
  knowledge: Knowledge,
): Pick<Weights, 'stopAt' | 'concludeAt' | 'decisiveAt' | 'callAt'> {
  const learned = { ...knowledge, weights };
  const calls = stories.filter(({ label }) => label === 'scam' || label === 'legit');
  const alone = calls.map((story) => judge(story, [], learned));
  const answered = calls.map((story) => judge(story, answerAll(story.signals, learned), learned));
  const callers = stories
    .map((story) => judge(story, [], learned))
    .map((each) => ({ risk: each.topic, isYes: each.isCall }));
  return {
    stopAt: lowestWithPrecision(alone, stopPrecision),
    concludeAt: bestBalance(answered),
    decisiveAt: lowestWithPrecision(
      alone.filter(({ isDecisive }) => isDecisive),
      decisivePrecision,
    ),
    callAt: highestWithRecall(callers, callRecall),
  };
}

type Told = Judged & { topic: number; isCall: boolean; isDecisive: boolean };

function judge({ text, label }: Labelled, answers: readonly Answer[], knowledge: Knowledge): Told {
  const ready = prepare(knowledge);
  const { features, evidence } = gather({ story: text, answers }, ready);
  const [risk = 0, topic = 0] = weigh(features, ready.judges);
  return {
    risk,
    topic,
    isYes: label === 'scam',
    isCall: label !== 'none',
    isDecisive: requestRiskOf(evidence, ready.signals) === 'decisive',
  };
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

function highestWithRecall(cases: readonly Judged[], wanted: number): number {
  const ordered = cases.filter(({ isYes }) => isYes).toSorted((one, other) => one.risk - other.risk);
  return Math.floor((ordered[Math.floor(ordered.length * (1 - wanted))]?.risk ?? 0) * 100) / 100;
}
