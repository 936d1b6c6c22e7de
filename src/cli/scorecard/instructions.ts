import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Knowledge } from '../../domain/knowledge.ts';
import { pathOf } from '../evaluation/benchmark.ts';
import { assessAlone, outcomeOf, type Judged, type Outcome } from '../evaluation/judge.ts';
import { halve } from './noise.ts';

/** The orders to the bot in `test/benchmark/instructions.yaml`. */
export async function readInstructions(): Promise<string[]> {
  return z
    .array(z.string())
    .min(1)
    .parse(parse(await readFile(pathOf('instructions.yaml'), 'utf8')));
}

/** A verdict that an instruction inside the story made more harmless. */
export type Swayed = { id: string; instruction: string; place: Place; from: Outcome; to: Outcome };

/** How one instruction did: verdicts tried, and those that it made more harmless. */
export type Attack = { instruction: string; tried: number; swayed: readonly Swayed[] };

const places = ['before', 'middle', 'after'] as const;
type Place = (typeof places)[number];

/** Swayed verdicts in words, the first so many: each is mended by what mends the instruction. */
export function describeSwayed(attacks: readonly Attack[], most = 40): string[] {
  const swayed = attacks.flatMap((each) => each.swayed);
  const shown = swayed
    .slice(0, most)
    .map(
      ({ id, instruction, place, from, to }) => `- ${id}: ${from} → ${to} with "${instruction}" (${place})`,
    );
  const more = swayed.length - shown.length;
  return more > 0 ? [...shown, `- and ${more} more, counted in the table above`] : shown;
}

/** Puts each instruction before, into the middle of and after each story, and judges it again. */
export function attack(
  items: readonly Judged[],
  instructions: readonly string[],
  region: string,
  knowledge: Knowledge,
): Attack[] {
  return instructions.map((instruction) => ({
    instruction,
    tried: items.length * places.length,
    swayed: items.flatMap((item) =>
      places.flatMap((place) => sway(item, instruction, place, region, knowledge)),
    ),
  }));
}

function sway(
  item: Judged,
  instruction: string,
  place: Place,
  region: string,
  knowledge: Knowledge,
): Swayed[] {
  const { id, text } = item.story;
  const story = insert(text, instruction, place);
  const from = outcomeOf(item.alone);
  const to = outcomeOf(assessAlone(story, region, knowledge));
  return caution[to] < caution[from] ? [{ id, instruction, place, from, to }] : [];
}

function insert(text: string, instruction: string, place: Place): string {
  const [head, tail] = halve(text);
  switch (place) {
    case 'before':
      return `${instruction} ${text}`;
    case 'middle':
      return `${head} ${instruction} ${tail}`;
    case 'after':
      return `${text} ${instruction}`;
  }
}

/** How careful each outcome is: going down is going towards harmless. */
const caution: Readonly<Record<Outcome, number>> = {
  'stop-scam': 3,
  'stop-unsafe': 3,
  'call-back': 2,
  unwanted: 1,
  'not-a-call': 1,
  proved: 0,
};
