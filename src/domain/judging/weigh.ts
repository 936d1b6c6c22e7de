import type { LinearModel } from '../knowledge.ts';
import type { Features } from './features.ts';
import { valueOfPhrase } from './phrases.ts';

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
export function layOutModels(models: readonly (readonly [name: string, model: LinearModel])[]): Scales {
  const all = models.map(([, model]) => model);
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
    names: models.map(([name]) => name),
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

/** How each model's sum is moved by the wording, in the order of `names`. */
export function weighPhrases(phrases: ReadonlySet<string>, scales: Scales): Float64Array {
  const totals = new Float64Array(scales.names.length);
  const value = valueOfPhrase(phrases);
  for (const phrase of phrases) addWeights(totals, phrase, value, scales);
  return totals;
}

/** What each model makes of the features, and of the wording if any: a logistic sum of reviewed weights, 0 to 1. */
export function weigh(features: Features, scales: Scales, wording?: Float64Array): number[] {
  const totals = wording?.slice() ?? new Float64Array(scales.names.length);
  for (const [name, value] of features) addWeights(totals, name, value, scales);
  return Array.from(totals, (total, model) => 1 / (1 + Math.exp(-total - (scales.intercepts[model] ?? 0))));
}

function addWeights(totals: Float64Array, name: string, value: number, scales: Scales): void {
  const feature = scales.numbers.get(name);
  if (feature === undefined) return;
  const end = scales.starts[feature + 1] ?? 0;
  for (let at = scales.starts[feature] ?? 0; at < end; at += 1) {
    const model = scales.models[at] ?? 0;
    totals[model] = (totals[model] ?? 0) + value * (scales.weights[at] ?? 0);
  }
}
