import { byPlace, type CallerClues, type CluePlace } from '../../domain/caller-clues.ts';
import { findCandidates, visitClues } from '../../domain/listening/caller.ts';
import { claimAt } from '../../domain/listening/claimed.ts';
import { readNames } from '../../domain/listening/hear.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { isRightClaim } from '../scorecard/claims.ts';
import { minimise } from './minimise.ts';

/** A way to name the caller of a story: its clues, and whether it names whom the label does. */
type Option = { clues: readonly string[]; isRight: boolean };

/** A story with all ways to name its caller; the last one is nobody. */
type Lesson = readonly Option[];

/** A clue met fewer times teaches nothing about the next story. */
const leastOften = 12;
const penalty = 3;
const rounds = 150;
const smallestWeight = 0.05;
const nobody = 'nobody';

/**
 * Fits the clues to labelled stories: a softmax over the name phrases of each story and "nobody", with an L2 penalty.
 * Ordinary messages have no caller; other stories without the label, or whose label is not in them, teach nothing.
 */
export function learnCallers(
  stories: readonly Labelled[],
  knowledge: Knowledge,
): Pick<CallerClues, 'nobody' | 'clues'> {
  const lessons = stories.flatMap((story) => makeLesson(story, knowledge));
  const names = namesOf(lessons);
  const weights = fit(lessons, names);
  const written = [...names].map(([name, at]) => [name, round(weights[at] ?? 0)] as const);
  const cluesAt = (place: CluePlace): Record<string, number> => {
    const own = written.filter(([name]) => name.startsWith(`${place} `));
    const telling = own.filter(([, weight]) => Math.abs(weight) >= smallestWeight);
    return Object.fromEntries(telling.map(([name, weight]) => [name.slice(place.length + 1), weight]));
  };
  return { nobody: round(weights[names.get(nobody) ?? 0] ?? 0), clues: byPlace(cluesAt) };
}

function makeLesson(story: Labelled, knowledge: Knowledge): Lesson[] {
  const label = story.claimedAuthority ?? (story.label === 'none' ? null : story.claimedAuthority);
  if (label === undefined) return [];
  const { authorities, ear } = prepare(knowledge);
  const { told, names } = readNames(story.text, ear);
  const candidates = findCandidates(told);
  const options = candidates.map((span): Option => {
    const clues: string[] = [];
    visitClues(told, span, (place, word) => clues.push(`${place} ${word}`));
    return { clues, isRight: isRightClaim(label, claimAt(told, span, candidates, names), authorities) };
  });
  const lesson = [...options, { clues: [nobody], isRight: label === null }];
  return lesson.some(({ isRight }) => isRight) ? [lesson] : [];
}

/** The clues that are met often enough, numbered in order of the alphabet. */
function namesOf(lessons: readonly Lesson[]): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  for (const { clues } of lessons.flat()) for (const clue of clues) met.set(clue, (met.get(clue) ?? 0) + 1);
  const often = [...met].filter(([, times]) => times >= leastOften).map(([clue]) => clue);
  return new Map(often.toSorted().map((clue, at) => [clue, at]));
}

function fit(lessons: readonly Lesson[], names: ReadonlyMap<string, number>): Float64Array {
  const numbered = lessons.map((lesson) =>
    lesson.map(({ clues, isRight }) => ({
      isRight,
      clues: Uint32Array.from(clues.flatMap((clue) => names.get(clue) ?? [])),
    })),
  );
  return minimise(
    (point, slope) => {
      let value = 0;
      point.forEach((weight, at) => {
        slope[at] = penalty * weight;
        value += (penalty / 2) * weight * weight;
      });
      for (const options of numbered) value += addLesson(options, point, slope);
      return value;
    },
    new Float64Array(names.size),
    rounds,
  );
}

/** Minus the logarithm of the chance that a right option is chosen; its slope is added. */
function addLesson(
  options: readonly { clues: Uint32Array; isRight: boolean }[],
  point: Float64Array,
  slope: Float64Array,
): number {
  const sums = options.map(({ clues }) => clues.reduce((sum, clue) => sum + (point[clue] ?? 0), 0));
  const highest = Math.max(...sums);
  const chances = sums.map((sum) => Math.exp(sum - highest));
  const whole = chances.reduce((sum, chance) => sum + chance, 0);
  const right = chances.reduce((sum, chance, at) => sum + (options[at]?.isRight ? chance : 0), 0);
  options.forEach(({ clues, isRight }, at) => {
    const chance = chances[at] ?? 0;
    const pull = chance / whole - (isRight ? chance / Math.max(right, Number.MIN_VALUE) : 0);
    for (const clue of clues) slope[clue] = (slope[clue] ?? 0) + pull;
  });
  return Math.log(whole) - Math.log(Math.max(right, Number.MIN_VALUE));
}

function round(weight: number): number {
  return Math.round(weight * 100) / 100;
}
