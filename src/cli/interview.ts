import * as z from 'zod';
import { readArguments, readLines, readStory, writeLines } from './input.ts';
import { playInterview } from './interview/play.ts';
import { ready } from './ready.ts';

/** Plays the verification dialog with answers taken from labelled signals; `null` is answered "Not sure". */
const given = readArguments();
const { config, knowledge } = await ready();
const Case = z.object({
  id: z.string(),
  text: z.string(),
  signals: z.record(z.string(), z.boolean().nullable()).default({}),
});
if (!given.flags.has('--jsonl')) {
  process.stderr.write(
    'The interview is played line by line: npm run -s interview -- --jsonl < FILE.jsonl\nTo talk to the bot yourself: npm run -s chat\n',
  );
  process.exit(2);
}
writeLines(readLines(await readStory(given), Case), ({ id, text, signals }) => {
  const { assessment, questions } = playInterview(text, signals, config.region, knowledge);
  return { id, verdict: assessment.verdict, risk: assessment.risk, questions, matches: assessment.matches };
});
