import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readBenchmark } from '../../src/cli/evaluation/benchmark.ts';

/** So many words in a row are no stock phrase any more but a story. */
const copiedWords = 8;
const root = new URL('../../', import.meta.url).pathname;
const stories = (await readBenchmark()).map(({ story }) => story);

test('no story of the benchmark stands in the knowledge or the training stories', () => {
  const owners = new Map(stories.flatMap(({ id, text }) => runsOf(text).map((run) => [run, id] as const)));
  const files = globSync('{knowledge/**/*.yaml,knowledge/**/*.md,training/*}', { cwd: root });
  assert.ok(files.length > 100, `only ${files.length} files were read`);
  const copied = files.flatMap((file) => findCopies(file, owners));
  assert.deepEqual(
    copied,
    [],
    `What is learned from the test is not tested by it. Say it in words of your own:\n${copied.join('\n')}`,
  );
});

test('a copied run of eight words is found across a line break, whatever its case and punctuation', () => {
  const owners = new Map(runsOf('One two, three four five six seven eight').map((run) => [run, 'x-1']));
  assert.deepEqual(findRuns('"ONE two three\n  four - five six seven eight!" nine', owners), [
    'one two three four five six seven eight (x-1)',
  ]);
  assert.deepEqual(findRuns('one two three four five six seven', owners), []);
});

test('every story has an id of its own', () => {
  const ids = stories.map(({ id }) => id);
  assert.ok(ids.length > 1400, `${ids.length} stories`);
  assert.deepEqual(
    ids.filter((id, at) => id === '' || ids.indexOf(id) !== at),
    [],
  );
});

/** Training stories stand one to a line; in other files a sentence may run over several. */
function findCopies(file: string, owners: ReadonlyMap<string, string>): string[] {
  const text = readFileSync(`${root}${file}`, 'utf8');
  const parts = file.endsWith('.jsonl') ? text.split('\n') : [text];
  return parts.flatMap((part, at) => findRuns(part, owners).map((copy) => `${file}:${at + 1}: ${copy}`));
}

function findRuns(text: string, owners: ReadonlyMap<string, string>): string[] {
  return runsOf(text).flatMap((run) => (owners.has(run) ? [`${run} (${owners.get(run)})`] : []));
}

function runsOf(text: string): string[] {
  const words = wordsOf(text);
  const last = words.length - copiedWords;
  return Array.from({ length: Math.max(0, last + 1) }, (_, at) =>
    words.slice(at, at + copiedWords).join(' '),
  );
}

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
