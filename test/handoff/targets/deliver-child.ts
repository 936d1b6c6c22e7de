import * as z from 'zod';
import { createPostman } from '../../../src/handoff/outbox/postman.ts';
import { createTargets, targetsOf } from '../../../src/handoff/targets/targets.ts';
import { openSqlite, type SqliteStorage } from '../../../src/storage/sqlite.ts';
import { connectors, openedAt, readFile, settingsOf } from './stage.ts';

/**
 * Delivers what lies in a database, as a process of its own that a test can kill. With `killAt` it kills itself before the
 * write with that number. To die after a write is to die before the next one, or while a call is made.
 */
const Order = z.object({
  path: z.string(),
  targets: z.array(z.unknown()),
  ticketClients: z.record(z.string(), z.string()),
  secrets: z.record(z.string(), z.string()),
  killAt: z.number(),
});
const writes = new Set(['claimOutbox', 'settleOutbox', 'keepTicket', 'beginStep', 'finishStep', 'dropStep']);
const order = Order.parse(JSON.parse(process.argv[2] ?? ''));
let passed = 0;

function passPoint(): void {
  if (passed === order.killAt) process.kill(process.pid, 'SIGKILL');
  passed += 1;
}

function watched(storage: SqliteStorage): SqliteStorage {
  return new Proxy(storage, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || !writes.has(String(name))) return method;
      return async (...given: unknown[]): Promise<unknown> => {
        passPoint();
        const result: unknown = await Reflect.apply(method, target, given);
        return result;
      };
    },
  });
}

const storage = watched(await openSqlite(order.path));
const settings = settingsOf(order);
const { targets } = createTargets({
  settings,
  secret: (name) => order.secrets[name],
  connectors,
  storage,
  readFile,
  publicUrl: undefined,
});
let now = new Date(openedAt);
const silent = (): void => undefined;
const postman = createPostman({
  storage,
  targets,
  mayTell: (client, target) => targetsOf(settings, client).includes(target),
  now: () => now,
  random: () => 0.5,
  log: { info: silent, warn: silent, error: silent },
});
while ((await postman.tick()) > 0) now = new Date(now.getTime() + 1);
process.stdout.write(String(passed));
await storage.close();
