import type { Evidence } from '../evidence.ts';
import type { Scam } from '../knowledge.ts';
import type { Rival } from '../matching/rank.ts';

/** What the linear models look at: a readable name and a value. */
export type Features = ReadonlyMap<string, number>;

/** Features of what a story says, before anything is concluded: stated signals and turns of phrase. */
export function featuresOfStory(evidence: readonly Evidence[], phrases: ReadonlySet<string>): Features {
  return new Map([...statedFeatures(evidence), ...phraseFeatures(phrases)]);
}

/** Features of one call: those of the story, pairs of signals, and the contest between scam and twin. */
export function featuresOfCall(
  evidence: readonly Evidence[],
  phrases: ReadonlySet<string>,
  rivals: readonly Rival[],
  best: Scam | undefined,
): Features {
  const features = new Map([...statedFeatures(evidence), ...phraseFeatures(phrases)]);
  for (const pair of pairsOf(evidence)) features.set(`both:${pair}`, 1);
  if (best) {
    features.set('scam against twin', contest(rivals));
    features.set('marks of the scam', marksStated(best, evidence));
  }
  return features;
}

function statedFeatures(evidence: readonly Evidence[]): [string, number][] {
  return evidence
    .filter(({ present }) => present !== 'unsure')
    .map(({ signal, present }) => [`signal:${signal}=${present}`, 1]);
}

/** A story of 60 words has about this many phrases; each counts for 1 there. */
const typicalPhrases = 300;

/** Long stories have many phrases, so each counts for less: a ramble must not outweigh what it says. */
function phraseFeatures(phrases: ReadonlySet<string>): [string, number][] {
  const value = Math.sqrt(typicalPhrases / Math.max(1, phrases.size));
  return Array.from(phrases, (phrase) => [phrase, value]);
}

/** Two signals together say more than each alone: help on a computer, and that we had booked it. */
function pairsOf(evidence: readonly Evidence[]): string[] {
  const stated = evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal);
  const ordered = stated.toSorted();
  return ordered.flatMap((one, at) => ordered.slice(at + 1).map((other) => `${one}+${other}`));
}

/** From -1 (all for the twin) to 1 (all for the scam), over the three best. */
function contest(rivals: readonly Rival[]): number {
  const top = rivals.slice(0, 3);
  const scam = top.reduce((total, { score }) => total + score, 0);
  const twin = top.reduce((total, { twinScore }) => total + twinScore, 0);
  return (scam - twin) / (scam + twin + 1);
}

/** The share, 0 to 1, of the signals at the core of the best match that are stated. */
function marksStated({ signals }: Scam, evidence: readonly Evidence[]): number {
  const core = Object.keys(signals).filter((signal) => signals[signal] === 'core');
  const stated = core.filter((signal) =>
    evidence.some((item) => item.signal === signal && item.present === 'yes'),
  );
  return core.length === 0 ? 0 : stated.length / core.length;
}
