import type { Token } from '../listening/tokens.ts';
import { termsOf } from '../matching/rank.ts';

const negators = new Set(['not', 'never', 'no', 'none', 'nothing', 'without']);
const longestRun = 3;

/** A story of 60 words has about this many phrases; each counts for 1 there. */
const typicalPhrases = 300;
/** In ten words or fewer a single phrase must not decide. */
const leastPhrases = 60;

/**
 * The turns of phrase of a story, by name. `words:` are words in normal form and pairs of them, so that spelling and
 * endings do not matter; `said:` are runs of up to three words as they were typed, since "a code" is not "the code".
 */
export function phrasesOf(story: string, tokens: readonly Token[]): ReadonlySet<string> {
  const phrases = new Set<string>();
  for (const term of wordsAndPairs(withNegation(tokens))) phrases.add(`words:${term}`);
  addRuns(asTyped(story), phrases);
  return phrases;
}

/** What each of so many phrases counts for: a ramble must not outweigh what it says. */
export function valueOfPhrase(phrases: ReadonlySet<string>): number {
  return Math.sqrt(typicalPhrases / Math.max(leastPhrases, phrases.size));
}

/** Words, neighbours, and words with one between them: "rang … bank" is told apart from "bank … rang". */
function wordsAndPairs(tokens: readonly Token[]): string[] {
  const apart = tokens.flatMap(({ word, sentence }, at) => {
    const next = tokens[at + 2];
    return next?.sentence === sentence ? [`${word} … ${next.word}`] : [];
  });
  return [...termsOf(tokens), ...apart];
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

/** Small letters, without apostrophes; every number is "0", as which number it was tells nothing. */
function asTyped(story: string): readonly string[] {
  return (
    story
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/\d+(?:[.,:]\d+)*|[\p{L}\d]+/gu) ?? []
  ).map((word) => (/^\d/.test(word) ? '0' : word));
}

function addRuns(words: readonly string[], phrases: Set<string>): void {
  for (let at = 0; at < words.length; at += 1) {
    let run = `said:${words[at] ?? ''}`;
    phrases.add(run);
    const end = Math.min(at + longestRun, words.length);
    for (let next = at + 1; next < end; next += 1) phrases.add((run += ` ${words[next] ?? ''}`));
  }
}
