import type { LinearModel } from '../knowledge.ts';
import type { Features } from './features.ts';

/** A logistic sum of reviewed weights, 0 to 1: how strongly the features point one way. */
export function weigh(features: Features, model: LinearModel): number {
  let total = model.intercept;
  for (const [name, value] of features) total += value * (model.features[name] ?? 0);
  return 1 / (1 + Math.exp(-total));
}
