import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Detector, Knowledge, LinearModel, WrittenWeights } from '../domain/knowledge.ts';
import { layOutWeights } from '../domain/judging/weigh.ts';
import { readLabelled } from './evaluation/labelled.ts';
import { areaUnderCurve } from './evaluation/measures.ts';
import { readArguments } from './input.ts';
import { ready } from './ready.ts';
import { createLearner, type Learner } from './training/learn.ts';
import {
  matterOfRisk,
  matterOfSignal,
  matterOfTopic,
  matterOfUnsafe,
  type Matter,
} from './training/matters.ts';
import { makeRows, type Row } from './training/rows.ts';
import { chooseThresholds, lowestWithPrecision } from './training/thresholds.ts';

/**
 * Fits the weights to our own stories in `training/` and the phrases of the knowledge base, then sets the thresholds on the
 * labelled files named, which the models never see. Writes `knowledge/weights.json`; the same input writes the same file.
 * `--held-out` also tells how well the models do on families of our own stories that they were not fitted to.
 */
const trainingFolder = 'training';
/** A signal stated less often than this in our stories is left to its cues. */
const leastStated = 100;
/** Of the stories that a detector takes for a signal, at least this share must state it. */
const sensedPrecision = 0.75;

const { words, flags } = readArguments();
if (words.length === 0) {
  process.stderr.write(
    'Nothing to set the thresholds on. Name a labelled file that is not in training/: npm run -s train -- FILE.jsonl\n',
  );
  process.exit(2);
}
const { config, knowledge } = await ready();
const weights = await train(knowledge);
await writeFile(join(config.knowledgeDir, 'weights.json'), `${JSON.stringify(weights, null, 1)}\n`);

async function train(known: Knowledge): Promise<WrittenWeights> {
  const files = (await readdir(trainingFolder)).filter((name) => name.endsWith('.jsonl')).toSorted();
  const stories = await readLabelled(files.map((name) => join(trainingFolder, name)));
  const unseen = await readLabelled(words);
  const rows = makeRows(stories, known);
  const learner = createLearner(rows, 4);
  const risk = learn(matterOfRisk(), learner);
  const topic = learn(matterOfTopic(rows), learner);
  const unsafe = learn(matterOfUnsafe(), learner);
  const signals = learnSignals(rows, known);
  const learned = { ...known.weights, risk, topic, unsafe, signals };
  const thresholds = chooseThresholds(unseen, layOutWeights(learned), known);
  tell(`thresholds ${JSON.stringify(thresholds)}`);
  const named = words.map((path) => path.split('/').at(-1)).join(' ');
  return { trainedBy: `npm run -s train -- ${named}`, ...thresholds, risk, topic, unsafe, signals };
}

function learn(matter: Matter, learner: Learner): LinearModel {
  const model = learner.learn(matter);
  const held = flags.has('--held-out')
    ? `, AUC ${heldOutArea(matter, learner).toFixed(3)} on families held out`
    : '';
  tell(`${matter.name}: ${Object.keys(model.features).length} weights${held}`);
  return model;
}

function heldOutArea(matter: Matter, learner: Learner): number {
  return areaUnderCurve(learner.judgeHeldOut(matter).map(({ risk, isYes }) => ({ risk, isScam: isYes })));
}

/** Only warnings: nearly every call comes unasked and from somebody, so that sensing that would tell nothing. */
function learnSignals(rows: readonly Row[], { signals }: Knowledge): Record<string, Detector> {
  const stories = rows.filter(({ origin }) => origin === 'story');
  const learner = createLearner(stories, 8);
  const often = signals.filter(
    ({ id, bearing }) =>
      bearing === 'warning' && stories.filter((row) => row.signals[id] === true).length >= leastStated,
  );
  return Object.fromEntries(often.map(({ id }) => [id, learnSignal(id, learner)]));
}

function learnSignal(id: string, learner: Learner): Detector {
  const matter = matterOfSignal(id);
  const held = learner.judgeHeldOut(matter);
  const sensedAt = lowestWithPrecision(held, sensedPrecision);
  const caught = held.filter(({ risk, isYes }) => isYes && risk >= sensedAt).length;
  const model = learner.learn(matter);
  tell(
    `${id}: sensed from ${sensedAt}, ${caught} of ${held.filter(({ isYes }) => isYes).length} on families held out, ${Object.keys(model.features).length} weights`,
  );
  return { sensedAt, ...model };
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
