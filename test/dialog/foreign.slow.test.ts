import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { isForeign } from '../../src/dialog/typed.ts';
import { wordingFor } from '../../src/dialog/words.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const wording = wordingFor('en-GB', (await loadedKnowledge()).wording);
const training = globSync('training/*.jsonl').flatMap((file) =>
  readFileSync(file, 'utf8').trim().split('\n'),
);
const everydayLines = globSync('test/everyday/*.txt').flatMap((file) =>
  readFileSync(file, 'utf8').split('\n'),
);

test('no story of the training, and nothing of an ordinary day, is taken for another language', () => {
  const stories = training.map((line) => z.object({ text: z.string() }).parse(JSON.parse(line)).text);
  assert.ok(stories.length > 10_000, `${stories.length} stories`);
  const taken = [...stories, ...everydayLines].filter((story) => isForeign(story, wording));
  assert.deepEqual(taken, []);
});
