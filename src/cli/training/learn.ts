import type { LinearModel } from '../../domain/knowledge.ts';
import { fit, judge, type Lesson } from './logistic.ts';
import type { Matter } from './matters.ts';
import { layOutRows, type Matrix } from './matrix.ts';
import type { Row } from './rows.ts';

const folds = 3;

/** A row that was judged by a model that never saw its family. */
export type Judged = { risk: number; isYes: boolean };

export type Learner = { learn(matter: Matter): LinearModel; judgeHeldOut(matter: Matter): Judged[] };

/** Lays the rows out once for every matter that is learned from them; a feature of fewer than `leastRows` rows teaches nothing. */
export function createLearner(rows: readonly Row[], leastRows: number): Learner {
  const matrix = layOutRows(
    rows.map(({ features }) => features),
    leastRows,
  );
  const foldOf = dealFamilies(rows);
  const lessonsOf = ({ labelOf, weightOf }: Matter): Lesson[] =>
    rows.flatMap((row, at) => {
      const label = labelOf(row);
      if (label === undefined) return [];
      if (label !== 'either') return [{ row: at, label: label ? 1 : 0, weight: weightOf(row) }];
      return [0 as const, 1 as const].map((half) => ({ row: at, label: half, weight: weightOf(row) / 2 }));
    });
  return {
    learn: (matter) =>
      pruned(fit(matrix, lessonsOf(matter), scalesOf(matrix, rows.length, matter)), matter.smallestWeight),
    judgeHeldOut: (matter) => {
      const lessons = lessonsOf(matter);
      const scales = scalesOf(matrix, rows.length, matter);
      return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
        const isHeld = ({ row }: Lesson): boolean => foldOf[row] === fold;
        const model = fit(
          matrix,
          lessons.filter((lesson) => !isHeld(lesson)),
          scales,
        );
        return lessons
          .filter((lesson) => isHeld(lesson) && rows[lesson.row]?.origin === 'story')
          .map(({ row, label }) => ({
            risk: judge(rows[row]?.features ?? new Map(), model),
            isYes: label === 1,
          }));
      });
    },
  };
}

/** Families are dealt to folds in order of appearance. */
function dealFamilies(rows: readonly Row[]): number[] {
  const families = new Map(
    [...new Set(rows.map(({ family }) => family))].map((family, at) => [family, at % folds]),
  );
  return rows.map(({ family }) => families.get(family) ?? 0);
}

function scalesOf({ names, holding }: Matrix, rows: number, { scaleOf }: Matter): Float64Array {
  return Float64Array.from(names, (name, column) =>
    scaleOf(name, Math.log((1 + rows) / (1 + (holding[column] ?? 0))) + 1),
  );
}

function pruned({ intercept, features }: LinearModel, smallestWeight: number): LinearModel {
  const kept = Object.entries(features).filter(([, weight]) => Math.abs(weight) >= smallestWeight);
  return {
    intercept: rounded(intercept),
    features: Object.fromEntries(kept.map(([name, weight]) => [name, rounded(weight)])),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
