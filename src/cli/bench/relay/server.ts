import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { memoryOf, root, startArguments } from '../child.ts';

/** The program as `npm start` runs it, on one data folder and one port however often it dies. */
export type Server = {
  readonly origin: string;
  /** Ends it as a power switch would: nothing is finished, nothing is written. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** The address of a link that signs in at the desk once. */
  newLink(): Promise<string>;
  memoryMb(): Promise<number>;
  /** What it logged as going wrong, since its first start. */
  complaints(): readonly string[];
};

/** Starts it on a free port; all that is in `dataDir` is kept. */
export async function startServer(dataDir: string, settings: Record<string, string> = {}): Promise<Server> {
  const base = { DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...settings };
  const complaints: string[] = [];
  const links: string[] = [];
  let waiting: ((link: string) => void) | undefined;
  const hear = (line: string): void => {
    if (line.startsWith('{')) complaints.push(line);
    const link = /desk.*once: (http:\S+)/.exec(line)?.[1];
    if (link === undefined) return;
    if (waiting === undefined) links.push(link);
    else waiting(link);
    waiting = undefined;
  };
  let running = await run({ ...base, PORT: '0' }, hear);
  const { origin } = running;

  return {
    origin,
    async kill() {
      running.child.kill('SIGKILL');
      await running.ended;
      links.length = 0;
    },
    async start() {
      running = await run({ ...base, PORT: new URL(origin).port }, hear);
    },
    async newLink() {
      const ready = links.shift();
      if (ready !== undefined) return ready;
      const announced = new Promise<string>((resolve) => (waiting = resolve));
      await fetch(`${origin}/desk/sign-in/link`, {
        method: 'POST',
        headers: { 'x-callcheck-desk': '1', origin },
      });
      return await announced;
    },
    memoryMb: () => memoryOf(running.child.pid),
    complaints: () => complaints,
  };
}

type Run = { child: ChildProcess; origin: string; ended: Promise<unknown> };

async function run(environment: Record<string, string>, hear: (line: string) => void): Promise<Run> {
  const child = spawn(process.execPath, await startArguments(), {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  const ready = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      const address = /ready: (http:\/\/[^/\s]+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address.replace('localhost', '127.0.0.1'));
      hear(line.trim());
    });
  });
  const origin = await Promise.race([ready, ended.then(() => undefined)]);
  if (origin !== undefined) return { child, origin, ended };
  throw new Error(`The server ended before it was ready. It said:\n${said.join('\n')}`);
}
