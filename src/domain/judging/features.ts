import type { Evidence } from '../evidence.ts';
import type { Scam } from '../knowledge.ts';
import type { Rival } from '../matching/rank.ts';

/** What the linear models look at: a readable name and a value. */
export type Features = ReadonlyMap<string, number>;

/** Which signals are stated, yes or no. */
export function statedFeatures(evidence: readonly Evidence[]): Features {
  return new Map(
    evidence
      .filter(({ present }) => present !== 'unsure')
      .map(({ signal, present }) => [`signal:${signal}=${present}`, 1]),
  );
}

/** What is known of one call apart from its wording: stated signals, pairs of them, and the contest between scam and twin. */
export function featuresOfCall(
  evidence: readonly Evidence[],
  rivals: readonly Rival[],
  best: Scam | undefined,
): Features {
  const features = new Map(statedFeatures(evidence));
  for (const pair of pairsOf(evidence)) features.set(`both:${pair}`, 1);
  if (best) {
    features.set('scam against twin', contest(rivals));
    features.set('marks of the scam', marksStated(best, evidence));
  }
  return features;
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
