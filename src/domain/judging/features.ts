import type { Evidence } from '../evidence.ts';
import type { Token } from '../listening/tokens.ts';
import type { Scam } from '../knowledge.ts';
import { termsOf, type Rival } from '../matching/rank.ts';

/** What the linear model looks at: a readable name and a value. */
export type Features = ReadonlyMap<string, number>;

const negators = new Set(['not', 'never', 'no', 'none', 'nothing', 'without']);

/** Features of one call: stated signals, the contest between scam and twin, and the words used. */
export function featuresOf(
  tokens: readonly Token[],
  evidence: readonly Evidence[],
  rivals: readonly Rival[],
  best: Scam | undefined,
): Features {
  const features = new Map<string, number>();
  for (const { signal, present } of evidence)
    if (present !== 'unsure') features.set(`signal:${signal}=${present}`, 1);
  for (const pair of pairsOf(evidence)) features.set(`both:${pair}`, 1);
  if (best) {
    features.set('scam against twin', contest(rivals));
    features.set('marks of the scam', marksStated(best, evidence));
  }
  for (const term of wordsAndPairs(withNegation(tokens))) features.set(`words:${term}`, 1);
  return features;
}

/** Words, neighbours, and words with one between them: "rang … bank" is told apart from "bank … rang". */
function wordsAndPairs(tokens: readonly Token[]): string[] {
  const apart = tokens.flatMap(({ word, sentence }, at) => {
    const next = tokens[at + 2];
    return next?.sentence === sentence ? [`${word} … ${next.word}`] : [];
  });
  return [...termsOf(tokens), ...apart];
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

/** "did not want any code" and "wanted the code" must not look alike: words after a negation in its clause are marked. */
function withNegation(tokens: readonly Token[]): Token[] {
  let negatedClause: number | undefined;
  return tokens.map((token) => {
    if (negators.has(token.word)) {
      negatedClause = token.clause;
      return token;
    }
    return token.clause === negatedClause ? { ...token, word: `not-${token.word}` } : token;
  });
}
