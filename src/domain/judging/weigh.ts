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

/** Two passes over all weights, one to count and one to place: there are too many for an object each. */
export function layOutModels(models: Readonly<Record<string, LinearModel>>): Scales {
  const all = Object.values(models);
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  for (const { features } of all) {
    for (const name in features) {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  const starts = startsOf(counts);
  const cells = starts[counts.length] ?? 0;
  const placed = { models: new Uint16Array(cells), weights: new Float32Array(cells) };
  const free = starts.slice();
  all.forEach(({ features }, model) => {
    for (const name in features) {
      const number = numbers.get(name) ?? 0;
      const at = free[number] ?? 0;
      free[number] = at + 1;
      placed.models[at] = model;
      placed.weights[at] = features[name] ?? 0;
    }
  });
  return {
    names: Object.keys(models),
    intercepts: all.map(({ intercept }) => intercept),
    numbers,
    starts,
    ...placed,
  };
}

function startsOf(counts: readonly number[]): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  counts.forEach((count, at) => (starts[at + 1] = (starts[at] ?? 0) + count));
  return starts;
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
