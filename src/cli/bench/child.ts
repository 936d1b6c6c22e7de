import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Config } from '../../config.ts';

/** A server in a process of its own. */
export type Child = {
  origin: string;
  /** From starting the process to its telling its address, which both servers do once they listen. */
  startedMs: number;
  /** Memory held by the process now, in megabytes. */
  memoryMb(): Promise<number>;
  stop(): Promise<void>;
};

const run = promisify(execFile);
export const root = pathOf('../../..');

const Package = z.object({ scripts: z.object({ start: z.string().startsWith('node ') }) });

/** Our server as `npm start` runs it, on a free port with an empty database. */
export async function startOurs({ knowledgeDir }: Pick<Config, 'knowledgeDir'>): Promise<Child> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-bench-'));
  const child = await start(await startArguments(), {
    PORT: '0',
    DATA_DIR: folder,
    KNOWLEDGE_DIR: resolve(knowledgeDir),
    LOG_LEVEL: 'silent',
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true });
  };
  return { ...child, stop };
}

/** What `npm start` hands to node: options that change memory and time are measured with it. */
export async function startArguments(): Promise<string[]> {
  const { scripts } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return scripts.start.split(' ').slice(1);
}

/** Milliseconds that the first indexing of the knowledge takes in a new process. */
export async function timeIndexing({ knowledgeDir }: Pick<Config, 'knowledgeDir'>): Promise<number> {
  const { stdout } = await run(process.execPath, [pathOf('indexing.ts'), resolve(knowledgeDir)], {
    env: {},
  });
  return Number(stdout);
}

/** A bare botbuilder echo bot on the same HTTP server. */
export async function startEcho(): Promise<Child> {
  return await start([pathOf('../../../test/support/echo-bot.ts')], {});
}

async function start(args: readonly string[], environment: Record<string, string>): Promise<Child> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await readAddress(child, args.at(-1) ?? '');
  const startedMs = performance.now() - begun;
  return { origin, startedMs, memoryMb: () => memoryOf(child.pid), stop: () => end(child) };
}

async function readAddress(child: ChildProcess, script: string): Promise<string> {
  let written = '';
  for await (const chunk of child.stdout ?? []) {
    written += String(chunk);
    const address = /http:\/\/[^\s/]+/.exec(written)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error(
    `${script} ended before it listened, so there is nothing to measure. Start it by hand to see why.`,
  );
}

/** Memory held by a process now, in megabytes. */
export async function memoryOf(pid: number | undefined): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
