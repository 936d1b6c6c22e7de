import { findRising, startsOf } from '../flat.ts';
import type { Cue, Step } from './cues.ts';
import { remember } from './remember.ts';
import type { Token } from './tokens.ts';

export type CueMatch<Owner> = { cue: Cue<Owner>; first: number; last: number };

/**
 * All cues as one tree in which those that begin alike share their way, so that a story looks at few of thousands. The root
 * is node 0. From `starts[node]` up to `starts[node + 1]` a way leads on over the word `words[at]` to the node `targets[at]`;
 * words are numbers and rise. Flat arrays, because a story would wait for memory.
 */
export type CueTree<Owner> = {
  cues: readonly Cue<Owner>[];
  /** The numbers of a word: its own, and those of beginnings of it that cues listen for. */
  numbersOf: (word: string) => readonly number[];
  starts: Uint32Array;
  words: Uint32Array;
  targets: Uint32Array;
  /** By node, a bit for each word that may come next (`signOf`): a quick no in most places. All bits where more is to be looked at. */
  signs: Int32Array;
  /** The cues that end at a node, and its ways on that are not over a word. */
  ends: ReadonlyMap<number, readonly number[]>;
  turns: ReadonlyMap<number, readonly Turn[]>;
};

type Turn = { step: Exclude<Step, Wanted>; to: number };
/** A step that a word has to fit. */
type Wanted = Extract<Step, { kind: 'word' | 'beginning' }>;

const root = 0;
const rememberedWords = 5000;

export function growTree<Owner>(given: readonly Cue<Owner>[]): CueTree<Owner> {
  const cues = given.toSorted((one, other) => placeOf(one) - placeOf(other));
  const { branches, ends } = plant(cues);
  const numbers = numberWords(branches);
  const turns = new Map<number, Turn[]>();
  const ways: Way[] = [];
  for (const { from, step, to } of branches) {
    if (!isWanted(step)) addTo(turns, from, { step, to });
    else for (const name of namesOf(step)) ways.push({ from, word: numbers.get(name) ?? 0, to });
  }
  const nodes = branches.length + 1;
  const signs = new Int32Array(nodes);
  for (const { from, word } of ways) signs[from] = (signs[from] ?? 0) | signOf(word);
  for (const node of [root, ...ends.keys(), ...turns.keys()]) signs[node] = everySign;
  const longest = longestBeginning(branches);
  const numbersOf = remember(rememberedWords, (word) => readNumbers(word, numbers, longest));
  return { cues, numbersOf, ends, turns, signs, ...layOut(ways, nodes) };
}

/**
 * Matches at one place come in this order, which decides between equals: cues that begin with a word, then those with part
 * of one; among each those that begin with an exception last.
 */
function placeOf({ steps }: Cue<unknown>): number {
  const leading = countLeading(steps);
  return Number(steps[leading]?.kind !== 'word') * 2 + Number(leading > 0);
}

type Branch = { from: number; step: Step; to: number };

/** Exceptions at the very beginning are looked at where the rest of a cue was heard (`mayBegin`): few cues get so far. */
function plant(cues: readonly Cue<unknown>[]): { branches: Branch[]; ends: Map<number, number[]> } {
  const branches: Branch[] = [];
  const ends = new Map<number, number[]>();
  const known = new Map<Step, Map<number, number>>();
  cues.forEach(({ steps }, cue) => {
    let node = root;
    for (const step of steps.slice(countLeading(steps))) {
      let nodes = known.get(step);
      if (!nodes) known.set(step, (nodes = new Map<number, number>()));
      const to = nodes.get(node) ?? branches.push({ from: node, step, to: branches.length + 1 });
      nodes.set(node, to);
      node = to;
    }
    addTo(ends, node, cue);
  });
  return { branches, ends };
}

function addTo<Item>(lists: Map<number, Item[]>, key: number, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function countLeading(steps: readonly Step[]): number {
  const first = steps.findIndex(({ kind }) => kind !== 'except');
  return first < 0 ? steps.length : first;
}

function isWanted(step: Step): step is Wanted {
  return step.kind === 'word' || step.kind === 'beginning';
}

/** What a word has to be, or to begin with: no word begins with a space. */
function namesOf(step: Wanted): string[] {
  return step.kind === 'word' ? [...step.words] : [` ${step.letters}`];
}

function numberWords(branches: readonly Branch[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const step of new Set(branches.map((branch) => branch.step))) {
    if (!isWanted(step)) continue;
    for (const name of namesOf(step)) if (!numbers.has(name)) numbers.set(name, numbers.size);
  }
  return numbers;
}

function longestBeginning(branches: readonly Branch[]): number {
  return branches.reduce(
    (most, { step }) => (step.kind === 'beginning' ? Math.max(most, step.letters.length) : most),
    0,
  );
}

/** `longest` is the longest beginning that is listened for: what a word costs must not grow with its length. */
function readNumbers(word: string, numbers: ReadonlyMap<string, number>, longest: number): readonly number[] {
  const letters = Math.min(word.length, longest);
  const beginnings = Array.from({ length: letters + 1 }, (_, length) => ` ${word.slice(0, length)}`);
  return [word, ...beginnings].flatMap((name) => numbers.get(name) ?? []);
}

/** One bit in 31 for a word; every place in a story has the last bit, and what may be heard anywhere has all. */
function signOf(word: number): number {
  return 1 << (word % 31);
}

const everySign = -1;
const placeSign = 1 << 31;

type Way = { from: number; word: number; to: number };

function layOut(ways: readonly Way[], nodes: number): Pick<CueTree<unknown>, 'starts' | 'words' | 'targets'> {
  const inOrder = ways.toSorted((one, other) => one.from - other.from || one.word - other.word);
  const lengths = new Uint32Array(nodes);
  for (const { from } of inOrder) lengths[from] = (lengths[from] ?? 0) + 1;
  return {
    starts: startsOf(lengths),
    words: Uint32Array.from(inOrder, ({ word }) => word),
    targets: Uint32Array.from(inOrder, ({ to }) => to),
  };
}

/** Every place where a cue is heard, as token positions: at each place a cue once, in its first way of fitting. */
export function findCues<Owner>(tokens: readonly Token[], tree: CueTree<Owner>): CueMatch<Owner>[] {
  const found: CueMatch<Owner>[] = [];
  const numbers = tokens.map(({ word }) => tree.numbersOf(word));
  const signs = numbers.map((ofToken, at) =>
    goesOn(tokens, at) ? ofToken.reduce((sign, number) => sign | signOf(number), placeSign) : placeSign,
  );
  const walk: Walk = { tokens, numbers, signs, tree, lasts: new Map() };
  for (let first = 0; first < tokens.length; first += 1) {
    follow(walk, root, first);
    for (const [number, last] of [...walk.lasts].toSorted(([one], [other]) => one - other)) {
      const cue = tree.cues[number];
      if (cue && mayBegin(tokens, first, cue)) found.push({ cue, first, last });
    }
    walk.lasts.clear();
  }
  return found;
}

/** Where a cue that begins with exceptions is heard it goes on from the word before, which is none of them. */
function mayBegin(tokens: readonly Token[], at: number, { steps }: Cue<unknown>): boolean {
  const leading = countLeading(steps);
  if (leading > 0 && !goesOn(tokens, at)) return false;
  return steps
    .slice(0, leading)
    .every((step) => step.kind === 'except' && !standsHere(tokens, at, step.words));
}

type Walk = {
  tokens: readonly Token[];
  /** By token. */
  numbers: readonly (readonly number[])[];
  signs: readonly number[];
  tree: CueTree<unknown>;
  /** Where each cue that was heard ended first. */
  lasts: Map<number, number>;
};

/** Follows all ways on from a node that fit the tokens from `at` on, within one sentence. */
function follow(walk: Walk, node: number, at: number): void {
  const { tokens, numbers, tree, lasts } = walk;
  if (tree.signs[node] === everySign) {
    for (const cue of tree.ends.get(node) ?? none) if (!lasts.has(cue)) lasts.set(cue, at - 1);
    for (const turn of tree.turns.get(node) ?? none) takeTurn(walk, turn, at);
  }
  if (node !== root && !goesOn(tokens, at)) return;
  for (const number of numbers[at] ?? none) {
    const end = tree.starts[node + 1] ?? 0;
    let way = findRising(tree.words, number, tree.starts[node] ?? 0, end);
    for (; way < end && tree.words[way] === number; way += 1) {
      const target = tree.targets[way] ?? root;
      if (mayGoOn(walk, target, at + 1)) follow(walk, target, at + 1);
    }
  }
}

const none: readonly never[] = [];

function mayGoOn({ tree, signs }: Walk, node: number, at: number): boolean {
  return ((tree.signs[node] ?? 0) & (signs[at] ?? placeSign)) !== 0;
}

/** Whether the token at this place is in the sentence of the one before; the first has none before it. */
function goesOn(tokens: readonly Token[], at: number): boolean {
  return at === 0 || tokens[at]?.sentence === tokens[at - 1]?.sentence;
}

function takeTurn(walk: Walk, { step, to }: Turn, at: number): void {
  switch (step.kind) {
    case 'except':
      if (!standsHere(walk.tokens, at, step.words)) follow(walk, to, at);
      return;
    case 'gap':
      skip(walk, to, at, step.words);
  }
}

/** Whether one of the words stands at this place, just before it or just after it. */
function standsHere(tokens: readonly Token[], at: number, words: ReadonlySet<string>): boolean {
  const before = tokens[at - 1];
  const after = tokens[at];
  return (
    words.has(before?.word ?? '') || (after?.sentence === before?.sentence && words.has(after?.word ?? ''))
  );
}

function skip(walk: Walk, node: number, at: number, words: number): void {
  const sentence = walk.tokens[at - 1]?.sentence;
  for (let next = at; next <= at + words; next += 1) {
    if (!walk.tokens[next] || walk.tokens[next]?.sentence !== sentence) return;
    if (mayGoOn(walk, node, next)) follow(walk, node, next);
  }
}
