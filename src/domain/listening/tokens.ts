import type { Vocabulary } from '../knowledge.ts';
import { bothEnds } from '../shorten.ts';
import { remember } from './remember.ts';

/** A word of the story as the cues see it. `start` and `end` are offsets into the story, for quoting. */
export type Token = { word: string; start: number; end: number; clause: number; sentence: number };

/** Of longer stories only so much is read, from both ends; the person is told. About 1,000 words, far beyond any labelled story. */
export const storyCapCharacters = 6000;

/** The part of a story that is read: all of it, or its beginning and its end. */
export function readable(story: string): string {
  return bothEnds(story, storyCapCharacters);
}

/** Words that carry nothing a cue needs, so that "the", "my" and "just" never have to be spelt out in one. */
export const fillers: ReadonlySet<string> = new Set(
  'a an the my our your his her their its this that these those just really very please also actually basically like um er erm uh oh well so some little'.split(
    ' ',
  ),
);

/** A new clause begins at these; speech-to-text has no commas to go by. */
const clauseOpeners = new Set(
  'and but then because cos when while although though which who if or'.split(' ').map(stem),
);

const unit = '(?:pounds?|quid|grand|euros?|dollars?|bucks|rupees|pence|cents|gbp|eur|usd)';
const numberWord =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|' +
  '(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million)';
const spokenNumber = `${numberWord}(?:[\\s-]+(?:and\\s+)?${numberWord})*`;
const figure = '\\d(?:[\\d,.]*\\d)?';
const times = '(?:\\s?(?:k|m|hundred|thousand|million)\\b)?';

/** "£250", "EUR 90", "22k", "900 quid" and "two hundred and fifty pounds"; the "and" belongs to the number. */
const money = [
  `[£$€]\\s?${figure}${times}`,
  `\\b(?:gbp|eur|usd)\\s?${figure}`,
  `\\b${figure}${times}\\s?${unit}\\b`,
  `\\b${figure}k\\b`,
  `\\b(?:${spokenNumber}|few|couple(?:\\sof)?)[\\s-]+(?:hundred\\s+|thousand\\s+)?${unit}\\b(?:(?:\\sand)?\\s${spokenNumber}\\s(?:pence|cents|p)\\b)?`,
].join('|');
const largeNumber = `\\b(?:${numberWord}[\\s-]+)*(?:hundred|thousand|million)(?:[\\s-]+(?:and\\s+)?${numberWord})*\\b`;

const isMoney = new RegExp(`^(?:${money})$`, 'iu');
const isLargeNumber = new RegExp(`^${largeNumber}$`, 'iu');
const wordPattern = new RegExp(
  [
    money,
    largeNumber,
    '\\b2fa\\b',
    '\\+?\\d(?:[\\d ()-]{7,}\\d)',
    '\\d(?:[\\d,.:/-]*\\d)?',
    "\\p{L}[\\p{L}\\d]*(?:['’][\\p{L}]+)*",
    // The dot of "booking.com" ends no sentence.
    '(?:[!?\\n\\]}]|\\.(?!(?:com|co|org|gov|net|uk|ie)\\b))+',
    '[,;:()–—]',
  ].join('|'),
  'giu',
);

/** Splits a story into tokens in normal form. Fillers and punctuation are left out but still end clauses. */
export function tokenise(story: string, vocabulary: Vocabulary): Token[] {
  const tokens: Token[] = [];
  const normalise = normaliserOf(vocabulary);
  let clause = 0;
  let sentence = 0;
  for (const found of story.matchAll(wordPattern)) {
    const raw = found[0];
    const start = found.index;
    if (/^[.!?\n\]}]/.test(raw)) {
      sentence += 1;
      clause += 1;
      continue;
    }
    if (/^[,;:()–—]$/.test(raw)) {
      clause += 1;
      continue;
    }
    for (const word of normalise(raw)) {
      if (clauseOpeners.has(word)) clause += 1;
      if (!fillers.has(word)) tokens.push({ word, start, end: start + raw.length, clause, sentence });
    }
  }
  return tokens;
}

/** The normal forms of one written word: contractions opened, spelling and dialect evened out, endings dropped. */
export function normalWords(raw: string, vocabulary: Vocabulary): readonly string[] {
  return normaliserOf(vocabulary)(raw);
}

type Normaliser = (raw: string) => readonly string[];

function normaliserOf(vocabulary: Vocabulary): Normaliser {
  let known = normalisers.get(vocabulary);
  if (!known)
    normalisers.set(vocabulary, (known = remember(rememberedForms, (raw) => toNormal(raw, vocabulary))));
  return known;
}

const normalisers = new WeakMap<Vocabulary, Normaliser>();
const rememberedForms = 20_000;

function toNormal(raw: string, vocabulary: Vocabulary): string[] {
  const kind = numberKind(raw);
  if (kind) return [kind];
  const lower = raw.toLowerCase().replaceAll('’', "'").normalize('NFKD').replace(/\p{M}/gu, '');
  return openContraction(lower)
    .flatMap((word) => spell(word, vocabulary).split(' '))
    .map((word) => stem(word));
}

/** Every object has a `constructor`; only what the vocabulary itself lists is a spelling. */
function spell(word: string, { spellings }: Vocabulary): string {
  return Object.hasOwn(spellings, word) ? (spellings[word] ?? word) : word;
}

function numberKind(raw: string): string | undefined {
  if (isMoney.test(raw)) return '<money>';
  if (isLargeNumber.test(raw)) return '<number>';
  if (!/^\+?\d/.test(raw) || /\p{L}/u.test(raw)) return undefined;
  const digits = raw.replace(/\D/g, '').length;
  if (digits >= 9) return '<phone>';
  return digits >= 4 && digits <= 8 ? '<digits>' : '<number>';
}

function openContraction(word: string): string[] {
  const negated = /^(.{2,})n't$/.exec(word);
  if (negated) return [word === "can't" ? 'can' : word === "won't" ? 'will' : (negated[1] ?? word), 'not'];
  const joined = /^(.+)'(ve|re|ll|d|m|s)$/.exec(word);
  if (!joined) return [word.replaceAll("'", '')];
  const opened: Record<string, string[]> = {
    ve: ['have'],
    re: ['are'],
    ll: ['will'],
    d: ['would'],
    m: ['am'],
    s: [],
  };
  return [joined[1] ?? word, ...(opened[joined[2] ?? ''] ?? [])];
}

/** Drops the endings that English puts on a word, so that "asked", "asking" and "asks" meet; "notes" is no "not". */
export function stem(word: string): string {
  if (word.length < 4 || word.startsWith('<')) return word;
  const bare = dropFinalE(undouble(dropEnding(word)));
  return bare === 'not' ? 'note' : bare;
}

function dropEnding(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  if (/[^sui]s$/.test(word)) return dropEnding(word.slice(0, -1));
  const open = /^(.*[aeiouy].*?)(?:ing|(?<!e)ed)$/.exec(word)?.[1];
  return open !== undefined && open.length > 2 ? open : word;
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}

/** "Note" keeps its e: without it, a voice note would be a "not". */
function dropFinalE(word: string): string {
  return word.length > 3 && word.endsWith('e') && word !== 'note' ? word.slice(0, -1) : word;
}
