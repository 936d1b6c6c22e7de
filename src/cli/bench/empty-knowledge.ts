import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byPlace } from '../../domain/caller-clues.ts';
import { folderNames, type SingleName } from '../../knowledge/schema.ts';

/** A knowledge folder that loads and holds nothing, in a temporary place: what the server weighs without any. */
export async function makeEmptyKnowledge(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-empty-'));
  await Promise.all(folderNames.map((name) => mkdir(join(folder, name))));
  await Promise.all(
    Object.entries(empty).map(([name, content]) => writeFile(join(folder, name), JSON.stringify(content))),
  );
  return folder;
}

const nothing = { intercept: 0, features: {} };

/** JSON is YAML too. */
const empty: Record<SingleName, unknown> = {
  'weights.json': {
    trainedBy: 'nobody',
    stopAt: 1,
    concludeAt: 1,
    decisiveAt: 1,
    unsafeAt: 1,
    callAt: 1,
    risk: nothing,
    topic: nothing,
    unsafe: nothing,
    signals: {},
  },
  'callers.json': {
    trainedBy: 'nobody',
    nobody: 0,
    clues: byPlace(() => ({})),
  },
  'vocabulary.yaml': { spellings: {} },
  'directory.yaml': { numbers: [] },
};
