import { assess } from '../../domain/assess.ts';
import type { Knowledge, Scam } from '../../domain/knowledge.ts';
import { prepare } from '../../domain/prepare.ts';
import { rounded, spread, timeEach, type Part } from './measure.ts';
import { storiesFrom, storyWords } from './stories.ts';

const sizes = [30, 300, 3_000, 30_000];
/** At least this many assessments per size, so that a 99th percentile is one. */
const storiesPerSize = 400;
/** The share of words that a varied scam takes from other scams. */
const variation = 0.3;

/** `assess` as the knowledge grows: real scams, then varied copies of them. */
export function benchGrowth(knowledge: Knowledge, region: string): Part {
  const stories = storiesFrom(knowledge);
  const rounds = Math.ceil(storiesPerSize / stories.length);
  const asked = Array.from({ length: rounds }, () => stories).flat();
  return {
    name: 'growth',
    title: `A story of ${storyWords} words as the knowledge grows`,
    note: `Scams beyond the ${knowledge.scams.length} real ones are copies with ${variation * 100} in 100 words swapped. Preparing happens once per start or reload.`,
    rows: sizes.map((size) => measure(growTo(size, knowledge), asked, region)),
  };
}

function measure(knowledge: Knowledge, stories: readonly string[], region: string): Part['rows'][number] {
  const begun = performance.now();
  prepare(knowledge);
  const preparedMs = performance.now() - begun;
  const durationsMs = timeEach(stories, (story) =>
    assess({ story, answers: [], proofs: [], region }, knowledge),
  );
  return { scams: knowledge.scams.length, ...spread(durationsMs), 'prepare ms': rounded(preparedMs) };
}

/** The same knowledge with `size` scams: the first real ones, or all of them and varied copies. Always the same copies. */
export function growTo(size: number, knowledge: Knowledge): Knowledge {
  const { scams } = knowledge;
  const words = scams.flatMap((scam) => wordsOf(scam));
  const random = seededRandom(size);
  const swap = (text: string): string =>
    text.replace(/\p{L}+/gu, (word) => (random() < variation ? pick(words, random) : word));
  const grown = Array.from({ length: size }, (_, n) => {
    const scam = scams[n % scams.length];
    if (!scam) throw new Error('There is no scam to vary: the knowledge folder holds none. Add one first.');
    return n < scams.length ? scam : vary(scam, `${scam.id}-${n}`, swap);
  });
  return { ...knowledge, version: `${knowledge.version}-${size}`, scams: grown };
}

function vary(scam: Scam, id: string, swap: (text: string) => string): Scam {
  return {
    ...scam,
    id,
    title: swap(scam.title),
    summary: swap(scam.summary),
    aliases: scam.aliases.map(swap),
    callersSay: scam.callersSay.map(swap),
    staffSay: scam.staffSay.map(swap),
    twin: { looksLike: swap(scam.twin.looksLike), phrases: scam.twin.phrases.map(swap) },
  };
}

function wordsOf({ summary, callersSay, staffSay }: Scam): string[] {
  return [summary, ...callersSay, ...staffSay].join(' ').match(/\p{L}+/gu) ?? [];
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? '';
}

/** Numbers from 0 to 1 that are the same on every run (mulberry32, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
