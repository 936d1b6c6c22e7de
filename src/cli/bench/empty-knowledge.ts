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

const upkeep = {
  sources: [
    { title: 'None', publisher: 'Nobody', url: 'https://example.invalid/none', checked: '2026-11-21' },
  ],
  owner: 'nobody',
  reviewed: '2026-11-21',
  reviewBy: '2027-05-21',
};

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
  'priorities.yaml': { ...upkeep, rows: [{ priority: 'P1', when: {}, why: 'there is nothing else' }] },
  'collect.yaml': { ...upkeep, items: [] },
};
