import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Knowledge, LinearModel, Weights } from '../domain/knowledge.ts';
import { weigh } from '../domain/judging/weigh.ts';
import { readLabelled } from './evaluation/labelled.ts';
import { areaUnderCurve } from './evaluation/measures.ts';
import { readArguments } from './input.ts';
import { ready } from './ready.ts';
import { fit } from './training/logistic.ts';
import { riskRows, topicRows, type FamilyRow } from './training/rows.ts';
import { chooseThresholds } from './training/thresholds.ts';

/**
 * Fits the weights to our own stories in `training/` and the phrases of the knowledge base, then sets the thresholds on the
 * labelled files named, which the models never see. Writes `knowledge/weights.yaml`; the same input writes the same file.
 */
const penalty = 0.0001;
const leastRows = 4;
const folds = 5;
/** Weights this small never turn a verdict and would only make the file longer to review. */
const smallestWeight = 0.15;
const trainingFolder = 'training';

const { words } = readArguments();
if (words.length === 0) {
  process.stderr.write(
    'Nothing to set the thresholds on. Name a labelled file that is not in training/: npm run -s train -- FILE.jsonl\n',
  );
  process.exit(2);
}
const { config, knowledge } = await ready();
const weights = await train(knowledge);
await writeFile(join(config.knowledgeDir, 'weights.yaml'), stringify(weights, { lineWidth: 0 }));

async function train(known: Knowledge): Promise<Weights> {
  const files = (await readdir(trainingFolder)).filter((name) => name.endsWith('.jsonl')).toSorted();
  const stories = await readLabelled(files.map((name) => join(trainingFolder, name)));
  const unseen = await readLabelled(words);
  const risk = learn('risk', riskRows(stories, known));
  const topic = learn('topic', topicRows(stories, known));
  const thresholds = chooseThresholds(unseen, risk, topic, known);
  process.stdout.write(`thresholds ${JSON.stringify(thresholds)}\n`);
  const named = words.map((path) => path.split('/').at(-1)).join(' ');
  return { trainedBy: `npm run -s train -- ${named}`, ...thresholds, risk, topic };
}

function learn(name: string, rows: readonly FamilyRow[]): LinearModel {
  const model = pruned(fit(rows, penalty, leastRows));
  process.stdout.write(
    `${name}: ${rows.length} rows, AUC ${heldOutArea(rows).toFixed(3)} on stories of families held out, ${Object.keys(model.features).length} weights\n`,
  );
  return model;
}

/** Each family is judged by a model that never saw it. Families are dealt to folds in order of appearance. */
function heldOutArea(rows: readonly FamilyRow[]): number {
  const families = [...new Set(rows.map(({ family }) => family))];
  const foldOf = new Map(families.map((family, at) => [family, at % folds]));
  const judged = Array.from({ length: folds }, (_, fold) => {
    const isHeld = ({ family }: FamilyRow): boolean => foldOf.get(family) === fold;
    const model = fit(
      rows.filter((row) => !isHeld(row)),
      penalty,
      leastRows,
    );
    return rows
      .filter((row) => isHeld(row) && row.origin === 'story')
      .map(({ features, label }) => ({ risk: weigh(features, model), isScam: label === 1 }));
  });
  return areaUnderCurve(judged.flat());
}

function pruned({ intercept, features }: LinearModel): LinearModel {
  const kept = Object.entries(features).filter(([, weight]) => Math.abs(weight) >= smallestWeight);
  return {
    intercept: rounded(intercept),
    features: Object.fromEntries(kept.map(([name, weight]) => [name, rounded(weight)])),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
