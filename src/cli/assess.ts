import * as z from 'zod';
import { adviceFor } from '../domain/advice.ts';
import { assess } from '../domain/assess.ts';
import { toAnswer, toLine } from '../domain/machine-answer.ts';
import { withNumbers } from '../numbers/check.ts';
import { describe } from './assess/describe.ts';
import { readArguments, readLines, readStory, writeLines } from './input.ts';
import { ready } from './ready.ts';

/** `assess "story"` for people, `--json` for machines, `--jsonl` for many at once (a line in, a line out, same order). */
const given = readArguments();
const { config, knowledge } = await ready();
const judge = (story: string) =>
  assess(withNumbers({ story, answers: [], proofs: [], region: config.region }, knowledge), knowledge);

const story = await readStory(given);
if (given.flags.has('--jsonl')) {
  const lines = readLines(story, z.object({ id: z.string(), text: z.string() }));
  writeLines(lines, ({ id, text }) => ({ id, ...toLine(judge(text)) }));
} else if (story.trim() === '') {
  process.stderr.write(
    'Nothing to assess. Say what the caller said: npm run -s assess -- "a man rang and ..."\n',
  );
  process.exitCode = 2;
} else {
  const assessment = judge(story);
  const advice = adviceFor(assessment, config.region, knowledge);
  process.stdout.write(
    given.flags.has('--json')
      ? `${JSON.stringify(toAnswer(assessment, advice, knowledge))}\n`
      : describe(assessment, advice, knowledge),
  );
}
