import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { buildScorecard } from '../../../src/cli/scorecard/build.ts';
import { filesOf, readmePath } from '../../../src/cli/scorecard/files.ts';
import { loadedKnowledge } from '../../support/knowledge.ts';

const root = new URL('../../../', import.meta.url);
const knowledge = await loadedKnowledge();
const card = await buildScorecard(knowledge);
const readme = await readFile(new URL(readmePath, root), 'utf8');

for (const [path, text] of filesOf(card, readme)) {
  test(`${path} holds what is measured now`, async () => {
    const written = await readFile(new URL(path, root), 'utf8');
    const lines = written.split('\n');
    const at = text.split('\n').findIndex((line, number) => line !== lines[number]);
    assert.ok(
      written === text,
      `${path} differs from line ${at + 1} on. Figures that are not those of the shipped knowledge mislead. Run: npm run -s scorecard`,
    );
  });
}

test('a scorecard has a row for every target and a list for every kind of miss', () => {
  const rows = card.page
    .split('\n')
    .filter((line) => /\| (?:aim reached|met|\*\*short by .+\*\*|not measured) \|/.test(line));
  assert.equal(rows.length, 23);
  assert.ok(!rows.some((row) => row.includes('not measured')), rows.join('\n'));
  assert.ok((card.page.match(/^### /gm) ?? []).length >= 7);
});
