import { commonWords } from './common-words.ts';

/** What of a reported call tells one caller from another. Personal: it is made into a fingerprint at once and kept nowhere. */
export type Traits = {
  /** An id of `knowledge/scams/`. */
  scam: string | undefined;
  /** An id of `knowledge/authorities/`, or the words of the story. */
  authority: string | undefined;
  /** Signals of what the caller wants. */
  requests: readonly string[];
  /** The caller's numbers as they were written. */
  numbers: readonly string[];
  withheld: boolean;
  story: string;
  /** Who told of it: their own name is not the caller's. */
  teller: string | undefined;
};

/** Nothing in it can be read back: everything but `withheld` is a keyed hash, so that nobody without the key can try numbers and names. */
export type Fingerprint = {
  version: 1;
  scam: string | null;
  authority: string | null;
  requests: readonly string[];
  numbers: readonly string[];
  withheld: boolean;
  names: readonly string[];
  words: readonly string[];
};

/** A keyed hash of a text, in hexadecimal: handed in, because what is pure knows no key. */
export type Hash = (text: string) => string;

/** More of a long story says no more about who rang. */
const mostWords = 80;

/** The fingerprint of a call. What is hashed says what it is, so that a name never meets a word that is written alike. */
export function fingerprint(traits: Traits, hash: Hash): Fingerprint {
  const { scam, authority, requests, numbers, withheld, story, teller } = traits;
  const hashAll = (kind: string, texts: readonly string[]): string[] =>
    [...new Set(texts.map((text) => hash(`${kind}:${text}`)))].toSorted();
  const names = namesIn(story, teller);
  return {
    version: 1,
    scam: scam === undefined ? null : hash(`scam:${scam}`),
    authority: authority === undefined ? null : hash(`authority:${plainWords(authority).join(' ')}`),
    requests: hashAll('request', requests),
    numbers: hashAll(
      'number',
      numbers.map(dialled).filter((digits) => digits !== ''),
    ),
    withheld,
    names: hashAll('name', names),
    words: hashAll('word', tellingWords(story, new Set(names))).slice(0, mostWords),
  };
}

/** The digits that a number ends in, which are the same with and without a country code. Too few are an extension. */
function dialled(number: string): string {
  const digits = number.normalize('NFKC').replaceAll(/\P{Nd}/gu, '');
  return digits.length < 6 ? '' : digits.slice(-9);
}

/** The words of a story that most other stories do not have; figures are among them. */
function tellingWords(story: string, names: ReadonlySet<string>): string[] {
  return plainWords(story)
    .filter((word) => (word.length > 2 || /\d/.test(word)) && !commonWords.has(word) && !names.has(word))
    .map(bare);
}

/** Without the endings that people put on the same word. */
function bare(word: string): string {
  return word.length < 5 ? word : word.replace(/(?:ing|ed|es|s|e)$/, '');
}

function plainWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}|['’]/gu, '')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{Nd}]*|\p{Nd}(?:[\p{Nd}.,]*\p{Nd})?/gu) ?? []
  );
}

const name = String.raw`\p{Lu}[\p{L}'’-]+`;
const title = '(?:mr|mrs|ms|miss|dr|sergeant|sgt|dc|pc|officer|inspector|constable|agent|detective)';
const saysWhoTheyAre = [
  String.raw`name (?:is|was|of)|name['’]s|names`,
  String.raw`called|named|(?:himself|herself|themselves|themself)(?: as)?|goes by`,
  String.raw`(?:he|she|they)(?:['’]s|['’]re| is| was| are| were)`,
  String.raw`(?:this|it) is|it['’]s|i['’]m|i am`,
  String.raw`${title}\.?`,
].join('|');
const cue = new RegExp(String.raw`(?<![\p{L}\p{Nd}])(?:${saysWhoTheyAre}) (?:${title}\.? )?$`, 'iu');
const namedOutright = /(?<!\p{L})name(?:['’]?s| is| was| of) (\p{L}[\p{L}'’-]+)/giu;
const nameRun = new RegExp(`${name}(?: ${name})?`, 'gu');

/** The names that a caller went by, word by word in small letters, where the story says so. */
function namesIn(story: string, teller: string | undefined): string[] {
  const own = new Set(plainWords(teller ?? ''));
  const told = [
    ...[...story.matchAll(nameRun)]
      .filter(({ index }) => cue.test(story.slice(Math.max(0, index - 40), index)))
      .map(([found]) => found),
    ...[...story.matchAll(namedOutright)].map(([, found = '']) => found),
  ];
  return [...new Set(told.flatMap(plainWords))].filter(
    (word) => !commonWords.has(word) && !own.has(word) && word.length > 1,
  );
}
