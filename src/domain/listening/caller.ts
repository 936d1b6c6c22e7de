import { byPlace, type CallerClues, type CluePlace } from '../caller-clues.ts';
import type { Span } from './claim.ts';
import { findNamePhrases } from './name-phrases.ts';
import type { Token } from './tokens.ts';

/**
 * A story as it is searched for the caller; `authorityAt` is the authority whose name covers a token, `bodies` are words for
 * bodies and trades.
 */
export type Told = {
  story: string;
  tokens: readonly Token[];
  authorityAt: readonly (string | undefined)[];
  bodies: ReadonlySet<string>;
};

/** Words that may name the caller, and how much speaks for it above "nobody is named". */
export type Caller = { span: Span; lead: number };

/** The learned clues, made ready to be looked up. */
export type Clues = { nobody: number; places: Readonly<Record<CluePlace, ReadonlyMap<string, number>>> };

export function readClues({ nobody, clues }: CallerClues): Clues {
  return { nobody, places: byPlace((place) => new Map(Object.entries(clues[place]))) };
}

/** The words of a story that most likely name who the caller says they are, by the words in and around them. */
export function findCaller(
  told: Told,
  candidates: readonly Span[],
  { nobody, places }: Clues,
): Caller | undefined {
  let best: Caller | undefined;
  let lead = 0;
  const add = (place: CluePlace, word: string): void => {
    lead += places[place].get(word) ?? 0;
  };
  for (const span of candidates) {
    lead = -nobody;
    visitClues(told, span, add);
    if (lead > (best?.lead ?? -Infinity)) best = { span, lead };
  }
  return best;
}

/** All words of a story that could name a caller; not whom the caller only asks about. */
export function findCandidates({ story, tokens, authorityAt }: Told): Span[] {
  const phrases = findNamePhrases(story, tokens, (at) => authorityAt[at] !== undefined);
  return phrases.filter(({ first }) => !isAskedAfter(tokens, first));
}

/** "He asked about our supplier", "asking who the manager is". */
function isAskedAfter(tokens: readonly Token[], first: number): boolean {
  const [ask, about] = [tokens[first - 2], tokens[first - 1]];
  return ask?.word === 'ask' && /^(?:about|after|for|who)$/.test(about?.word ?? '');
}

/** Hands over each clue of a name phrase: its words, the two before, the two after, and how it is written. */
export function visitClues(told: Told, span: Span, see: (place: CluePlace, word: string) => void): void {
  const { tokens, authorityAt, bodies } = told;
  const { first, last } = span;
  const word = (at: number): string | undefined =>
    tokens[at]?.sentence === tokens[first]?.sentence ? tokens[at]?.word : undefined;
  const [before, after] = [word(first - 1), word(last + 1)];
  see('before', before ?? edge);
  see('after', after ?? edge);
  if (before !== undefined) see('beforeThat', word(first - 2) ?? edge);
  if (after !== undefined) see('afterThat', word(last + 2) ?? edge);
  let hasBody = false;
  for (let at = first; at <= last; at += 1) {
    const inside = tokens[at]?.word ?? '';
    see('inside', inside);
    hasBody ||= bodies.has(inside);
  }
  const end = tokens[last]?.word ?? '';
  see('last', end);
  if (hasBody) see('shape', 'a body or trade');
  if (bodies.has(end)) see('shape', 'ends in a body or trade');
  const authority = authorityAt[last] ?? authorityAt[first];
  if (authority !== undefined) {
    see('authority', authority);
    see('shape', 'a known name');
  }
  visitShape(told, span, before !== undefined, see);
}

/** Where a sentence begins or ends. */
const edge = '|';

const mostSentences = 4;
const mostPlaces = 12;

/** Where the phrase stands, what is written between it and its neighbours, and its capital letters. */
function visitShape(
  { story, tokens }: Told,
  { first, last }: Span,
  isInside: boolean,
  see: (place: 'shape', shape: string) => void,
): void {
  const [from, to] = [tokens[first], tokens[last]];
  if (!from || !to) return;
  const gap = story.slice(tokens[first - 1]?.end ?? 0, from.start);
  if (gap.length > 1) visitGap(gap, isInside, see);
  const next = story.slice(to.end, tokens[last + 1]?.start);
  const isOwner = /^['’]s\b/.test(next);
  if (isOwner) see('shape', "'s after");
  const mark = (isOwner ? next.slice(2) : next).trimStart().charAt(0);
  if (mark !== '' && isMark(mark)) see('shape', `${mark} after`);
  see('shape', sentenceNames[Math.min(from.sentence, mostSentences)] ?? '');
  if (from.sentence === 0) see('shape', placeNames[Math.min(first, mostPlaces)] ?? '');
  see('shape', lengthNames[last - first] ?? '');
  visitCapitals(story, tokens, { first, last }, isInside, see);
}

const upTo = (most: number, name: (at: number) => string): readonly string[] =>
  Array.from({ length: most + 1 }, (_, at) => name(at));
const sentenceNames = upTo(mostSentences, (at) => `sentence ${at}`);
const placeNames = upTo(mostPlaces, (at) => `word ${at}`);
const lengthNames = upTo(mostPlaces, (at) => `${at + 1} words`);

/** The little word in front ("our"), and the mark: a comma, a quotation. */
function visitGap(gap: string, isInside: boolean, see: (place: 'shape', shape: string) => void): void {
  const words = gap.toLowerCase().match(/[a-z]+/g);
  if (words) see('shape', `${words.at(-1)} before`);
  const mark = gap.trimStart().charAt(0);
  if (isInside && mark !== '' && ',:;(–—"“\''.includes(mark)) see('shape', `${mark} before`);
}

function isMark(letter: string): boolean {
  return letter.toLowerCase() === letter.toUpperCase() && (letter < '0' || letter > '9');
}

function visitCapitals(
  story: string,
  tokens: readonly Token[],
  { first, last }: Span,
  isInside: boolean,
  see: (place: 'shape', shape: string) => void,
): void {
  let [hasCapital, isAllCapitals] = [false, false];
  for (let at = first; at <= last; at += 1) {
    const { start, end } = tokens[at] ?? { start: 0, end: 0 };
    if (!isCapital(story, start)) continue;
    // The first word of a sentence has a capital letter whatever it is.
    hasCapital ||= isInside || at > first;
    isAllCapitals ||= end - start > 1 && isCapital(story, start + 1) && isCapital(story, end - 1);
  }
  if (hasCapital) see('shape', 'Capital letter');
  if (isAllCapitals) see('shape', 'ALL CAPITALS');
}

function isCapital(story: string, at: number): boolean {
  const letter = story.charAt(at);
  return letter !== letter.toLowerCase();
}
