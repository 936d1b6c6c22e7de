import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { startEcho, startOurs, timeIndexing, type Child } from './child.ts';
import { makeEmptyKnowledge } from './empty-knowledge.ts';
import { median, rounded, type Part } from './measure.ts';

const rounds = 5;
/** A moment for what a server does right after it listens. */
const settleMs = 3000;

/** Time to listening and memory of our server, beside itself without knowledge and the echo bot, started in turns. */
export async function benchStart(config: Config): Promise<Part> {
  const empty = await makeEmptyKnowledge();
  try {
    return await measure(config, empty);
  } finally {
    await rm(empty, { recursive: true });
  }
}

async function measure(config: Config, empty: string): Promise<Part> {
  const ours = emptySamples();
  const withoutKnowledge = emptySamples();
  const echo = emptySamples();
  const indexingMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await sample(await startOurs(config), ours);
    await sample(await startOurs({ knowledgeDir: empty }), withoutKnowledge);
    await sample(await startEcho(), echo);
    indexingMs.push(await timeIndexing(config));
  }
  const aboveMb = median(ours.memoryMb) - median(withoutKnowledge.memoryMb);
  return {
    name: 'start',
    title: 'Starting, and memory at rest',
    note: `Medians of ${rounds} starts. Ours has opened its database and read, checked and indexed the knowledge by then.`,
    rows: [
      {
        ...describe('our server', ours),
        'above empty MB': rounded(aboveMb),
        'indexing ms': rounded(median(indexingMs)),
      },
      describe('our server, knowledge empty', withoutKnowledge),
      describe('echo bot', echo),
    ],
  };
}

function describe(server: string, { startedMs, memoryMb }: Samples): Part['rows'][number] {
  return {
    server,
    'listening ms': rounded(median(startedMs)),
    'memory MB': rounded(median(memoryMb)),
  };
}

type Samples = { startedMs: number[]; memoryMb: number[] };

function emptySamples(): Samples {
  return { startedMs: [], memoryMb: [] };
}

async function sample(child: Child, { startedMs, memoryMb }: Samples): Promise<void> {
  try {
    startedMs.push(child.startedMs);
    await sleep(settleMs);
    memoryMb.push(await child.memoryMb());
  } finally {
    await child.stop();
  }
}
