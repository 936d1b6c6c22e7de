import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ready } from './ready.ts';
import { buildScorecard } from './scorecard/build.ts';
import { filesOf, readmePath } from './scorecard/files.ts';

/** `scorecard` measures the benchmark and writes the page, the README's tables and the figures of the About screen. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const { knowledge } = await ready();
const scorecard = await buildScorecard(knowledge);
const readme = await readFile(`${root}/${readmePath}`, 'utf8');
for (const [path, text] of filesOf(scorecard, readme)) {
  await writeFile(`${root}/${path}`, text);
  process.stdout.write(`Written: ${path}\n`);
}
