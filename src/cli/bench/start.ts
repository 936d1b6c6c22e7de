import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { startEcho, startOurs, type Child } from './child.ts';
import { median, rounded, type Part } from './measure.ts';

const rounds = 5;
/** A moment for what a server does right after it listens. */
const settleMs = 500;

/** Time to listening and memory of our server beside the echo bot, started in turns. */
export async function benchStart(config: Config): Promise<Part> {
  const servers = {
    'our server': () => startOurs(config),
    'echo bot': () => startEcho(),
  };
  const starts = Object.entries(servers).map(([server, start]) => ({
    server,
    start,
    samples: emptySamples(),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { start, samples } of starts) await sample(await start(), samples);
  }
  return {
    name: 'start',
    title: 'Starting, and memory at rest',
    note: `Medians of ${rounds} starts. Ours has opened its database and read, checked and indexed the knowledge by then.`,
    rows: starts.map(({ server, samples }) => ({
      server,
      'listening ms': rounded(median(samples.startedMs)),
      'memory MB': rounded(median(samples.memoryMb)),
    })),
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
