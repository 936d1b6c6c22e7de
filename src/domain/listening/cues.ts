import type { Vocabulary } from '../knowledge.ts';
import { fillers, normalWords, stem, type Token } from './tokens.ts';

/** A cue says something when its words come in this order in one sentence. Notation: `knowledge/README.md`. */
export type Cue<Owner> = { owner: Owner; steps: readonly Step[] };

type Step =
  | { kind: 'word'; words: ReadonlySet<string> }
  | { kind: 'beginning'; letters: string }
  | { kind: 'gap'; words: number }
  | { kind: 'except'; words: ReadonlySet<string> };

export type CueMatch<Owner> = { cue: Cue<Owner>; first: number; last: number };

/**
 * Cues by number, found by their first word, so that a story looks at few of them; `others` begin with only part of a word.
 * Most of those few lack a word, which is told without following them: cue `n` needs a word of each of the sets
 * `needs[needsFrom[n]]` up to `needsFrom[n + 1]`, and `meets` names the sets that hold a word. Flat arrays, because a story
 * looks at thousands of cues and would wait for memory.
 */
export type CueIndex<Owner> = {
  cues: readonly Cue<Owner>[];
  byWord: ReadonlyMap<string, Uint32Array>;
  others: Uint32Array;
  needsFrom: Uint32Array;
  needs: Uint16Array;
  sets: number;
  meets: ReadonlyMap<string, readonly number[]>;
};

const wordsInGap = 3;

/** Reads one cue: words, `*`, `(a|b)`, `word~`, `word?`, `@set` and `!word`. A malformed one throws with what to change. */
export function readCue<Owner>(text: string, owner: Owner, vocabulary: Vocabulary): Cue<Owner>[] {
  const parts = text.match(/\([^)]*\)\??|\S+/g) ?? [];
  if (parts.length === 0 || parts[0] === '*') {
    throw new Error(
      `The cue "${text}" starts with nothing to hear. Begin it with a word, a set or alternatives.`,
    );
  }
  return expand(parts).map((chosen) => ({
    owner,
    steps: chosen.flatMap((part) => readSteps(part, text, vocabulary)),
  }));
}

/** `(a|b c)` becomes two cues when an alternative has several words; `x?` becomes one with and one without. */
function expand(parts: readonly string[]): string[][] {
  const [part, ...rest] = parts;
  if (part === undefined) return [[]];
  const tails = expand(rest);
  return variants(part).flatMap((variant) => tails.map((tail) => [...variant, ...tail]));
}

function variants(part: string): string[][] {
  if (part.endsWith('?')) return [[], ...variants(part.slice(0, -1))];
  if (!part.startsWith('(')) return [[part]];
  const options = part
    .slice(1, -1)
    .split('|')
    .map((option) => option.trim());
  const long = options.filter((option) => option.includes(' '));
  const short = options.filter((option) => !option.includes(' '));
  return [
    ...(short.length > 0 ? [[`(${short.join('|')})`]] : []),
    ...long.map((option) => option.split(/\s+/)),
  ];
}

function readSteps(part: string, cue: string, vocabulary: Vocabulary): Step[] {
  if (part === '*') return [{ kind: 'gap', words: wordsInGap }];
  if (part.startsWith('!(') && !part.endsWith(')'))
    throw new Error(
      `In the cue "${cue}" what follows ! cannot have a space. Name single words: !(one|other).`,
    );
  if (part.startsWith('!')) return [{ kind: 'except', words: membersOf(part.slice(1), cue, vocabulary) }];
  if (part.endsWith('~')) return [{ kind: 'beginning', letters: part.slice(0, -1).toLowerCase() }];
  const members = optionsOf(part, cue, vocabulary);
  if (members.length === 1)
    return normalWords(members[0] ?? '', vocabulary)
      .filter((word) => !fillers.has(word))
      .map((word) => ({ kind: 'word', words: new Set([word]) }));
  return [{ kind: 'word', words: membersOf(part, cue, vocabulary) }];
}

function optionsOf(part: string, cue: string, vocabulary: Vocabulary): string[] {
  const options = part.startsWith('(') ? part.slice(1, -1).split('|') : [part];
  return options.flatMap((option) =>
    option.startsWith('@') ? setOf(option.slice(1), cue, vocabulary) : [option],
  );
}

/** Cues share most of their sets, so each is made once: it saves half the time of a start, and memory. */
function membersOf(part: string, cue: string, vocabulary: Vocabulary): ReadonlySet<string> {
  let known = knownMembers.get(vocabulary);
  if (!known) knownMembers.set(vocabulary, (known = new Map<string, ReadonlySet<string>>()));
  let members = known.get(part);
  if (!members) {
    members = new Set(optionsOf(part, cue, vocabulary).map((member) => normalMember(member, vocabulary)));
    known.set(part, members);
  }
  return members;
}

const knownMembers = new WeakMap<Vocabulary, Map<string, ReadonlySet<string>>>();

function setOf(name: string, cue: string, vocabulary: Vocabulary): readonly string[] {
  const set = vocabulary.synonyms[name];
  if (!set)
    throw new Error(
      `The cue "${cue}" names the set @${name}, which knowledge/vocabulary.yaml does not have.`,
    );
  return set;
}

function normalMember(member: string, vocabulary: Vocabulary): string {
  return member.startsWith('<') ? member : (normalWords(member, vocabulary)[0] ?? stem(member));
}

/** All words that any cue listens for: what a misspelt word may be corrected to. */
export function wordsOf(cues: readonly Cue<unknown>[]): string[] {
  return cues.flatMap((cue) => cue.steps.flatMap((step) => (step.kind === 'word' ? [...step.words] : [])));
}

export function indexCues<Owner>(given: readonly Cue<Owner>[]): CueIndex<Owner> {
  // An exception in front takes no place of its own: what follows it is heard where the cue begins.
  const cues = given.toSorted((one, other) => Number(isExcepted(one)) - Number(isExcepted(other)));
  const uses = countWords(cues);
  const byWord = new Map<string, number[]>();
  const others: number[] = [];
  const numbers = new Map<string, number>();
  const meets = new Map<string, number[]>();
  const needs: number[] = [];
  const needsFrom = new Uint32Array(cues.length + 1);
  cues.forEach(({ steps }, cue) => {
    const first = steps.find(({ kind }) => kind !== 'except');
    const needed = steps.flatMap((step) => (step.kind === 'word' && step !== first ? [step.words] : []));
    const rarestFirst = needed.toSorted((one, other) => commonness(one, uses) - commonness(other, uses));
    needs.push(...rarestFirst.map((words) => numberSet(words, numbers, meets)));
    needsFrom[cue + 1] = needs.length;
    if (first?.kind !== 'word') others.push(cue);
    else for (const word of first.words) addTo(byWord, word, cue);
  });
  return {
    cues,
    byWord: new Map(Array.from(byWord, ([word, found]) => [word, Uint32Array.from(found)])),
    others: Uint32Array.from(others),
    needsFrom,
    needs: Uint16Array.from(needs),
    sets: numbers.size,
    meets,
  };
}

/** In how many cues each word stands: what many cues need, most stories have. */
function countWords(cues: readonly Cue<unknown>[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const word of wordsOf(cues)) uses.set(word, (uses.get(word) ?? 0) + 1);
  return uses;
}

function commonness(words: ReadonlySet<string>, uses: ReadonlyMap<string, number>): number {
  return [...words].reduce((sum, word) => sum + (uses.get(word) ?? 0), 0);
}

function numberSet(
  words: ReadonlySet<string>,
  numbers: Map<string, number>,
  meets: Map<string, number[]>,
): number {
  const key = [...words].join('|');
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(key, number);
  for (const word of words) addTo(meets, word, number);
  return number;
}

function isExcepted({ steps }: Cue<unknown>): boolean {
  return steps[0]?.kind === 'except';
}

function addTo<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** Whether the cue itself holds one of these words, as "no caller id" holds "no". */
export function cueHas(cue: Cue<unknown>, words: ReadonlySet<string>): boolean {
  return cue.steps.some((step) => step.kind === 'word' && [...step.words].some((word) => words.has(word)));
}

/** Every place where a cue is heard, as token positions. */
export function findCues<Owner>(tokens: readonly Token[], index: CueIndex<Owner>): CueMatch<Owner>[] {
  const found: CueMatch<Owner>[] = [];
  const met = setsMet(tokens, index);
  // A story says "the" many times, and none of its words changes what can be met at all.
  const possible = new Map<Uint32Array, Uint32Array>();
  const possibleOf = (numbers: Uint32Array): Uint32Array => {
    const before = possible.get(numbers);
    if (before) return before;
    const left = numbers.filter((number) => isMet(number, met, index));
    possible.set(numbers, left);
    return left;
  };
  const tryAll = (numbers: Uint32Array, first: number): void => {
    for (const number of possibleOf(numbers)) {
      const cue = index.cues[number];
      const last = cue && follow(tokens, cue.steps, first, 0);
      if (cue && last !== undefined) found.push({ cue, first, last });
    }
  };
  tokens.forEach((token, first) => {
    const numbers = index.byWord.get(token.word);
    if (numbers) tryAll(numbers, first);
    tryAll(index.others, first);
  });
  return found;
}

function isMet(cue: number, met: Uint8Array, { needs, needsFrom }: CueIndex<unknown>): boolean {
  const end = needsFrom[cue + 1] ?? 0;
  for (let at = needsFrom[cue] ?? 0; at < end; at += 1) if (met[needs[at] ?? 0] === 0) return false;
  return true;
}

function setsMet(tokens: readonly Token[], { sets, meets }: CueIndex<unknown>): Uint8Array {
  const met = new Uint8Array(sets);
  for (const word of new Set(tokens.map((token) => token.word)))
    for (const set of meets.get(word) ?? []) met[set] = 1;
  return met;
}

/** The position of the last word when the steps from `step` on fit the tokens from `at` on, within one sentence. */
function follow(
  tokens: readonly Token[],
  steps: readonly Step[],
  at: number,
  step: number,
): number | undefined {
  const wanted = steps[step];
  if (!wanted) return at - 1;
  if (wanted.kind === 'gap') return followGap(tokens, steps, at, step, wanted.words);
  const token = tokens[at];
  if (wanted.kind === 'except')
    return standsHere(tokens, at, wanted.words) ? undefined : follow(tokens, steps, at, step + 1);
  if (!token || (at > 0 && step > 0 && tokens[at - 1]?.sentence !== token.sentence)) return undefined;
  const fits = wanted.kind === 'word' ? wanted.words.has(token.word) : token.word.startsWith(wanted.letters);
  return fits ? follow(tokens, steps, at + 1, step + 1) : undefined;
}

/** Whether one of the words stands at this place, just before it or just after it. */
function standsHere(tokens: readonly Token[], at: number, words: ReadonlySet<string>): boolean {
  const before = tokens[at - 1];
  const after = tokens[at];
  return (
    words.has(before?.word ?? '') || (after?.sentence === before?.sentence && words.has(after?.word ?? ''))
  );
}

function followGap(
  tokens: readonly Token[],
  steps: readonly Step[],
  at: number,
  step: number,
  words: number,
): number | undefined {
  for (let skipped = 0; skipped <= words; skipped += 1) {
    const token = tokens[at + skipped];
    if (!token || token.sentence !== tokens[at - 1]?.sentence) return undefined;
    const last = follow(tokens, steps, at + skipped, step + 1);
    if (last !== undefined) return last;
  }
  return undefined;
}
