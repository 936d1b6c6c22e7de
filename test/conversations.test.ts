import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { replay } from '../src/cli/transcript/replay.ts';
import { loadedKnowledge } from './support/knowledge.ts';

const knowledge = await loadedKnowledge();
const files = globSync('test/conversations/**/*.chat.md', {
  cwd: new URL('..', import.meta.url).pathname,
}).toSorted();

for (const file of files) {
  test(`${file.slice('test/conversations/'.length)} replays byte for byte`, () => {
    const written = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    assert.equal(replay(written, knowledge), written);
  });
}

test('there are transcripts to replay', () => {
  assert.ok(files.length >= 25, `${files.length} found`);
});
