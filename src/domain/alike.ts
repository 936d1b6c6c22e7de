import type { Fingerprint } from './fingerprint.ts';

/**
 * What two calls have in common, in points: `same` where both tell it and it is the same, `other` where both tell it and nothing of it
 * is the same. What one of them does not tell counts nothing. Fitted to synthetic months and rounded (docs/campaigns.md).
 */
export const points = {
  number: { same: 8.5, other: -1 },
  withheld: { same: 1, other: 0 },
  name: { same: 3, other: -2.5 },
  scam: { same: 0.5, other: 0 },
  authority: { same: 0.5, other: -1.5 },
  request: { same: 0.5, other: -1 },
} as const;

/** For the share of telling words that both have (of `fewest` at least), and for each such word up to a limit. */
export const wordPoints = { share: 10, each: 1.25, most: 8, fewest: 6 } as const;

/** From here on two calls are taken for the same caller at work, where not many are told of. */
export const enough = 5.75;

/**
 * Among more calls than `usual` in the same days two unlike ones are alike by chance more often, so that more is asked: so many points
 * for each doubling. A number is not the same by chance. Fitted to synthetic months of 30, 60 and 120 calls a day (docs/campaigns.md).
 */
const busy = { usual: 50, eachDoubling: 1.5 } as const;

/** The points from which two calls are alike, when this many were compared. */
export function enoughAmong(compared: number): number {
  return enough + busy.eachDoubling * Math.max(0, Math.log2(compared / busy.usual));
}

/** Whether two fingerprints look like one caller at work, among so many calls of the same days. Symmetric. */
export function alike(one: Fingerprint, other: Fingerprint, compared = 0): boolean {
  const isSameNumber = countShared(one.numbers, other.numbers) > 0;
  return likeness(one, other) >= (isSameNumber ? enough : enoughAmong(compared));
}

/** How much two fingerprints have in common, in points. Symmetric. */
export function likeness(one: Fingerprint, other: Fingerprint): number {
  return (
    compareSets(points.number, one.numbers, other.numbers) +
    (one.withheld && other.withheld ? points.withheld.same : 0) +
    compareSets(points.name, one.names, other.names) +
    compareIds(points.scam, one.scam, other.scam) +
    compareIds(points.authority, one.authority, other.authority) +
    compareSets(points.request, one.requests, other.requests) +
    compareWords(one.words, other.words)
  );
}

type Points = { same: number; other: number };

function compareIds({ same, other }: Points, one: string | null, two: string | null): number {
  if (one === null || two === null) return 0;
  return one === two ? same : other;
}

function compareSets({ same, other }: Points, one: readonly string[], two: readonly string[]): number {
  if (one.length === 0 || two.length === 0) return 0;
  return countShared(one, two) > 0 ? same : other;
}

function compareWords(one: readonly string[], two: readonly string[]): number {
  const both = countShared(one, two);
  if (both === 0) return 0;
  const { share, each, most, fewest } = wordPoints;
  const size = (words: readonly string[]): number => Math.max(words.length, fewest);
  return (share * both) / Math.sqrt(size(one) * size(two)) + each * Math.min(both, most);
}

function countShared(one: readonly string[], two: readonly string[]): number {
  const known = new Set(one);
  return two.filter((item) => known.has(item)).length;
}
