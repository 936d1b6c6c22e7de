import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { pathOf } from '../evaluation/benchmark.ts';
import { createDice, pick, type Dice } from './dice.ts';

/** A word or phrase and what it may be exchanged for. */
const Exchanges = z.record(z.string(), z.array(z.string()).min(1));
type Exchanges = z.infer<typeof Exchanges>;
const lines = z.array(z.string()).min(1);

const NoiseTables = z.strictObject({
  dictated: Exchanges,
  dialect: Exchanges,
  reworded: Exchanges,
  rambling: z.strictObject({ before: lines, between: lines, after: lines }),
});
export type NoiseTables = z.infer<typeof NoiseTables>;

/** The tables of `test/benchmark/noise.yaml`. */
export async function readNoiseTables(): Promise<NoiseTables> {
  return NoiseTables.parse(parse(await readFile(pathOf('noise.yaml'), 'utf8')));
}

/** The ways a story can be told otherwise while the same thing happened. */
export const noiseKinds = ['misspelt', 'dictated', 'capitals', 'dialect', 'reworded', 'rambling'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

/** The story told otherwise. What is changed depends on `id` alone, so that each run changes the same words. */
export function tellOtherwise(kind: NoiseKind, id: string, text: string, tables: NoiseTables): string {
  const dice = createDice(`${kind} ${id}`);
  switch (kind) {
    case 'misspelt':
      return text.replaceAll(/\p{L}{4,}/gu, (word) => (dice() < typoShare ? misspell(word, dice) : word));
    case 'dictated':
      return dictate(exchange(text, tables.dictated, dice));
    case 'capitals':
      return text.toUpperCase();
    case 'dialect':
      return exchange(text, tables.dialect, dice);
    case 'reworded':
      return exchange(text, tables.reworded, dice);
    case 'rambling':
      return ramble(text, tables.rambling, dice);
  }
}

/** One word of four letters or more in four: a hurried typist on a phone. */
const typoShare = 1 / 4;

/** Two letters swapped, one lost, or one doubled; never the first, which people get right. */
function misspell(word: string, dice: Dice): string {
  const at = 1 + Math.floor(dice() * (word.length - 2));
  const [before, letter, next, rest] = [
    word.slice(0, at),
    word.charAt(at),
    word.charAt(at + 1),
    word.slice(at + 2),
  ];
  return pick(
    [
      `${before}${next}${letter}${rest}`,
      `${before}${next}${rest}`,
      `${before}${letter}${letter}${next}${rest}`,
    ],
    dice,
  );
}

function dictate(text: string): string {
  return text
    .replaceAll(/£\s?(\d+(?:[.,]\d+)*k?)/g, '$1 pounds')
    .toLowerCase()
    .replaceAll(/['’"“”]/g, '')
    .replaceAll(/[^\p{L}\p{N}@.,]+/gu, ' ')
    .replaceAll(/[.,](?=\s|$)/g, '')
    .trim();
}

/** Every word of the table that stands in the text is exchanged; longer phrases first. */
function exchange(text: string, table: Exchanges, dice: Dice): string {
  return text.replaceAll(patternOf(table), (found) => {
    const given = pick(table[found.toLowerCase().replaceAll('’', "'")] ?? [found], dice);
    return startsUpper(found) ? given.charAt(0).toUpperCase() + given.slice(1) : given;
  });
}

const patterns = new WeakMap<Exchanges, RegExp>();

function patternOf(table: Exchanges): RegExp {
  const known = patterns.get(table);
  if (known) return known;
  const phrases = Object.keys(table).toSorted(
    (one, other) => other.length - one.length || (one < other ? -1 : 1),
  );
  const apostrophes = phrases.map((phrase) => phrase.replaceAll("'", "['’]"));
  const made = new RegExp(`(?<![\\p{L}\\p{N}'’-])(?:${apostrophes.join('|')})(?![\\p{L}\\p{N}'’-])`, 'giu');
  patterns.set(table, made);
  return made;
}

function startsUpper(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

function ramble(text: string, { before, between, after }: NoiseTables['rambling'], dice: Dice): string {
  const [head, tail] = halve(text);
  const middle = tail === '' ? [] : [pick(between, dice), tail];
  return [pick(before, dice), head, ...middle, pick(after, dice)].join(' ');
}

/** The text in two parts at the end of a sentence near its middle; a single sentence stays whole. */
export function halve(text: string): [head: string, tail: string] {
  const ends = [...text.matchAll(/[.?!]+\s+/g)].map(({ 0: end, index }) => index + end.length);
  const middle = text.length / 2;
  const [at] = ends.toSorted((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  return at === undefined ? [text, ''] : [text.slice(0, at).trim(), text.slice(at)];
}
