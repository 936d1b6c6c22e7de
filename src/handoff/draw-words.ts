import { randomInt } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { ThreeWords } from '../dialog/check.ts';

/**
 * Three words by chance, out of some 2,000 that were chosen to be told apart when they are said: one guess in a minute is right once in
 * eight thousand million.
 */
export function drawWords(): ThreeWords {
  return [drawWord(), drawWord(), drawWord()];
}

/** Nobody should have to say these to a colleague who is worried already. */
const unkind = new Set([
  'abuse',
  'alcohol',
  'army',
  'attack',
  'bomb',
  'crime',
  'cruel',
  'danger',
  'fat',
  'gun',
  'idle',
  'junk',
  'lazy',
  'naive',
  'poverty',
  'prison',
  'sad',
  'shoot',
  'slave',
  'stupid',
  'suffer',
  'ugly',
  'victim',
  'weapon',
]);
const words = wordlist.filter((word) => !unkind.has(word));

function drawWord(): string {
  return words[randomInt(words.length)] ?? '';
}
