import type { LinearModel } from '../../domain/knowledge.ts';
import type { Features } from '../../domain/judging/features.ts';

/** One labelled row: its features, and 1 or 0. `weight` says how much a row counts. */
export type Row = { features: Features; label: 0 | 1; weight: number };

const rounds = 200;
const stepSize = 0.15;

/**
 * Logistic regression with an L2 penalty, fitted by AdaGrad in the order given, so that the same rows give the same weights.
 * `penalty` is per round and row; features seen in fewer than `leastRows` rows are left out.
 */
export function fit(rows: readonly Row[], penalty: number, leastRows: number): LinearModel {
  const names = frequentNames(rows, leastRows);
  const weights = new Float64Array(names.size);
  const squares = new Float64Array(names.size).fill(1e-8);
  const sparse = rows.map((row) => toSparse(row, names));
  let intercept = 0;
  let interceptSquares = 1e-8;
  for (let round = 0; round < rounds; round += 1) {
    const gradient = new Float64Array(names.size);
    let interceptGradient = 0;
    for (const { at, values, label, weight } of sparse) {
      const error = (sigmoid(intercept + dot(at, values, weights)) - label) * weight;
      interceptGradient += error;
      at.forEach((index, n) => (gradient[index] = (gradient[index] ?? 0) + error * (values[n] ?? 0)));
    }
    interceptSquares += (interceptGradient / rows.length) ** 2;
    intercept -= (stepSize * (interceptGradient / rows.length)) / Math.sqrt(interceptSquares);
    for (let index = 0; index < weights.length; index += 1) {
      const slope = (gradient[index] ?? 0) / rows.length + penalty * (weights[index] ?? 0);
      squares[index] = (squares[index] ?? 0) + slope * slope;
      weights[index] = (weights[index] ?? 0) - (stepSize * slope) / Math.sqrt(squares[index] ?? 1);
    }
  }
  return {
    intercept,
    features: Object.fromEntries([...names].map(([name, index]) => [name, weights[index] ?? 0])),
  };
}

function frequentNames(rows: readonly Row[], leastRows: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of rows)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= leastRows).map(([name]) => name);
  return new Map(kept.toSorted().map((name, index) => [name, index]));
}

type Sparse = { at: number[]; values: number[]; label: number; weight: number };

function toSparse({ features, label, weight }: Row, names: ReadonlyMap<string, number>): Sparse {
  const kept = [...features].filter(([name]) => names.has(name));
  return {
    at: kept.map(([name]) => names.get(name) ?? 0),
    values: kept.map(([, value]) => value),
    label,
    weight,
  };
}

function dot(at: readonly number[], values: readonly number[], weights: Float64Array): number {
  return at.reduce((total, index, n) => total + (weights[index] ?? 0) * (values[n] ?? 0), 0);
}

function sigmoid(total: number): number {
  return 1 / (1 + Math.exp(-total));
}
