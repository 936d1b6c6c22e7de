import { spawn } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One thing that must hold; `command` fails when it does not. It begins when the one that it comes `after` has ended. */
type Check = { name: string; command: readonly string[]; after?: Check };
type Outcome = { name: string; passed: boolean; output: string; durationMs: number };

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = ['src', 'dialogs', 'test'];

/** Slow by nature: a real browser, the program run (and killed) as a process of its own, or sockets that must really fall silent, or more than a second of work. `npm test` runs them too. */
const slowTests = ['test/e2e/**/*.test.ts', 'test/**/*.slow.test.ts'];
/** Slow tests by what they share, in the order in which they begin: who mostly waits, then the longest. All others share one process. */
const slowGroups: Readonly<Record<string, readonly string[]>> = {
  'a minute of waiting': ['test/e2e/handoff-number.slow.test.ts'],
  'chat in a browser': ['test/e2e/!(*.slow).test.ts'],
  'programs and their deaths': [
    'test/e2e/relay-load.slow.test.ts',
    'test/{conversation,handoff/targets}/kill.slow.test.ts',
    'test/server/main.slow.test.ts',
    'test/{cli,knowledge}/*.slow.test.ts',
  ],
  // Without the server's own code in the same process, which changes what the double of the desk answers with.
  'desk in a browser': ['test/e2e/{desk,handoff,alerts,teams-icons}.slow.test.ts'],
  scorecard: ['test/cli/scorecard/*.slow.test.ts'],
};
/** Compiled code is kept, since each process reads the same hundreds of files; the browser tests need not build the desk. */
const environment = {
  ...process.env,
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/callcheck/tests'),
  CALLCHECK_DESK_BUILT: 'yes',
};
/** What was found in files that have not changed since. */
const typesKnown = 'node_modules/.cache/callcheck/types.tsbuildinfo';
const deskTypesKnown = 'node_modules/.cache/callcheck/desk-types.tsbuildinfo';
/** What talks to nobody, in two processes: each loads the knowledge once, which would take most of the time of a file alone. */
const talks = 'test/{conversations,dialogs,dialog}{.test.ts,/**/*.test.ts}';
const judging = 'test/{domain,knowledge,cli}/**/*.test.ts';
/** What talks to a channel, and what to a database or a server: hundreds of both take their time. */
const channels = ['test/channels/**/*.test.ts'];
const desk = [
  'test/{handoff,server,storage}/**/*.test.ts',
  'test/cli/{teams,privacy}/**/*.test.ts',
  'test/cli/{directory,keys}.test.ts',
];

/**
 * `npm run check`: format, lint, types, and the fast tests (borders and knowledge among them), side by side, the longest
 * first. With `--all`, as on a clean clone, also the tests of channels, desk, server and storage, and the lint rules that look at
 * types; together they take most of a minute. With `--slow`, the slow tests, alone when nothing else is asked for, and a line as
 * each ends. One line at the end when all is well. Test files of a group share a process, its knowledge and its browser.
 */
async function main(): Promise<void> {
  const startedMs = performance.now();
  const isWhole = process.argv.includes('--all');
  const isSlow = process.argv.includes('--slow');
  const checks = [
    ...(isSlow ? await listSlow() : []),
    ...(isWhole || !isSlow ? await listQuick(isWhole) : []),
  ];
  // One more than there are processors: tests wait for files and sockets now and then.
  const outcomes = await runAll(checks, availableParallelism() + 1, isSlow ? tellEnd : () => undefined);
  const failed = outcomes.filter(({ passed }) => !passed);
  for (const { name, output } of failed) process.stdout.write(`\n--- ${name}\n${output.trim()}\n`);
  process.stdout.write(`${summarise(outcomes, performance.now() - startedMs)}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function listQuick(isWhole: boolean): Promise<Check[]> {
  const edges = [...slowTests, ...channels, ...desk];
  return [
    ...(isWhole ? [await testsOf('desk, server and storage', desk, slowTests)] : []),
    ...(isWhole ? [await testsOf('channels', channels, slowTests)] : []),
    await testsOf('judging', [judging], edges),
    await testsOf('dialogs', [talks], edges),
    await testsOf('other tests', ['test/**/*.test.ts'], [...edges, talks, judging]),
    { name: 'lint', command: ['oxlint', ...(isWhole ? ['--type-aware'] : []), '--deny-warnings', ...code] },
    { name: 'types', command: ['tsc', '--incremental', '--tsBuildInfoFile', typesKnown] },
    {
      name: 'types of the desk',
      command: ['tsc', '--project', 'src/web/desk', '--incremental', '--tsBuildInfoFile', deskTypesKnown],
    },
    { name: 'format', command: ['oxfmt', '--check', ...code] },
  ];
}

async function listSlow(): Promise<Check[]> {
  const build: Check = { name: 'desk built', command: ['vite', 'build', '--logLevel', 'error'] };
  const others = await testsOf('other slow tests', slowTests, Object.values(slowGroups).flat());
  const groups = await Promise.all(
    Object.entries(slowGroups).map(async ([name, patterns]) => await testsOf(name, patterns, [])),
  );
  return [build, others, ...groups.map((group) => ({ ...group, after: build }))];
}

/** A suite whose function is `async` mixes with the files read after it here, and fails: await at the top of the file. */
const testTogether = [
  'node',
  // What tests make is soon thrown away; a tenth of their time goes into looking through it in small portions.
  '--max-semi-space-size=64',
  '--test',
  '--test-isolation=none',
  '--test-timeout=240000',
  '--test-reporter=spec',
];

async function testsOf(
  name: string,
  patterns: readonly string[],
  exclude: readonly string[],
): Promise<Check> {
  return { name, command: [...testTogether, ...(await listTests(patterns, exclude))] };
}

async function listTests(patterns: readonly string[], exclude: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(patterns, { cwd: root, exclude })) found.push(file);
  return found.toSorted();
}

/** Starts them in order, so many at a time; one that fails stops nobody. */
async function runAll(
  checks: readonly Check[],
  atOnce: number,
  onEnd: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const waiting = [...checks];
  const begun = new Map<Check, Promise<Outcome>>();
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (check.after) await begun.get(check.after);
      const running = run(check);
      begun.set(check, running);
      onEnd(await running);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return await Promise.all(begun.values());
}

async function run({ name, command }: Check): Promise<Outcome> {
  const startedMs = performance.now();
  const [program = '', ...given] = command;
  const child = spawn(program, given, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** In minutes somebody wants to see that it goes on, and where the time goes. */
function tellEnd({ name, passed, durationMs }: Outcome): void {
  process.stdout.write(`${name} ${passed ? 'ok' : 'FAILED'} after ${(durationMs / 1000).toFixed(1)} s\n`);
}

function summarise(outcomes: readonly Outcome[], durationMs: number): string {
  const parts = outcomes.map(({ name, passed }) => `${name} ${passed ? 'ok' : 'FAILED'}`);
  const verdict = outcomes.every(({ passed }) => passed) ? 'All is well' : 'Not yet';
  return `${verdict}: ${parts.join(', ')} (${(durationMs / 1000).toFixed(1)} s)`;
}

await main();
