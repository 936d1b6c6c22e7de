import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { ready } from './ready.ts';
import { readDecisions } from './transcript/read.ts';
import { replay } from './transcript/replay.ts';

/**
 * Replays every transcript (or those named) and keeps the new words. A file whose `verdict:` or `handoff:` lines would
 * change is left as it is: words are accepted, decisions are typed.
 */
const { knowledge } = await ready();
const named = process.argv.slice(2);
const files = named.length > 0 ? named : globSync('test/conversations/**/*.chat.md');
const refusals: string[] = [];
for (const file of files.toSorted()) {
  const before = await readFile(file, 'utf8');
  const after = tryReplay(file, before);
  const refusal = after === undefined ? undefined : findChangedDecision(file, before, after);
  if (refusal) refusals.push(refusal);
  else if (after !== undefined && after !== before) await writeFile(file, after);
}
process.stdout.write(`${files.length - refusals.length} of ${files.length} transcripts accepted\n`);
if (refusals.length > 0) {
  process.stderr.write(`${refusals.join('\n')}\n`);
  process.exitCode = 1;
}

/** A transcript that cannot be played, such as one that taps a button nobody offers any more, stops none of the others. */
function tryReplay(file: string, before: string): string | undefined {
  try {
    return replay(before, knowledge);
  } catch (error) {
    refusals.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function findChangedDecision(file: string, before: string, after: string): string | undefined {
  const typed = readDecisions(before);
  const made = readDecisions(after);
  const at = Array.from({ length: Math.max(typed.length, made.length) }, (_, place) => place).find(
    (place) => typed[place]?.decision !== made[place]?.decision,
  );
  if (at === undefined) return undefined;
  const line = typed[at]?.line ?? before.split('\n').length;
  const was = typed[at]?.decision ?? 'nothing';
  const is = made[at]?.decision ?? 'nothing';
  return `${file}:${line}: "${was}" would become "${is}" · a decision changed, not only words · type it here if it is right`;
}
