import { cpus } from 'node:os';
import { benchGrowth } from './bench/growth.ts';
import type { Part } from './bench/measure.ts';
import { benchQueue } from './bench/queue.ts';
import { benchRelay } from './bench/relay.ts';
import { benchSearch } from './bench/search.ts';
import { benchStart } from './bench/start.ts';
import { formatPart } from './bench/table.ts';
import { benchTurns } from './bench/turns.ts';
import { readArguments } from './input.ts';
import { ready } from './ready.ts';

/** `bench` measures everything, `bench search growth` only these parts; `--json` for machines. */
const { words, flags } = readArguments();
const { config, knowledge } = await ready();

const parts: Record<string, () => Part | Promise<Part>> = {
  search: () => benchSearch(knowledge, config.region),
  turns: () => benchTurns(config, knowledge),
  start: () => benchStart(config),
  growth: () => benchGrowth(knowledge, config.region),
  queue: () => benchQueue(knowledge, config.region),
  relay: () => benchRelay(),
};

const unknown = words.filter((word) => !(word in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part "${unknown.join('", "')}" to measure. Name any of: ${Object.keys(parts).join(', ')}; none means all.\n`,
  );
  process.exitCode = 2;
} else {
  await run(words.length > 0 ? words : Object.keys(parts));
}

async function run(names: readonly string[]): Promise<void> {
  const measured: Part[] = [];
  for (const name of names) {
    const part = await parts[name]?.();
    if (!part) continue;
    measured.push(part);
    if (!flags.has('--json')) process.stdout.write(`${formatPart(part)}\n`);
  }
  if (flags.has('--json'))
    process.stdout.write(`${JSON.stringify({ machine: machine(), parts: measured })}\n`);
}

function machine(): { node: string; processor: string; cores: number } {
  const all = cpus();
  return { node: process.version, processor: all[0]?.model ?? 'unknown', cores: all.length };
}
