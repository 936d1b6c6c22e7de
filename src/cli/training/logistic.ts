import type { Features } from '../../domain/judging/features.ts';
import type { LinearModel } from '../../domain/knowledge.ts';
import type { Matrix } from './matrix.ts';
import { minimise, type Objective } from './minimise.ts';

/** A row of the matrix that is learned from: what it is, 1 or 0, and how much it counts. */
export type Lesson = { row: number; label: 0 | 1; weight: number };

const rounds = 80;
/** The intercept is not held back by the penalty, so it is given room by its scale. */
const interceptScale = 10;

/**
 * Logistic regression with an L2 penalty, by L-BFGS from zero, so that the same rows give the same weights. A column's
 * scale says how freely it may be used: the penalty is on weight / scale.
 */
export function fit(matrix: Matrix, lessons: readonly Lesson[], scales: Float64Array): LinearModel {
  const size = matrix.names.length;
  const found = minimise(loss(matrix, lessons, scales), new Float64Array(size + 1), rounds);
  return {
    intercept: (found[size] ?? 0) * interceptScale,
    features: Object.fromEntries(
      matrix.names.map((name, column) => [name, (found[column] ?? 0) * (scales[column] ?? 0)]),
    ),
  };
}

/** What a model makes of one row, 0 to 1. */
export function judge(features: Features, { intercept, features: weights }: LinearModel): number {
  let total = intercept;
  for (const [name, value] of features) total += value * (weights[name] ?? 0);
  return 1 / (1 + Math.exp(-total));
}

/** The penalised log loss at a point, and its slope. The last place of a point is the intercept. */
function loss(matrix: Matrix, lessons: readonly Lesson[], scales: Float64Array): Objective {
  const { starts, columns, values } = matrix;
  const size = matrix.names.length;
  return (point, slope) => {
    let total = 0;
    for (let at = 0; at <= size; at += 1) {
      const held = point[at] ?? 0;
      total += (held * held) / 2;
      slope[at] = held;
    }
    for (const { row, label, weight } of lessons) {
      const from = starts[row] ?? 0;
      const to = starts[row + 1] ?? 0;
      let sum = (point[size] ?? 0) * interceptScale;
      for (let at = from; at < to; at += 1) {
        const column = columns[at] ?? 0;
        sum += (point[column] ?? 0) * (scales[column] ?? 0) * (values[at] ?? 0);
      }
      const margin = label === 1 ? sum : -sum;
      total += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
      const error = weight * (1 / (1 + Math.exp(-sum)) - label);
      slope[size] = (slope[size] ?? 0) + error * interceptScale;
      for (let at = from; at < to; at += 1) {
        const column = columns[at] ?? 0;
        slope[column] = (slope[column] ?? 0) + error * (scales[column] ?? 0) * (values[at] ?? 0);
      }
    }
    return total;
  };
}
