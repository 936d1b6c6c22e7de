import { randomInt } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { ThreeWords } from '../dialog/check.ts';

/**
 * Three words by chance, out of 2,048 that were chosen to be told apart when they are said: one guess in a minute is right once in
 * eight thousand million.
 */
export function drawWords(): ThreeWords {
  return [drawWord(), drawWord(), drawWord()];
}

function drawWord(): string {
  return wordlist[randomInt(wordlist.length)] ?? '';
}
