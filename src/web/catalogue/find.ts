import Fuse from 'fuse.js';

/** What the search reads of one entry. */
export type Findable = {
  anchor: string;
  title: string;
  /** What it is also called, and who the caller says they are. */
  names: readonly string[];
  text: string;
  /** What callers say, and stories of it. */
  says: readonly string[];
};

/** Anchors of the entries that fit the words best, the best first; none when no word fits. */
export type Find = (query: string) => readonly string[];

/** More than this nobody reads through. */
const resultsShown = 25;

/** What is this much worse than the best (0 is a perfect match, 1 none) only shares a word with it. */
const scoreRange = 0.3;

/** Words that stand in nearly every story: they would drown the one word that tells. */
const commonWords = new Set(
  `a about an and any are as asked at be been but by call called caller calling calls can could did do does for from got
  had has have he her him his i if in is it its just lady man me my no not of on one or our out rang ring ringing said say saying
  says she so some somebody someone than that the their them then there they this to told up us wanted wants was we were
  what when who will with woman would you your`.split(/\s+/),
);

/** Makes ready to search. Each word may have a slip in it, and rare words count for more than frequent ones. */
export function createFind(entries: readonly Findable[]): Find {
  const fuse = new Fuse(entries, {
    keys: [
      { name: 'title', weight: 4 },
      { name: 'names', weight: 3 },
      { name: 'text', weight: 2 },
      { name: 'says', weight: 1 },
    ],
    useTokenSearch: true,
    tokenize: splitWords,
    // One slip in a word of five letters.
    threshold: 0.2,
    ignoreLocation: true,
    // A scam with many names is no worse a match for one of them.
    ignoreFieldNorm: true,
    minMatchCharLength: 2,
    includeScore: true,
  });
  return (query) => {
    const words = splitWords(query).join(' ');
    const results = words === '' ? [] : fuse.search(words, { limit: resultsShown });
    const best = results[0]?.score ?? 0;
    return results.filter(({ score = 0 }) => score <= best + scoreRange).map(({ item }) => item.anchor);
  };
}

function splitWords(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !commonWords.has(word));
}
