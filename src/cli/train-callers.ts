import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallerClues } from '../domain/caller-clues.ts';
import { readLabelled } from './evaluation/labelled.ts';
import { ready } from './ready.ts';
import { learnCallers } from './training/callers.ts';

/**
 * Fits the clues that tell who a caller says they are to the stories in `training/` and writes `knowledge/callers.json`; the
 * same stories write the same file.
 */
const trainingFolder = 'training';
const { config, knowledge } = await ready();
const files = (await readdir(trainingFolder)).filter((name) => name.endsWith('.jsonl')).toSorted();
const stories = await readLabelled(files.map((name) => join(trainingFolder, name)));
const learned: CallerClues = {
  trainedBy: 'node src/cli/train-callers.ts',
  ...learnCallers(stories, knowledge),
};
await writeFile(join(config.knowledgeDir, 'callers.json'), `${JSON.stringify(learned, null, 1)}\n`);
