import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The real program in a process of its own, with a data folder of its own. */
export type TestServer = {
  readonly address: string;
  /** The desk's one-time link, as this start printed it. */
  deskLink(): string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  clear(): Promise<void>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const startsWithinMs = 60_000;

let shared: Promise<TestServer> | undefined;
after(async () => await (await shared)?.clear());

/** One for all test files of this process that need nothing set. Whoever stops it starts it again. It ends with the last test. */
export function sharedServer(): Promise<TestServer> {
  return (shared ??= startServer());
}

export async function startServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callcheck-e2e-'));
  const base = {
    DATA_DIR: dataDir,
    ORGANISATION: 'Northgate Supplies',
    IT_DESK_PHONE: '01632 960 123',
    LOG_LEVEL: 'error',
    ...settings,
  };
  let running = await run({ ...base, PORT: '0' });
  const { port } = running;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.process.exitCode !== null || running.process.signalCode !== null) return;
    running.process.kill(signal);
    await once(running.process, 'exit');
  };
  const stop = (): Promise<void> => end('SIGTERM');
  return {
    address: `http://127.0.0.1:${port}`,
    deskLink: () => running.deskLink,
    stop,
    kill: () => end('SIGKILL'),
    start: async () => {
      running = await run({ ...base, PORT: String(port) });
    },
    clear: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Running = { process: ChildProcess; port: number; deskLink: string };

async function run(settings: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, await startArguments(), {
    cwd: root,
    env: { ...process.env, ...settings },
  });
  let said = '';
  const found = await new Promise<Omit<Running, 'process'>>((resolve, reject) => {
    const fail = () => reject(new Error(`The server did not start. It said:\n${said}`));
    const timer = setTimeout(fail, startsWithinMs);
    child.once('exit', fail);
    const listen = (part: Buffer): void => {
      said += part.toString();
      const port = /ready: http:\/\/[^:]+:(\d+)\//.exec(said)?.[1];
      const deskLink = /once: (http\S+)\n/.exec(said)?.[1];
      if (port === undefined || deskLink === undefined) return;
      clearTimeout(timer);
      child.off('exit', fail);
      resolve({ port: Number(port), deskLink });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
  return { process: child, ...found };
}

/** What `npm start` runs, without npm between us and its process. */
async function startArguments(): Promise<string[]> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text));
  return scripts.start.split(' ').slice(1);
}
