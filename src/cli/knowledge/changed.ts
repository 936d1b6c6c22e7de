import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import type { Knowledge } from '../../domain/knowledge.ts';
import { formatFault } from '../../knowledge/fault.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { readBenchmark } from '../evaluation/benchmark.ts';
import { judgeStory } from '../evaluation/judge.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { compareVerdicts, describeChange, summarise } from './verdict-change.ts';

/** Enough for a folder of knowledge many times as large as today's. */
const largestArchiveBytes = 200 * 1024 * 1024;

/** What there is to tell, or why it could not be found out. */
export type Compared = { kind: 'compared'; lines: string[] } | { kind: 'failed'; line: string };

/**
 * Which verdicts on `stories` (the benchmark, unless others are given) the knowledge folder as it is now would change
 * against a commit. Leaves the folder and the repository as they are.
 */
export async function compareKnowledge(
  folder: string,
  against: string,
  region: string,
  stories?: readonly Labelled[],
): Promise<Compared> {
  const place = await mkdtemp(join(tmpdir(), 'knowledge-before-'));
  try {
    const failure = await unpackCommit(folder, against, place);
    if (failure !== undefined) return { kind: 'failed', line: failure };
    const [before, now] = [await loadKnowledge(place), await loadKnowledge(folder)];
    if (now.kind === 'refused') return { kind: 'failed', line: now.faults.map(formatFault).join('\n') };
    if (before.kind === 'refused') {
      const faults = before.faults.map((fault) => formatFault(fault).replace(place, against));
      return { kind: 'failed', line: tellUnreadable(against, faults) };
    }
    const told = stories ?? (await readBenchmark()).map(({ story }) => story);
    return { kind: 'compared', lines: listChanges(told, before.knowledge, now.knowledge, against, region) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function listChanges(
  stories: readonly Labelled[],
  before: Knowledge,
  now: Knowledge,
  against: string,
  region: string,
): string[] {
  if (before.version === now.version) return [`Nothing has changed since ${against}, so no verdict has.`];
  const changes = stories.flatMap((story) =>
    compareVerdicts(judgeStory(story, region, before), judgeStory(story, region, now)),
  );
  return [
    ...changes.map(describeChange),
    `${summarise(changes)} Measured on ${stories.length} stories; knowledge ${before.version} (${against}) and ${now.version} (now).`,
  ];
}

/** Puts the folder as it was at a commit into `place`. Gives the fault when there is one. */
async function unpackCommit(folder: string, against: string, place: string): Promise<string | undefined> {
  if (against.startsWith('-')) return tellUnknown(against, 'it begins with a hyphen');
  const archive = await readArchive(folder, against);
  if (typeof archive === 'string') return archive;
  await pipeline(Readable.from([archive]), extract({ cwd: place }));
  return undefined;
}

/** Inside a folder, `git archive` packs that folder and nothing above it. */
function readArchive(folder: string, against: string): Promise<Buffer | string> {
  return new Promise((resolve) => {
    execFile(
      'git',
      ['archive', '--format=tar', against],
      { cwd: folder, encoding: 'buffer', maxBuffer: largestArchiveBytes },
      (error, packed, told) => resolve(error ? tellFailure(error, told.toString().trim(), against) : packed),
    );
  });
}

function tellFailure(error: Error & { code?: unknown }, told: string, against: string): string {
  if (error.code === 'ENOENT')
    return 'git or the knowledge folder was not found · the knowledge of the last commit is read with git · install git, and look at KNOWLEDGE_DIR';
  if (/not a git repository/i.test(told))
    return 'the knowledge folder is in no git repository · without a commit there is nothing to compare with · run this in a clone of the project';
  return tellUnknown(against, told.split('\n')[0] ?? error.message);
}

function tellUnknown(against: string, why: string): string {
  return `"${against}" cannot be compared with: ${why} · it must name a commit that holds the knowledge folder · try --against HEAD, HEAD~1 or a tag`;
}

function tellUnreadable(against: string, faults: readonly string[]): string {
  return [
    `the knowledge at ${against} cannot be read by the program as it is now (${faults.length} faults) · so it gives no verdicts to compare with · choose a later commit with --against`,
    ...faults.slice(0, 3),
  ].join('\n');
}
