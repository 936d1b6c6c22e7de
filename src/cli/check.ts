import { spawn } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One thing that must hold; `command` fails when it does not. */
type Check = { name: string; command: readonly string[] };
type Outcome = { name: string; passed: boolean; output: string; durationMs: number };

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = ['src', 'dialogs', 'test'];

/** Slow by nature: real browsers, and processes that are killed hundreds of times. `npm test` runs them. */
const slowTests = ['test/e2e/**', 'test/**/*.kill.test.ts', 'test/**/kill*.test.ts'];

/** `npm run check`: format, lint, types, knowledge and fast tests, side by side. One line when all is well. */
async function main(): Promise<void> {
  const startedMs = performance.now();
  const checks: readonly Check[] = [
    { name: 'format', command: ['oxfmt', '--check', ...code] },
    { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', ...code] },
    { name: 'types', command: ['tsc'] },
    { name: 'knowledge', command: ['node', 'src/cli/knowledge.ts', 'lint'] },
    { name: 'tests', command: ['node', '--test', '--test-reporter=spec', ...(await listFastTests())] },
  ];
  const outcomes = await runAll(checks, Math.max(2, availableParallelism()));
  const failed = outcomes.filter(({ passed }) => !passed);
  for (const { name, output } of failed) process.stdout.write(`\n--- ${name}\n${output.trim()}\n`);
  process.stdout.write(`${summarise(outcomes, performance.now() - startedMs)}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function listFastTests(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('test/**/*.test.ts', { cwd: root, exclude: slowTests })) found.push(file);
  return found.toSorted();
}

/** Starts them in order, so many at a time; one that fails stops nobody. */
async function runAll(checks: readonly Check[], atOnce: number): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
      outcomes.push(await run(check));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

async function run({ name, command }: Check): Promise<Outcome> {
  const startedMs = performance.now();
  const [program = '', ...given] = command;
  const child = spawn(program, given, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const passed = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      output += `${program} could not be started (${error.message}). Run this through npm: npm run check.`;
      resolve(false);
    });
    child.on('close', (status) => resolve(status === 0));
  });
  return { name, passed, output: passed ? '' : output, durationMs: performance.now() - startedMs };
}

function summarise(outcomes: readonly Outcome[], durationMs: number): string {
  const parts = outcomes.map(({ name, passed }) => `${name} ${passed ? 'ok' : 'FAILED'}`);
  const verdict = outcomes.every(({ passed }) => passed) ? 'All is well' : 'Not yet';
  return `${verdict}: ${parts.join(', ')} (${(durationMs / 1000).toFixed(1)} s)`;
}

await main();
