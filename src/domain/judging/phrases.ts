import type { Token } from '../listening/tokens.ts';

/**
 * How a story is worded: its words as they were typed, since "a code" is not "the code", and in normal form, so that
 * spelling and endings do not matter, with the sentence of each.
 */
export type Wording<Word> = { typed: readonly Word[]; normal: readonly Word[]; sentences: readonly number[] };

/** A run of up to three typed words, one or two neighbouring words in normal form, or two with one between them. */
export type PhraseKind = 'typed' | 'normal' | 'apart';

const negators = new Set(['not', 'never', 'no', 'none', 'nothing', 'without']);

export function readWording(story: string, tokens: readonly Token[]): Wording<string> {
  return {
    typed: asTyped(story),
    normal: withNegation(tokens),
    sentences: tokens.map(({ sentence }) => sentence),
  };
}

/** Small letters, without apostrophes; every number is "0", as which number it was tells nothing. */
function asTyped(story: string): readonly string[] {
  const words = story
    .toLowerCase()
    .replace(/['’]/g, '')
    .match(/\d+(?:[.,:]\d+)*|[\p{L}\d]+/gu);
  return (words ?? []).map((word) => (/^\d/.test(word) ? '0' : word));
}

/** "did not want any code" and "wanted the code" must not look alike: words after a negation in its clause are marked. */
function withNegation(tokens: readonly Token[]): string[] {
  let negatedClause: number | undefined;
  return tokens.map(({ word, clause }) => {
    if (negators.has(word)) {
      negatedClause = clause;
      return word;
    }
    return clause === negatedClause ? `not-${word}` : word;
  });
}

/** Visits every phrase, repeated ones again. A word that is `undefined` is in no phrase. */
export function visitPhrases<Word extends string | number>(
  { typed, normal, sentences }: Wording<Word | undefined>,
  visit: (kind: PhraseKind, first: Word, second?: Word, third?: Word) => void,
): void {
  for (let at = 0; at < typed.length; at += 1) {
    const first = typed[at];
    const second = typed[at + 1];
    const third = typed[at + 2];
    if (first === undefined) continue;
    visit('typed', first);
    if (second === undefined) continue;
    visit('typed', first, second);
    if (third !== undefined) visit('typed', first, second, third);
  }
  for (let at = 0; at < normal.length; at += 1) {
    const first = normal[at];
    const second = normal[at + 1];
    const third = normal[at + 2];
    if (first === undefined) continue;
    visit('normal', first);
    if (second !== undefined && sentences[at + 1] === sentences[at]) visit('normal', first, second);
    if (third !== undefined && sentences[at + 2] === sentences[at]) visit('apart', first, third);
  }
}

/** The name of a phrase among the learned weights: `said:read me the`, `words:read me`, `words:read … code`. */
export function nameOf(kind: PhraseKind, ...words: readonly (string | undefined)[]): string {
  const said = words.filter((word) => word !== undefined);
  return `${kind === 'typed' ? 'said:' : 'words:'}${said.join(kind === 'apart' ? ' … ' : ' ')}`;
}

/** What a name stands for, or nothing when it is no phrase's. */
export function readName(name: string): { kind: PhraseKind; words: readonly string[] } | undefined {
  if (name.startsWith('said:')) return { kind: 'typed', words: name.slice(5).split(' ') };
  if (!name.startsWith('words:')) return undefined;
  const words = name.slice(6);
  return words.includes(' … ')
    ? { kind: 'apart', words: words.split(' … ') }
    : { kind: 'normal', words: words.split(' ') };
}

/** In a story of 60 words each phrase counts for 1. */
const typicalWords = 60;
/** In so few words a single phrase must not decide. */
const leastWords = 30;

/** What each phrase of a story counts for: a ramble must not outweigh what it says. */
export function valueOfPhrase({ typed }: Wording<unknown>): number {
  return Math.sqrt(typicalWords / Math.max(leastWords, typed.length));
}
