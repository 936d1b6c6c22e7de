import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real program in a process of its own, with a data folder of its own. */
export type TestServer = {
  readonly address: string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Starts it again on the same port and the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  clear(): Promise<void>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const startsWithinMs = 60_000;

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

  const stop = async (): Promise<void> => {
    if (running.process.exitCode !== null) return;
    running.process.kill('SIGTERM');
    await once(running.process, 'exit');
  };
  return {
    address: `http://127.0.0.1:${port}`,
    stop,
    start: async () => {
      running = await run({ ...base, PORT: String(port) });
    },
    clear: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function run(settings: Record<string, string>): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env: { ...process.env, ...settings } });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    const fail = () => reject(new Error(`The server did not start. It said:\n${said}`));
    const timer = setTimeout(fail, startsWithinMs);
    child.once('exit', fail);
    const listen = (part: Buffer): void => {
      said += part.toString();
      const found = /ready: http:\/\/[^:]+:(\d+)\//.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      child.off('exit', fail);
      resolve(Number(found));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
  return { process: child, port };
}
