import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { settingsFor, vendors } from './doubles/all.ts';
import { serveDouble, type DoubleServer, type Mishap } from './doubles/double.ts';
import { checkTicket, happenAll } from './life.ts';
import { openStage } from './stage.ts';

const child = fileURLToPath(new URL('deliver-child.ts', import.meta.url));
const connector = 'jira';

it('one ticket and one note each, wherever the process is killed', { timeout: 240_000 }, async (test) => {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-'));
  test.after(() => rm(folder, { recursive: true }));
  const prepared = join(folder, 'prepared.db');
  const whole = await prepare(test, prepared);
  let changes = 0;
  whole.mishap = (change) => {
    changes = change + 1;
    return 'none';
  };
  const points = Number(await runChild(orderOf(whole, await fresh(prepared, folder, 'whole'), -1)).output);
  assert.ok(points > 20 && changes >= 6, `${points} points, ${changes} changes`);
  checkTicket(whole);

  const deaths: Death[] = [
    ...Array.from({ length: points }, (_, point) => ({ name: `write-${point}`, killAt: point })),
    ...Array.from({ length: changes }, (_, change) =>
      (['lost', 'never-arrived'] as const).map((mishap) => ({
        name: `${mishap}-${change}`,
        during: { change, mishap },
      })),
    ).flat(),
  ];
  const dieInTurn = async (): Promise<void> => {
    for (let death = deaths.shift(); death !== undefined; death = deaths.shift())
      await dieAndGoOn(test, prepared, folder, death);
  };
  await Promise.all([dieInTurn(), dieInTurn()]);
});

type Served = Awaited<ReturnType<typeof serveDouble>>;
type Death = { name: string; killAt?: number; during?: { change: number; mishap: Mishap } };

/** A database with a case that was opened, told more of, taken and closed, of which nobody was told yet. */
async function prepare(test: TestContext, path: string): Promise<Served> {
  const server = await serveDouble(test, vendors[connector] ?? assert.fail());
  const stage = await openStage(test, { ...settingsFor(connector, server.url, server.vendor), path });
  await happenAll(stage);
  await stage.storage.close();
  return server;
}

async function fresh(prepared: string, folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.db`);
  await copyFile(prepared, path);
  return path;
}

/** A process dies there; another goes on with what it left behind. */
async function dieAndGoOn(test: TestContext, prepared: string, folder: string, death: Death): Promise<void> {
  const server = await serveDouble(test, vendors[connector] ?? assert.fail());
  const path = await fresh(prepared, folder, death.name);
  const running = runChild(orderOf(server, path, death.killAt ?? -1));
  server.mishap = (change) => {
    if (change !== death.during?.change) return 'none';
    running.process.kill('SIGKILL');
    return death.during.mishap;
  };
  await running.output;
  assert.equal(running.process.signalCode, 'SIGKILL', death.name);
  server.mishap = () => 'none';
  const stage = await openStage(test, { ...settingsFor(connector, server.url, server.vendor), path });
  await stage.deliverAll();
  assert.deepEqual(await stage.storage.deadLetters('all'), [], death.name);
  checkTicket(server, death.name);
  await stage.storage.close();
}

function orderOf(server: DoubleServer & { vendor: Served['vendor'] }, path: string, killAt: number): string {
  return JSON.stringify({ ...settingsFor(connector, server.url, server.vendor), path, killAt });
}

function runChild(order: string): { process: ChildProcess; output: Promise<string> } {
  const running = spawn(process.execPath, [child, order], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = '';
  running.stdout.on('data', (part: Buffer) => (written += part.toString()));
  const output = once(running, 'close').then(() => written);
  return { process: running, output };
}
