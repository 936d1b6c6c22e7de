import type { Fingerprint } from './fingerprint.ts';

/**
 * What two calls have in common, in points. `same` where both tell it and it is the same, `other` where both tell it and it differs;
 * what one of them does not tell counts nothing. Tuned on the synthetic month (docs/campaigns.md).
 */
export const points = {
  number: { same: 6, other: -1 },
  withheld: { same: 0.5, other: 0 },
  name: { same: 3, other: -2 },
  scam: { same: 2, other: -2 },
  authority: { same: 1, other: -2 },
  /** Times the share of requests that both have. */
  requests: { same: 1, other: -0.5 },
  /** Times the share of telling words that both have. */
  words: { same: 10, other: 0 },
} as const;

/** From here on two calls are taken for the same caller at work. */
export const enough = 5;

/** Whether two fingerprints look like one caller at work. Symmetric. */
export function alike(one: Fingerprint, other: Fingerprint): boolean {
  return likeness(one, other) >= enough;
}

/** How much two fingerprints have in common, in points. Symmetric. */
export function likeness(one: Fingerprint, other: Fingerprint): number {
  return (
    compareSets(points.number, one.numbers, other.numbers) +
    (one.withheld && other.withheld ? points.withheld.same : 0) +
    compareSets(points.name, one.names, other.names) +
    compareIds(points.scam, one.scam, other.scam) +
    compareIds(points.authority, one.authority, other.authority) +
    compareShare(points.requests, one.requests, other.requests) +
    compareShare(points.words, one.words, other.words)
  );
}

type Points = { same: number; other: number };

function compareIds({ same, other }: Points, one: string | null, two: string | null): number {
  if (one === null || two === null) return 0;
  return one === two ? same : other;
}

function compareSets({ same, other }: Points, one: readonly string[], two: readonly string[]): number {
  if (one.length === 0 || two.length === 0) return 0;
  return shared(one, two) > 0 ? same : other;
}

function compareShare({ same, other }: Points, one: readonly string[], two: readonly string[]): number {
  if (one.length === 0 || two.length === 0) return 0;
  const both = shared(one, two);
  return both === 0 ? other : (same * both) / Math.sqrt(one.length * two.length);
}

function shared(one: readonly string[], two: readonly string[]): number {
  const known = new Set(one);
  return two.filter((item) => known.has(item)).length;
}
