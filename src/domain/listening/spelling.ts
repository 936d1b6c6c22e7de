import Fuse from 'fuse.js';
import { remember } from './remember.ts';

/** Puts a misspelt word right when it is close to one we listen for; anything else comes back as it was. */
export type Speller = (word: string) => string;

/** Shorter words have too many neighbours: "pay" is one letter from "say". */
const shortestCorrectable = 5;
/** Fuse's score for about one wrong letter in five, measured on the words of the cues. */
const worstScore = 0.26;
const rememberedWords = 10_000;

/**
 * `target` are the words we listen for, `known` all words that are right as they stand.
 * Letter triples pick a few candidates and Fuse judges only those: a whole-vocabulary search costs 2 ms a word.
 */
export function createSpeller(target: ReadonlySet<string>, known: ReadonlySet<string>): Speller {
  const byTriple = indexTriples(target);
  return remember(rememberedWords, (word) => {
    if (word.length < shortestCorrectable || word.startsWith('<') || known.has(word) || target.has(word))
      return word;
    return closest(word, candidates(word, byTriple)) ?? word;
  });
}

function closest(word: string, among: readonly string[]): string | undefined {
  if (among.length === 0) return undefined;
  const fuse = new Fuse(among, {
    includeScore: true,
    threshold: worstScore,
    distance: 20,
    minMatchCharLength: 3,
  });
  return fuse.search(word, { limit: 1 })[0]?.item;
}

function candidates(word: string, byTriple: ReadonlyMap<string, readonly string[]>): string[] {
  const shared = new Map<string, number>();
  for (const triple of triples(word)) {
    for (const known of byTriple.get(triple) ?? []) shared.set(known, (shared.get(known) ?? 0) + 1);
  }
  const wanted = Math.max(1, Math.floor(word.length / 3));
  return [...shared]
    .filter(([known, count]) => count >= wanted && isClose(known, word))
    .map(([known]) => known);
}

/** Misspellings keep the first letter and nearly the length; without this "letter" would become "better". */
function isClose(known: string, word: string): boolean {
  return known[0] === word[0] && Math.abs(known.length - word.length) <= 1;
}

function indexTriples(words: ReadonlySet<string>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < shortestCorrectable - 1 || word.startsWith('<')) continue;
    for (const triple of triples(word)) {
      const sharing = index.get(triple);
      if (sharing) sharing.push(word);
      else index.set(triple, [word]);
    }
  }
  return index;
}

function triples(word: string): Set<string> {
  const padded = `^${word}$`;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
