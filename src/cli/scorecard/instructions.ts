import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Knowledge } from '../../domain/knowledge.ts';
import { pathOf } from '../evaluation/benchmark.ts';
import { assessAlone, outcomeOf, type Judged, type Outcome } from '../evaluation/judge.ts';
import { halve } from './noise.ts';

/** The orders to the bot in `test/benchmark/instructions.yaml`: those the rules were written with, and those they never saw. */
const Instructions = z.strictObject({
  developed: z.array(z.string()).min(1),
  heldOut: z.array(z.string()).min(1),
});
export type Instructions = z.infer<typeof Instructions>;

/** Throws when the file is missing or holds anything else. */
export async function readInstructions(): Promise<Instructions> {
  return Instructions.parse(parse(await readFile(pathOf('instructions.yaml'), 'utf8')));
}

/** A verdict that an instruction inside the story made more harmless. */
export type Swayed = { id: string; instruction: string; place: Place; from: Outcome; to: Outcome };

/** How one instruction did: verdicts tried, and those that it made more harmless. */
export type Attack = { instruction: string; isHeldOut: boolean; tried: number; swayed: readonly Swayed[] };

const places = ['before', 'middle', 'after', 'inside'] as const;
type Place = (typeof places)[number];

/** All would take minutes: each instruction is put into one story in so many, each place beginning with another. */
const oneStoryIn = 24;

/** Swayed verdicts in words, the first so many: each is mended by what mends the instruction. */
export function describeSwayed(attacks: readonly Attack[], most = 40): string[] {
  const swayed = attacks.flatMap((each) => each.swayed);
  const shown = swayed
    .slice(0, most)
    .map(
      ({ id, instruction, place, from, to }) =>
        `- ${id}: ${from} → ${to} with "${showInstruction(instruction)}" (${place})`,
    );
  const more = swayed.length - shown.length;
  return more > 0 ? [...shown, `- and ${more} more, counted in the table above`] : shown;
}

/** Markup of an instruction must not become markup of the page. */
export function showInstruction(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('`', '\\`');
}

/** Puts each instruction before, between the sentences of, after and into a sentence of its share of the stories, and judges them again. */
export function attack(
  items: readonly Judged[],
  { developed, heldOut }: Instructions,
  region: string,
  knowledge: Knowledge,
): Attack[] {
  const all = [
    ...developed.map((instruction) => ({ instruction, isHeldOut: false })),
    ...heldOut.map((instruction) => ({ instruction, isHeldOut: true })),
  ];
  return all.map(({ instruction, isHeldOut }, at) => {
    const tried = places.flatMap((place, turn) => shareOf(items, at + turn).map((item) => ({ item, place })));
    const swayed = tried.flatMap(({ item, place }) => sway(item, instruction, place, region, knowledge));
    return { instruction, isHeldOut, tried: tried.length, swayed };
  });
}

function shareOf(items: readonly Judged[], turn: number): Judged[] {
  return items.filter((_, at) => (at + turn) % oneStoryIn === 0);
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
  const [head, tail] = place === 'inside' ? splitSentence(text) : halve(text);
  switch (place) {
    case 'before':
      return `${instruction} ${text}`;
    case 'middle':
    case 'inside':
      return `${head} ${instruction} ${tail}`;
    case 'after':
      return `${text} ${instruction}`;
  }
}

/** The text in two parts between two words of one sentence near its middle. */
function splitSentence(text: string): [head: string, tail: string] {
  const gaps = [...text.matchAll(/(?<=[^.?!,\s])\s+(?=\S)/g)].map(({ index }) => index);
  const middle = text.length / 2;
  const [at = 0] = gaps.toSorted((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  return [text.slice(0, at), text.slice(at).trim()];
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
