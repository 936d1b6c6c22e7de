import type { Vocabulary } from '../knowledge.ts';
import { fillers, normalWords, stem } from './tokens.ts';

/** A cue says something when its words come in this order in one sentence. Notation: `knowledge/README.md`. */
export type Cue<Owner> = { owner: Owner; steps: readonly Step[] };

export type Step =
  | { kind: 'word'; words: ReadonlySet<string> }
  | { kind: 'beginning'; letters: string }
  | { kind: 'gap'; words: number }
  | { kind: 'except'; words: ReadonlySet<string> };

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

/** `(a|b c)` and `(a|b~)` become two cues, since an alternative among single words is one whole word; `x?` becomes one with and one without. */
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
  const long = options.filter(isApart);
  const short = options.filter((option) => !isApart(option));
  return [
    ...(short.length > 0 ? [[`(${short.join('|')})`]] : []),
    ...long.map((option) => option.split(/\s+/)),
  ];
}

function isApart(option: string): boolean {
  return option.includes(' ') || option.endsWith('~');
}

/**
 * Cues share most of their parts, so each is read once. Steps that mean the same are the same object, which saves half the
 * time of a start, and lets the index tell by looking that two cues begin alike.
 */
function readSteps(part: string, cue: string, vocabulary: Vocabulary): readonly Step[] {
  let known = knownSteps.get(vocabulary);
  if (!known) knownSteps.set(vocabulary, (known = { byPart: new Map(), byMeaning: new Map() }));
  const { byPart, byMeaning } = known;
  let steps = byPart.get(part);
  if (!steps)
    byPart.set(part, (steps = readPart(part, cue, vocabulary).map((step) => share(step, byMeaning))));
  return steps;
}

type KnownSteps = { byPart: Map<string, readonly Step[]>; byMeaning: Map<string, Step> };
const knownSteps = new WeakMap<Vocabulary, KnownSteps>();

function share(step: Step, byMeaning: KnownSteps['byMeaning']): Step {
  const meaning = meaningOf(step);
  const known = byMeaning.get(meaning);
  if (!known) byMeaning.set(meaning, step);
  return known ?? step;
}

function meaningOf(step: Step): string {
  switch (step.kind) {
    case 'word':
    case 'except':
      return `${step.kind} ${[...step.words].join('|')}`;
    case 'beginning':
      return `${step.kind} ${step.letters}`;
    case 'gap':
      return step.kind;
  }
}

function readPart(part: string, cue: string, vocabulary: Vocabulary): Step[] {
  if (part === '*') return [{ kind: 'gap', words: wordsInGap }];
  if (part.startsWith('!(') && !part.endsWith(')'))
    throw new Error(
      `In the cue "${cue}" what follows ! cannot have a space. Name single words: !(one|other).`,
    );
  if (part.startsWith('!') && part.includes('~'))
    throw new Error(`In the cue "${cue}" what follows ! cannot have any ending (~). Name the whole words.`);
  if (part.startsWith('!')) return [{ kind: 'except', words: membersOf(part.slice(1), cue, vocabulary) }];
  if (part.endsWith('~')) return [{ kind: 'beginning', letters: part.slice(0, -1).toLowerCase() }];
  const members = optionsOf(part, cue, vocabulary);
  if (members.length === 1)
    return normalWords(members[0] ?? '', vocabulary)
      .filter((word) => !fillers.has(word))
      .map((word) => ({ kind: 'word', words: new Set([word]) }));
  return [{ kind: 'word', words: membersOf(part, cue, vocabulary) }];
}

function membersOf(part: string, cue: string, vocabulary: Vocabulary): ReadonlySet<string> {
  return new Set(optionsOf(part, cue, vocabulary).map((member) => normalMember(member, vocabulary)));
}

function optionsOf(part: string, cue: string, vocabulary: Vocabulary): string[] {
  const options = part.startsWith('(') ? part.slice(1, -1).split('|') : [part];
  return options.flatMap((option) =>
    option.startsWith('@') ? setOf(option.slice(1), cue, vocabulary) : [option],
  );
}

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

/** Whether the cue itself holds one of these words, as "no caller id" holds "no". */
export function cueHas(cue: Cue<unknown>, words: ReadonlySet<string>): boolean {
  return cue.steps.some((step) => step.kind === 'word' && [...step.words].some((word) => words.has(word)));
}
