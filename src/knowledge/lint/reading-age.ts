import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import type { Fault } from '../fault.ts';
import type { Locate } from '../references.ts';
import type { Guidance } from './guidance.ts';

/** An American school grade and the age of its pupils are five years apart. */
const ageAtGradeNought = 5;
/** The reading age that staff are written for ends here; a tired reader with a caller in one ear needs no more. */
const oldest = 11;
/** Below this the formula measures one word rather than the text, so long words are counted instead. */
const fewestWords = 10;
const longSyllables = 4;
const longWordsAllowed = 1;

/** Texts that are too hard to read: by the Flesch-Kincaid formula, or, when very short, by their long words. */
export function checkReadingAge(texts: readonly Guidance[], locate: Locate): Fault[] {
  return texts.flatMap(({ folder, id, field, text }) => {
    const hard = tellHard(text);
    return hard === undefined
      ? []
      : [
          {
            ...locate(folder, id, field),
            what: hard,
            why: 'staff read it with a caller in one ear',
            fix: adviseOn(text),
          },
        ];
  });
}

function tellHard(text: string): string | undefined {
  const sentences = readSentences(text);
  const words = sentences.flat();
  if (words.length < fewestWords) {
    return longWords(text).length > longWordsAllowed ? 'several long words in a short text' : undefined;
  }
  const age = readingAge(text);
  return age > oldest ? `reads at age ${age.toFixed(1)}, of ${oldest} at most` : undefined;
}

/** The age in years at which a text is read with ease: Flesch-Kincaid grade and five. */
export function readingAge(text: string): number {
  const sentences = readSentences(text);
  const words = sentences.flat();
  const syllables = words.reduce((total, word) => total + word.syllables, 0);
  const counts = { sentence: sentences.length, word: words.length, syllable: syllables };
  return words.length === 0 ? 0 : fleschKincaid(counts) + ageAtGradeNought;
}

function adviseOn(text: string): string {
  const long = [...new Set(longWords(text))];
  const shorter = 'make two sentences of one';
  return long.length > 0
    ? `use other words for ${long.join(', ')}, or ${shorter}`
    : `${shorter}, with shorter words`;
}

function longWords(text: string): string[] {
  return readSentences(text)
    .flat()
    .filter(({ syllables }) => syllables >= longSyllables)
    .map(({ word }) => word);
}

type Word = { word: string; syllables: number };

const sentenceSegmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });
const wordSegmenter = new Intl.Segmenter('en-GB', { granularity: 'word' });

function readSentences(text: string): Word[][] {
  return [...sentenceSegmenter.segment(text)]
    .map(({ segment }) => readWords(segment))
    .filter((words) => words.length > 0);
}

function readWords(sentence: string): Word[] {
  const words = [...wordSegmenter.segment(sentence)].filter(({ isWordLike }) => isWordLike);
  return words.map(({ segment: word }, at) => {
    const isNamed = isName(word, at, words[at + 1]?.segment);
    return { word, syllables: isNamed ? 1 : Math.max(1, syllable(word)) };
  });
}

/** A name, a number or an address is looked at, not read out, so its length is not held against the text. */
function isName(word: string, at: number, next = ''): boolean {
  const isCapital = /^\p{Lu}/u.test(word);
  return /[\d.@]/.test(word) || /^\p{Lu}{2}/u.test(word) || (isCapital && (at > 0 || /^\p{Lu}/u.test(next)));
}
