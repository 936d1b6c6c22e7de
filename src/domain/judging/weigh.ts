import { startsOf } from '../flat.ts';
import type { LinearModel, Weights, WrittenWeights } from '../knowledge.ts';
import type { Features } from './features.ts';
import { createPhraseTable, findPhrase, type PhraseKey, type PhraseTable } from './phrase-table.ts';
import { readName, valueOfPhrase, visitPhrases, type PhraseKind, type Wording } from './phrases.ts';

/**
 * Several linear models over the same features, laid out by feature: a story looks each of its features up once,
 * however many models weigh it. Feature `n` is weighed by `models[at]` with `weights[at]` from `starts[n]` to `starts[n + 1]`.
 * Phrases are found by the numbers of their words, since making and hashing hundreds of names would cost most of the time.
 */
export type Scales = {
  names: readonly string[];
  intercepts: readonly number[];
  /** Features by name, but for phrases. */
  numbers: ReadonlyMap<string, number>;
  words: ReadonlyMap<string, number>;
  phrases: PhraseTable;
  starts: Uint32Array;
  models: Uint16Array;
  weights: Float32Array;
};

/** Lays out what was learned. Done when the knowledge is read, so that the far larger maps of names need not be kept. */
export function layOutWeights({ risk, topic, unsafe, signals, ...others }: WrittenWeights): Weights {
  const detectors = Object.entries(signals);
  return {
    ...others,
    models: layOutModels([['risk', risk], ['topic', topic], ['unsafe', unsafe], ...detectors]),
    sensedAt: Object.fromEntries(detectors.map(([signal, { sensedAt }]) => [signal, sensedAt])),
  };
}

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
  const starts = startsOf(Uint32Array.from(counts));
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
    ...numberPhrases(numbers),
    starts,
    ...placed,
  };
}

const kindNumbers: Record<PhraseKind, number> = { typed: 1, normal: 2, apart: 3 };

/** Takes the phrases out of the features by name. Word numbers begin at 1: 0 stands for no word. */
function numberPhrases(features: ReadonlyMap<string, number>): Pick<Scales, 'numbers' | 'words' | 'phrases'> {
  const numbers = new Map<string, number>();
  const words = new Map<string, number>();
  const entries: { key: PhraseKey; feature: number }[] = [];
  const numberOf = (word: string): number => {
    const number = words.get(word) ?? words.size + 1;
    words.set(word, number);
    return number;
  };
  for (const [name, feature] of features) {
    const phrase = readName(name);
    if (!phrase) numbers.set(name, feature);
    else {
      const [first = 0, second = 0, third = 0] = phrase.words.map(numberOf);
      entries.push({ key: [kindNumbers[phrase.kind], first, second, third], feature });
    }
  }
  return { numbers, words, phrases: createPhraseTable(entries) };
}

/** How each model's sum is moved by the wording, in the order of `names`. A phrase said twice counts once. */
export function weighWording(wording: Wording<string>, scales: Scales): Float64Array {
  const totals = new Float64Array(scales.names.length);
  const value = valueOfPhrase(wording);
  const weighed = new Set<number>();
  const numbered = {
    typed: wording.typed.map((word) => scales.words.get(word)),
    normal: wording.normal.map((word) => scales.words.get(word)),
    sentences: wording.sentences,
  };
  visitPhrases<number>(numbered, (kind, first, second = 0, third = 0) => {
    const feature = findPhrase(scales.phrases, kindNumbers[kind], first, second, third);
    if (feature === undefined || weighed.has(feature)) return;
    weighed.add(feature);
    addWeights(totals, feature, value, scales);
  });
  return totals;
}

/** What each model makes of the features, and of the wording if any: a logistic sum of reviewed weights, 0 to 1. */
export function weigh(features: Features, scales: Scales, wording?: Float64Array): number[] {
  const totals = wording?.slice() ?? new Float64Array(scales.names.length);
  for (const [name, value] of features) {
    const feature = scales.numbers.get(name);
    if (feature !== undefined) addWeights(totals, feature, value, scales);
  }
  return Array.from(totals, (total, model) => 1 / (1 + Math.exp(-total - (scales.intercepts[model] ?? 0))));
}

/** What a feature that is no phrase adds to the risk. */
export function riskWeightOf(name: string, scales: Scales): number {
  const totals = new Float64Array(scales.names.length);
  const feature = scales.numbers.get(name);
  if (feature !== undefined) addWeights(totals, feature, 1, scales);
  return totals[0] ?? 0;
}

function addWeights(totals: Float64Array, feature: number, value: number, scales: Scales): void {
  const end = scales.starts[feature + 1] ?? 0;
  for (let at = scales.starts[feature] ?? 0; at < end; at += 1) {
    const model = scales.models[at] ?? 0;
    totals[model] = (totals[model] ?? 0) + value * (scales.weights[at] ?? 0);
  }
}
