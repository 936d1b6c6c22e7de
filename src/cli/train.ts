import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Knowledge, LinearModel, Weights } from '../domain/knowledge.ts';
import { weigh } from '../domain/judging/weigh.ts';
import { readLabelled, type Labelled } from './evaluation/labelled.ts';
import { areaUnderCurve } from './evaluation/measures.ts';
import { readArguments } from './input.ts';
import { ready } from './ready.ts';
import { fit } from './training/logistic.ts';
import { riskRows, topicRows, type FamilyRow } from './training/rows.ts';
import { chooseThresholds } from './training/thresholds.ts';

/** Chosen by cross-validation on the labelled stories; a smaller penalty learns the writers. */
const riskPenalty = 0.001;
const topicPenalty = 0.001;
const leastRows = 3;
const folds = 5;
/** Weights this small never turn a verdict and would only make the file longer to review. */
const smallestWeight = 0.02;

const { words } = readArguments();
if (words.length === 0) {
  process.stderr.write(
    'Nothing to learn from. Name one or more labelled files: npm run -s train -- FILE.jsonl\n',
  );
  process.exit(2);
}
const { config, knowledge } = await ready();
const labelled = await readLabelled(words);
const weights = train(labelled, knowledge);
await writeFile(join(config.knowledgeDir, 'weights.yaml'), stringify(weights, { lineWidth: 0 }));

function train(stories: readonly Labelled[], known: Knowledge): Weights {
  const risk = riskRows(stories, known);
  const topic = topicRows(stories, known);
  const held = crossValidate(risk, riskPenalty);
  const heldTopic = crossValidate(topic, topicPenalty);
  const thresholds = chooseThresholds(held, heldTopic);
  report('risk', risk, held);
  report('topic', topic, heldTopic);
  process.stdout.write(`${JSON.stringify(thresholds)}\n`);
  return {
    trainedBy: `npm run -s train -- ${words.map((path) => path.split('/').at(-1)).join(' ')}`,
    ...thresholds,
    risk: pruned(fit(risk, riskPenalty, leastRows)),
    topic: pruned(fit(topic, topicPenalty, leastRows)),
  };
}

/** Each family is judged by a model that never saw it. Families are dealt to folds in order of appearance. */
function crossValidate(rows: readonly FamilyRow[], penalty: number): Map<FamilyRow, number> {
  const families = [...new Set(rows.map(({ family }) => family))];
  const foldOf = new Map(families.map((family, at) => [family, at % folds]));
  const judged = new Map<FamilyRow, number>();
  for (let fold = 0; fold < folds; fold += 1) {
    const model = fit(
      rows.filter(({ family }) => foldOf.get(family) !== fold),
      penalty,
      leastRows,
    );
    for (const row of rows) if (foldOf.get(row.family) === fold) judged.set(row, weigh(row.features, model));
  }
  return judged;
}

function report(name: string, rows: readonly FamilyRow[], held: ReadonlyMap<FamilyRow, number>): void {
  const cases = rows
    .filter(({ id }) => id !== undefined)
    .map((row) => ({ risk: held.get(row) ?? 0, isScam: row.label === 1 }));
  process.stdout.write(
    `${name}: AUC ${areaUnderCurve(cases).toFixed(3)} on ${cases.length} rows, families held out\n`,
  );
}

function pruned({ intercept, features }: LinearModel): LinearModel {
  const kept = Object.entries(features).filter(([, weight]) => Math.abs(weight) >= smallestWeight);
  return {
    intercept: rounded(intercept),
    features: Object.fromEntries(kept.map(([name, weight]) => [name, rounded(weight)])),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
