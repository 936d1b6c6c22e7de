import type { Match } from '../assessment.ts';
import type { Evidence } from '../evidence.ts';
import type { Scam, Strength, Vocabulary } from '../knowledge.ts';
import { tokenise, type Token } from '../listening/tokens.ts';

/** Scams and their twins as documents of one inverted index: a story touches only the scams that share a term with it. */
export type ScamIndex = {
  ids: readonly string[];
  /** Term to documents; document `2 n` is scam `n`, `2 n + 1` its twin. */
  postings: ReadonlyMap<string, Posting>;
  documents: number;
};

type Posting = { documents: Uint32Array; weights: Float32Array };

/** A scam beside its twin, in the same unit, so that the two compete. */
export type Rival = { scam: string; score: number; twinScore: number };

/** Okapi BM25's usual constants (Robertson and Zaragoza, 2009). */
const saturation = 1.2;
const lengthWeight = 0.75;
/** A term found in more than this share of a large knowledge base separates nothing and would cost the most. */
const commonShare = 0.2;
const largeKnowledge = 400;
/** How many mentions a stated signal is worth; the order is the meaning, the size was chosen on the written examples. */
const mentions: Record<Strength, number> = { core: 4, common: 2, sometimes: 1 };
const authorityMentions = 4;
const matchesKept = 5;

export function indexScams(scams: readonly Scam[], vocabulary: Vocabulary): ScamIndex {
  const documents = scams.flatMap((scam) => [scamTerms(scam, vocabulary), twinTerms(scam, vocabulary)]);
  const length = documents.map((terms) => sum(terms.values()));
  const meanLength = sum(length) / Math.max(1, length.length);
  const found = new Map<string, [document: number, mentions: number][]>();
  documents.forEach((terms, document) => {
    for (const [term, count] of terms) {
      const list = found.get(term);
      if (list) list.push([document, count]);
      else found.set(term, [[document, count]]);
    }
  });
  const postings = new Map<string, Posting>();
  for (const [term, list] of found) {
    if (documents.length > 2 * largeKnowledge && list.length > documents.length * commonShare) continue;
    const rarity = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
    const weigh = ([document, count]: [number, number]): number =>
      (rarity * count * (saturation + 1)) /
      (count + saturation * (1 - lengthWeight + (lengthWeight * (length[document] ?? 0)) / meanLength));
    postings.set(term, {
      documents: Uint32Array.from(list, ([document]) => document),
      weights: Float32Array.from(list, weigh),
    });
  }
  return { ids: scams.map(({ id }) => id), postings, documents: documents.length };
}

function scamTerms(scam: Scam, vocabulary: Vocabulary): Map<string, number> {
  const terms = textTerms(
    [scam.title, scam.summary, ...scam.aliases, ...scam.callersSay, ...scam.staffSay],
    vocabulary,
  );
  for (const [signal, strength] of Object.entries(scam.signals))
    terms.set(signalTerm(signal), mentions[strength]);
  for (const authority of scam.claimedAuthorities) terms.set(authorityTerm(authority), authorityMentions);
  return terms;
}

function twinTerms(scam: Scam, vocabulary: Vocabulary): Map<string, number> {
  return textTerms([scam.twin.looksLike, ...scam.twin.phrases], vocabulary);
}

function textTerms(texts: readonly string[], vocabulary: Vocabulary): Map<string, number> {
  const terms = new Map<string, number>();
  for (const text of texts) {
    for (const term of termsOf(tokenise(text, vocabulary))) terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  return terms;
}

/** Words and pairs of neighbouring words: pairs tell "read out the code" from "the post code". */
export function termsOf(tokens: readonly Token[]): string[] {
  const terms: string[] = [];
  tokens.forEach(({ word, sentence }, at) => {
    terms.push(word);
    const next = tokens[at + 1];
    if (next && next.sentence === sentence) terms.push(`${word} ${next.word}`);
  });
  return terms;
}

function signalTerm(signal: string): string {
  return `signal:${signal}`;
}

function authorityTerm(authority: string): string {
  return `authority:${authority}`;
}

/** Ranks scams against story and evidence, best first. A scam nothing points to is left out. */
export function rankScams(
  tokens: readonly Token[],
  evidence: readonly Evidence[],
  authority: string | undefined,
  index: ScamIndex,
): Rival[] {
  const scores = new Float32Array(index.documents);
  const stated = evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signalTerm(signal));
  const terms = new Set([...termsOf(tokens), ...stated, ...(authority ? [authorityTerm(authority)] : [])]);
  for (const term of terms) addScores(scores, index.postings.get(term));
  return topRivals(scores, index.ids);
}

function addScores(scores: Float32Array, posting: Posting | undefined): void {
  if (!posting) return;
  for (let at = 0; at < posting.documents.length; at += 1) {
    const document = posting.documents[at] ?? 0;
    scores[document] = (scores[document] ?? 0) + (posting.weights[at] ?? 0);
  }
}

/** One pass that keeps a handful: sorting everything would cost most of the time at 30,000 scams. */
function topRivals(scores: Float32Array, ids: readonly string[]): Rival[] {
  const top: Rival[] = [];
  for (let scam = 0; scam < ids.length; scam += 1) {
    const score = scores[2 * scam] ?? 0;
    const worst = top[matchesKept - 1];
    if (score <= 0 || (worst && score <= worst.score)) continue;
    const at = top.findIndex((rival) => rival.score < score);
    top.splice(at === -1 ? top.length : at, 0, {
      scam: ids[scam] ?? '',
      score,
      twinScore: scores[2 * scam + 1] ?? 0,
    });
    top.length = Math.min(top.length, matchesKept);
  }
  return top;
}

/** Half of this BM25 sum gives a score of 0.5; chosen so that a typical 40-word match lands near the middle. */
const middlingSum = 30;

export function toMatches(rivals: readonly Rival[]): Match[] {
  return rivals.map(({ scam, score }) => ({ scam, score: score / (score + middlingSum) }));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
