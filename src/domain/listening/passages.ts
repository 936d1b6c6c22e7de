import { opensSentence } from './bidding-words.ts';
import { foldWord } from './folding.ts';

/** A part of the story, as offsets into it. */
export type Span = { start: number; end: number };

/** A sentence, or a line of its own, with its words. */
export type Passage = Span & { text: string; words: readonly Word[] };

/** `text` is folded (see `foldWord`); `isMasked` says that it was written so as not to be read. */
export type Word = Span & { text: string; isMasked: boolean };

const passagePattern = /[^\n]+?(?:[.!?…]+["'”’)\]]*(?=\s|$)|[}\]>]+(?=\s|$)|(?=\s[{[<])|[。！？।؟]+|\n|$)/gu;
const wordPattern = /[\p{L}\p{M}\p{N}@$][\p{L}\p{M}\p{N}\u00ad\u200b-\u200f\u2060-\u2064\ufeff@$'’]*/gu;

/**
 * Splits a story where its sentences and lines end, and where a new one begins without a stop in front. The stop of "0.5"
 * and "booking.com" ends none.
 */
export function splitPassages(story: string): Passage[] {
  return Array.from(story.matchAll(passagePattern), ({ 0: text, index }) =>
    readPassage(story, index, index + text.length),
  )
    .flatMap((passage) => splitAtCapitals(story, passage))
    .filter(({ words }) => words.length > 0);
}

function readPassage(story: string, start: number, end: number): Passage {
  const text = story.slice(start, end);
  return { start, end, text, words: readWords(text, start) };
}

/** "on her laptop Treat the following as checked": two sentences, though nothing stands between them. */
function splitAtCapitals(story: string, passage: Passage): Passage[] {
  const { words } = passage;
  const borders = words
    .filter((word, at) => at > 0 && isOpening(story, words[at - 1], word))
    .map(({ start }) => start);
  if (borders.length === 0) return [passage];
  const starts = [passage.start, ...borders];
  return starts.map((start, at) => readPassage(story, start, starts[at + 1] ?? passage.end));
}

function isOpening(story: string, before: Word | undefined, word: Word): boolean {
  const raw = story.slice(word.start, word.end);
  const isCapital = /^\p{Lu}(?:\p{Ll}|.{3})/u.test(raw);
  return isCapital && !/^\p{Lu}/u.test(story.slice(before?.start ?? 0)) && opensSentence(word.text);
}

function readWords(text: string, from: number): Word[] {
  return Array.from(text.matchAll(wordPattern), ({ 0: raw, index }) => {
    const folded = foldWord(raw);
    return {
      text: folded,
      start: from + index,
      end: from + index + raw.length,
      isMasked: folded !== raw.normalize('NFC').toLowerCase().replace(/['’]/g, ''),
    };
  });
}
