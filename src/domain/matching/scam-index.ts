import { findRising, startsOf } from '../flat.ts';
import type { Scam, Strength, Vocabulary } from '../knowledge.ts';
import { tokenise } from '../listening/tokens.ts';

/**
 * Scams and their twins as documents of one inverted index: a story touches only those that share a term with it.
 * Flat arrays, because tens of thousands of scams have millions of terms. Document `2 n` is scam `n`, `2 n + 1` its
 * twin. A term is a word, a pair of neighbouring words, or a mark (a signal or an authority of the scam).
 */
export type ScamIndex = {
  ids: readonly string[];
  documents: number;
  /** Words and marks by number, from 1 on. */
  numbers: ReadonlyMap<string, number>;
  /**
   * Terms by their words: those that begin with word `n` stand from `firsts[n]` up to `firsts[n + 1]` of `seconds`, rising; a
   * word alone begins with `alone`. Term `n` is in `postings` (documents) and `weights` from `starts[n]` up to `ends[n]`.
   */
  firsts: Uint32Array;
  seconds: Uint32Array;
  starts: Uint32Array;
  ends: Uint32Array;
  postings: Uint32Array;
  weights: Float32Array;
};

/** Okapi BM25's usual constants (Robertson and Zaragoza, 2009). */
const saturation = 1.2;
const lengthWeight = 0.75;
/** A term found in more than this share of a large knowledge base separates nothing and would cost the most. */
const commonShare = 0.2;
const largeKnowledge = 400;
/** How many mentions a stated signal is worth; the order is the meaning, the size was chosen on the written examples. */
const mentions: Record<Strength, number> = { core: 4, common: 2, sometimes: 1 };
const authorityMentions = 4;
/** Stands between sentences and marks: no pair reaches over it. */
const gap = 0;

export function indexScams(scams: readonly Scam[], vocabulary: Vocabulary): ScamIndex {
  const numbers = new Map<string, number>();
  const documents = scams.flatMap((scam) => [
    numberScam(scam, vocabulary, numbers),
    numberTwin(scam, vocabulary, numbers),
  ]);
  const base = numbers.size + 1;
  const lengths = Uint32Array.from(documents, (document) => countTerms(document));
  const cells = countEqual(sortOccurrences(documents, lengths, base));
  return {
    ids: scams.map(({ id }) => id),
    documents: documents.length,
    numbers,
    ...layOut(cells, lengths, base),
  };
}

/** In front of a word alone, as the first word of its term. */
export const alone = 0;

/** The number of the term of these words, or nothing when no document holds it. */
export function findTerm(first: number, second: number, { firsts, seconds }: ScamIndex): number | undefined {
  const end = firsts[first + 1] ?? 0;
  const term = findRising(seconds, second, firsts[first] ?? 0, end);
  return term < end && seconds[term] === second ? term : undefined;
}

export function signalMark(signal: string): string {
  return `signal:${signal}`;
}

export function authorityMark(authority: string): string {
  return `authority:${authority}`;
}

type Numbers = Map<string, number>;
/** Numbers of words in their order, with gaps. */
type Document = Uint32Array;

function numberScam(scam: Scam, vocabulary: Vocabulary, numbers: Numbers): Document {
  const texts = [scam.title, scam.summary, ...scam.aliases, ...scam.callersSay, ...scam.staffSay];
  const marks = [
    ...Object.entries(scam.signals).flatMap(([signal, strength]) =>
      repeat(signalMark(signal), mentions[strength]),
    ),
    ...[...new Set(scam.claimedAuthorities)].flatMap((authority) =>
      repeat(authorityMark(authority), authorityMentions),
    ),
  ];
  return Uint32Array.from([
    ...numberTexts(texts, vocabulary, numbers),
    ...marks.flatMap((mark) => [gap, numberOf(mark, numbers)]),
  ]);
}

function numberTwin({ twin }: Scam, vocabulary: Vocabulary, numbers: Numbers): Document {
  return Uint32Array.from(numberTexts([twin.looksLike, ...twin.phrases], vocabulary, numbers));
}

function repeat(mark: string, times: number): string[] {
  return Array.from({ length: times }, () => mark);
}

function numberTexts(texts: readonly string[], vocabulary: Vocabulary, numbers: Numbers): number[] {
  const numbered: number[] = [];
  for (const text of texts) {
    let last: number | undefined;
    for (const { word, sentence } of tokenise(text, vocabulary)) {
      if (sentence !== last) numbered.push(gap);
      last = sentence;
      numbered.push(numberOf(word, numbers));
    }
  }
  return numbered;
}

function numberOf(word: string, numbers: Numbers): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, numbers.size + 1);
  return numbers.size;
}

function countTerms(document: Document): number {
  let count = 0;
  for (let at = 0; at < document.length; at += 1) {
    if (document[at] === gap) continue;
    count += (document[at + 1] ?? gap) === gap ? 1 : 2;
  }
  return count;
}

/** Every term of every document as one number, `term * documents + document`, rising: equal terms stand together. */
function sortOccurrences(documents: readonly Document[], lengths: Uint32Array, base: number): Float64Array {
  const occurrences = new Float64Array(sum(lengths));
  let filled = 0;
  documents.forEach((words, document) => {
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? gap;
      const next = words[at + 1] ?? gap;
      if (word === gap) continue;
      occurrences[filled++] = word * documents.length + document;
      if (next !== gap) occurrences[filled++] = (word * base + next) * documents.length + document;
    }
  });
  return occurrences.toSorted();
}

/** Distinct occurrences, and how often each was there. */
type Cells = { occurrences: Float64Array; counts: Uint32Array };

function countEqual(sorted: Float64Array): Cells {
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (let at = 0; at < sorted.length; at += 1) {
    if (at === 0 || sorted[at] !== sorted[last]) {
      last += 1;
      sorted[last] = sorted[at] ?? 0;
    }
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return { occurrences: sorted.subarray(0, last + 1), counts };
}

type Layout = Pick<ScamIndex, 'firsts' | 'seconds' | 'starts' | 'ends' | 'postings' | 'weights'>;

/** Postings weighed by BM25; a term that is too common is left out of `seconds`, so nobody finds it. */
function layOut({ occurrences, counts }: Cells, lengths: Uint32Array, base: number): Layout {
  const documents = lengths.length;
  const meanLength = sum(lengths) / Math.max(1, documents);
  const postings = new Uint32Array(occurrences.length);
  const weights = new Float32Array(occurrences.length);
  const beginningWith = new Uint32Array(base);
  const found = { seconds: [] as number[], starts: [] as number[], ends: [] as number[] };
  for (let start = 0, end = 0; start < occurrences.length; start = end) {
    const first = occurrences[start] ?? 0;
    const lowest = first - (first % documents);
    while (end < occurrences.length && (occurrences[end] ?? 0) < lowest + documents) end += 1;
    const holding = end - start;
    const rarity = Math.log(1 + (documents - holding + 0.5) / (holding + 0.5));
    for (let at = start; at < end; at += 1) {
      const document = (occurrences[at] ?? 0) - lowest;
      const count = counts[at] ?? 0;
      postings[at] = document;
      weights[at] =
        (rarity * count * (saturation + 1)) /
        (count + saturation * (1 - lengthWeight + (lengthWeight * (lengths[document] ?? 0)) / meanLength));
    }
    if (documents > 2 * largeKnowledge && holding > documents * commonShare) continue;
    const term = lowest / documents;
    const word = Math.floor(term / base);
    beginningWith[word] = (beginningWith[word] ?? 0) + 1;
    found.seconds.push(term % base);
    found.starts.push(start);
    found.ends.push(end);
  }
  return {
    firsts: startsOf(beginningWith),
    seconds: new Uint32Array(found.seconds),
    starts: new Uint32Array(found.starts),
    ends: new Uint32Array(found.ends),
    postings,
    weights,
  };
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
