import { gather } from '../../domain/gather.ts';
import type { Knowledge, LinearModel, Weights } from '../../domain/knowledge.ts';
import { requestRiskOf } from '../../domain/judging/request-risk.ts';
import { weigh } from '../../domain/judging/weigh.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { measureDecision } from '../evaluation/measures.ts';
import { answerAll } from '../interview/truthful.ts';

/** Of the calls told stop from the story alone at least this share must be scams: a genuine bank told to get lost costs trust. */
const stopPrecision = 0.92;
/** A decisive request is unsafe by itself, so a little less will do. */
const decisivePrecision = 0.9;
/** Of the messages about a caller at least this share must be taken up. */
const callRecall = 0.985;

type Judged = { risk: number; isYes: boolean };

/** The thresholds that meet those shares on labelled stories that the models never saw. */
export function chooseThresholds(
  stories: readonly Labelled[],
  risk: LinearModel,
  topic: LinearModel,
  knowledge: Knowledge,
): Pick<Weights, 'stopAt' | 'concludeAt' | 'decisiveAt' | 'callAt'> {
  const calls = stories.filter(({ label }) => label === 'scam' || label === 'legit');
  const decisive = calls.filter((story) => hearsDecisive(story, knowledge));
  return {
    stopAt: lowestWithPrecision(judge(calls, isScam, risk, knowledge, false), stopPrecision),
    concludeAt: bestBalance(judge(calls, isScam, risk, knowledge, true)),
    decisiveAt: lowestWithPrecision(judge(decisive, isScam, risk, knowledge, false), decisivePrecision),
    callAt: highestWithRecall(judge(stories, isCall, topic, knowledge, false), callRecall),
  };
}

function isScam({ label }: Labelled): boolean {
  return label === 'scam';
}

function isCall({ label }: Labelled): boolean {
  return label !== 'none';
}

function judge(
  stories: readonly Labelled[],
  isYes: (story: Labelled) => boolean,
  model: LinearModel,
  knowledge: Knowledge,
  answered: boolean,
): Judged[] {
  return stories.map((story) => {
    const answers = answered ? answerAll(story.signals, knowledge) : [];
    const { features } = gather({ story: story.text, answers }, prepare(knowledge));
    return { risk: weigh(features, model), isYes: isYes(story) };
  });
}

function hearsDecisive({ text }: Labelled, knowledge: Knowledge): boolean {
  const ready = prepare(knowledge);
  return requestRiskOf(gather({ story: text, answers: [] }, ready).evidence, ready.signals) === 'decisive';
}

function lowestWithPrecision(cases: readonly Judged[], wanted: number): number {
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
