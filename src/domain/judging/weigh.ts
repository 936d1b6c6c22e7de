import type { LinearModel } from '../knowledge.ts';
import type { Features } from './features.ts';

/**
 * Several linear models over the same features, laid out by feature: a story looks each of its features up once,
 * however many models weigh it. Feature `n` is weighed by `models[at]` with `weights[at]` from `starts[n]` to `starts[n + 1]`.
 */
export type Scales = {
  names: readonly string[];
  intercepts: readonly number[];
  numbers: ReadonlyMap<string, number>;
  starts: Uint32Array;
  models: Uint16Array;
  weights: Float32Array;
};

export function layOutModels(models: Readonly<Record<string, LinearModel>>): Scales {
  const named = Object.entries(models);
  const numbers = new Map<string, number>();
  const cells = named.flatMap(([, { features }], model) =>
    Object.entries(features).map(([name, weight]) => ({ feature: numberOf(name, numbers), model, weight })),
  );
  const starts = new Uint32Array(numbers.size + 1);
  for (const { feature } of cells) starts[feature + 1] = (starts[feature + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const free = starts.slice();
  const laid = { models: new Uint16Array(cells.length), weights: new Float32Array(cells.length) };
  for (const { feature, model, weight } of cells) {
    const at = free[feature] ?? 0;
    free[feature] = at + 1;
    laid.models[at] = model;
    laid.weights[at] = weight;
  }
  return {
    names: named.map(([name]) => name),
    intercepts: named.map(([, { intercept }]) => intercept),
    numbers,
    starts,
    ...laid,
  };
}

function numberOf(name: string, numbers: Map<string, number>): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** What each model makes of the features: a logistic sum of reviewed weights, 0 to 1, in the order of `names`. */
export function weigh(features: Features, scales: Scales): number[] {
  const totals = Float64Array.from(scales.intercepts);
  for (const [name, value] of features) {
    const feature = scales.numbers.get(name);
    if (feature === undefined) continue;
    const end = scales.starts[feature + 1] ?? 0;
    for (let at = scales.starts[feature] ?? 0; at < end; at += 1) {
      const model = scales.models[at] ?? 0;
      totals[model] = (totals[model] ?? 0) + value * (scales.weights[at] ?? 0);
    }
  }
  return Array.from(totals, (total) => 1 / (1 + Math.exp(-total)));
}
