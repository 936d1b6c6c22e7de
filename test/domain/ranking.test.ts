import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scam } from '../../src/domain/knowledge.ts';
import { tokenise, type Token } from '../../src/domain/listening/tokens.ts';
import { rankScams, type Rival } from '../../src/domain/matching/rank.ts';
import { indexScams } from '../../src/domain/matching/scam-index.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { scams, words } = await loadedKnowledge();

test('the flat index ranks stories as plain BM25 over whole documents does', () => {
  const index = indexScams(scams, words);
  const plain = countAll();
  const stories = scams.flatMap(({ examples }) => examples.caught.slice(0, 1));
  assert.ok(stories.length > 100);
  for (const story of stories) {
    const [ranked, expected] = [rankScams(tokenise(story, words), [], undefined, index), plain(story)];
    assert.equal(ranked.length, expected.length, story);
    for (const [at, { score, twinScore }] of expected.entries()) {
      assertClose(ranked[at]?.score, score, story);
      assertClose(ranked[at]?.twinScore, twinScore, story);
    }
  }
});

/** The index keeps four-byte numbers, which differ from the plain sum in the sixth digit. */
function assertClose(actual: number | undefined, expected: number, story: string): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= 1e-4 * Math.max(1, expected),
    `${actual} for ${expected}: ${story}`,
  );
}

test('stated signals and the claimed authority count beside the words', () => {
  const [scam] = scams;
  assert.ok(scam);
  const index = indexScams([scam], words);
  const signal = Object.keys(scam.signals)[0] ?? '';
  const stated = { signal, present: 'yes', origin: { kind: 'story', quote: '' } } as const;
  assert.equal(rankScams([], [], undefined, index).length, 0);
  assert.equal(rankScams([], [stated], undefined, index)[0]?.scam, scam.id);
  assert.equal(rankScams([], [{ ...stated, present: 'no' }], undefined, index).length, 0);
});

test('nothing to rank gives no match', () => {
  assert.deepEqual(rankScams(tokenise('the bank rang', words), [], undefined, indexScams([], words)), []);
});

/** The formula as the books have it, with maps: slow, and plain to check. */
function countAll(): (story: string) => Rival[] {
  const documents = scams.flatMap((scam) => [
    countScam(scam),
    countTexts([scam.twin.looksLike, ...scam.twin.phrases]),
  ]);
  const lengths = documents.map((terms) => total(terms.values()));
  const meanLength = total(lengths) / lengths.length;
  const holding = new Map<string, number>();
  for (const term of documents.flatMap((terms) => [...terms.keys()]))
    holding.set(term, (holding.get(term) ?? 0) + 1);
  const scoreOf = (terms: ReadonlySet<string>, document: number): number =>
    total(
      [...terms].map((term) => {
        const count = documents[document]?.get(term) ?? 0;
        const rarity = Math.log(
          1 + (documents.length - (holding.get(term) ?? 0) + 0.5) / ((holding.get(term) ?? 0) + 0.5),
        );
        return (
          (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * (lengths[document] ?? 0)) / meanLength))
        );
      }),
    );
  return (story) => {
    const terms = new Set(termsOf(tokenise(story, words)));
    return scams
      .map(({ id }, at) => ({
        scam: id,
        score: scoreOf(terms, 2 * at),
        twinScore: scoreOf(terms, 2 * at + 1),
      }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score)
      .slice(0, 5);
  };
}

function countScam(scam: Scam): Map<string, number> {
  const terms = countTexts([scam.title, scam.summary, ...scam.aliases, ...scam.callersSay, ...scam.staffSay]);
  const mentions = { core: 4, common: 2, sometimes: 1 };
  for (const [signal, strength] of Object.entries(scam.signals))
    terms.set(`signal:${signal}`, mentions[strength]);
  for (const authority of scam.claimedAuthorities) terms.set(`authority:${authority}`, 4);
  return terms;
}

function countTexts(texts: readonly string[]): Map<string, number> {
  const terms = new Map<string, number>();
  for (const term of texts.flatMap((text) => termsOf(tokenise(text, words))))
    terms.set(term, (terms.get(term) ?? 0) + 1);
  return terms;
}

/** Words and pairs of neighbouring words: pairs tell "read out the code" from "the post code". */
function termsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ word, sentence }, at) => {
    const next = tokens[at + 1];
    return next?.sentence === sentence ? [word, `${word} ${next.word}`] : [word];
  });
}

function total(values: Iterable<number>): number {
  return [...values].reduce((sum, value) => sum + value, 0);
}
