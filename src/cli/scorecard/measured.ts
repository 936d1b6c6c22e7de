import type { Assessment } from '../../domain/assessment.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { isWritten, type Case, type SetName } from '../evaluation/benchmark.ts';
import { outcomeOf, scoreCalls, tellsStop, type Judged } from '../evaluation/judge.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { areaUnderCurve, measureDecision, median } from '../evaluation/measures.ts';
import { countSignals } from '../evaluation/signals.ts';
import { isRightClaim } from './claims.ts';

/** A case of the benchmark with what the bot made of it. */
export type Measured = Case & Judged;

/** What is measured together: one set, or several. */
export type Group = readonly Measured[];

/** Which judgement of a case is meant. */
export type Moment = 'alone' | 'after';

export const pickSet = (all: Group, set: SetName): Group => all.filter((item) => item.set === set);
export const pickWritten = (all: Group): Group => all.filter((item) => isWritten(item));
export const pickLabel = (group: Group, label: Labelled['label']): Group =>
  group.filter(({ story }) => story.label === label);

/** Part of a whole, 0 to 1; NaN when there is nothing to divide by. */
export function share(group: Group, holds: (item: Measured) => boolean): number {
  return group.filter((item) => holds(item)).length / group.length;
}

export function area(group: Group, moment: Moment): number {
  return areaUnderCurve(scoreCalls(group, (item) => item[moment]));
}

export function decisionAt(group: Group, moment: Moment): ReturnType<typeof measureDecision> {
  return measureDecision(scoreCalls(group, (item) => item[moment]));
}

/** Macro-F1 when `risk` alone decides, by one threshold. */
export function macroF1At(group: Group, threshold: number): number {
  const scored = scoreCalls(group, ({ alone }) => alone);
  return measureDecision(scored.map((one) => ({ ...one, stopped: one.risk >= threshold }))).macroF1;
}

/** How often a scam has more risk than the genuine call it copies; ties count half. */
export function pairsInOrder(group: Group): number {
  const pairs = [...Map.groupBy(group, ({ story }) => story.pair ?? story.id).values()];
  const wins = pairs.flatMap((pair) => {
    const [scam, genuine] = [pickLabel(pair, 'scam')[0], pickLabel(pair, 'legit')[0]];
    return scam && genuine ? [(Math.sign(scam.alone.risk - genuine.alone.risk) + 1) / 2] : [];
  });
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

/** Scams whose request is unsafe whoever asks. */
export function pickDecisive(group: Group): Group {
  return pickLabel(group, 'scam').filter(({ story }) => story.decisive === true);
}

export function isStopped(moment: Moment): (item: Measured) => boolean {
  return (item) => tellsStop(item[moment]);
}

/** Told neither to stop nor to ring back. A message that was not taken for a call got no advice at all. */
export function isLeftAlone(assessment: Assessment): boolean {
  const outcome = outcomeOf(assessment);
  return outcome !== 'call-back' && !tellsStop(assessment);
}

/** Scams with a label that the knowledge holds; others cannot be ranked right. */
export function pickNamed(group: Group, { scams }: Knowledge): Group {
  const held = new Set(scams.map(({ id }) => id));
  return pickLabel(group, 'scam').filter(({ story }) => story.scam?.some((id) => held.has(id)));
}

export function isAmongFirst(first: number): (item: Measured) => boolean {
  return ({ story, alone }) => alone.matches.slice(0, first).some(({ scam }) => story.scam?.includes(scam));
}

/** Share of labelled claims that were understood; a caller who claims nothing is one of them. */
export function claimsRight(group: Group, { authorities }: Knowledge): number {
  const known = new Map(authorities.map((authority) => [authority.id, authority]));
  const labelled = group.filter(({ story }) => story.claimedAuthority !== undefined);
  return share(labelled, ({ story, alone }) =>
    isRightClaim(story.claimedAuthority ?? null, alone.claimedAuthority, known),
  );
}

/** The lowest precision and recall of any signal that enough stories state: a share of a few says little. */
export function weakestSignal(group: Group): { precision: number; recall: number } {
  const counts = countSignals(heardAlone(group)).filter(({ stated }) => stated >= fewestStated);
  return {
    precision: Math.min(...counts.map(({ right, heard }) => right / heard)),
    recall: Math.min(...counts.map(({ right, stated }) => right / stated)),
  };
}
export const fewestStated = 10;

export function heardAlone(group: Group): { story: Labelled; evidence: Assessment['evidence'] }[] {
  return group.map(({ story, alone }) => ({ story, evidence: alone.evidence }));
}

/** Questions answered before the first stop, of decisive scams that end in one. */
export function answersBeforeStop(group: Group): number {
  const ended = pickDecisive(group).filter(isStopped('after'));
  return median(ended.map(({ path }) => path.findIndex((assessment) => tellsStop(assessment))));
}

export function medianQuestions(group: Group): number {
  const calls = group.filter(({ story }) => story.label === 'scam' || story.label === 'legit');
  return median(calls.map(({ questions }) => questions.length));
}

/** Nothing in the benchmark is a proof, so nothing may end in `proved`, at any point. */
export function countProved(group: Group): number {
  return group.filter(({ alone, path }) => [alone, ...path].some(({ verdict }) => verdict === 'proved'))
    .length;
}

/** Of the messages told stop, the share that are scams. Ambiguous ones have no right answer and are left out. */
export function stopsThatAreScams(group: Group, moment: Moment): number {
  const stopped = group.filter(({ story }) => story.label !== 'ambiguous').filter(isStopped(moment));
  return share(stopped, ({ story }) => story.label === 'scam');
}
