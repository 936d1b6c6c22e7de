import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { isScope, makeKey, scopes } from '../server/api/key.ts';
import type { StoredKey } from '../storage/api-port.ts';
import { openSqlite, type SqliteStorage } from '../storage/sqlite.ts';

const usage = `npm run -s keys -- add "Telephone system" --scopes calls:write,assess [--client main]
npm run -s keys -- list
npm run -s keys -- revoke <id>

scopes: ${scopes.join(', ')}
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const { status, text } = await run(process.argv.slice(2));
  (status === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

/** Keys for other systems: made, listed, revoked. A running server sees the change with the next request. */
export async function run(
  args: readonly string[],
  environment?: Parameters<typeof readConfig>[0],
): Promise<Outcome> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { scopes: { type: 'string' }, client: { type: 'string', default: 'main' } },
  });
  const settings = readConfig(environment);
  if (settings.kind === 'refused') return refuse(settings.faults.join('\n'));
  const [command, subject] = positionals;
  const work = workOf(command, subject, { scopes: values['scopes'], client: values['client'] });
  if ('status' in work) return work;
  const storage = await openSqlite(join(settings.config.dataDir, 'callcheck.sqlite'));
  try {
    return await work.run(storage);
  } finally {
    await storage.close();
  }
}

type Work = { run(storage: SqliteStorage): Promise<Outcome> };

function workOf(
  command: string | undefined,
  subject: string | undefined,
  given: Record<'scopes' | 'client', string | boolean | undefined>,
): Work | Outcome {
  if (command === 'list') return { run: list };
  if (command === 'revoke' && subject !== undefined) return { run: (storage) => revoke(storage, subject) };
  if (command !== 'add' || subject === undefined) return refuse(usage);
  const wanted = String(given.scopes ?? '').split(/[\s,]+/);
  const client = String(given.client);
  if (!wanted.every(isScope))
    return refuse(
      `"${given.scopes ?? ''}" are no scopes · a key may do only what it is given · choose from ${scopes.join(', ')}, commas between`,
    );
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(client))
    return refuse(
      `"${client}" is no client · all that a key does is done for one · give its id as in the settings, such as main`,
    );
  const name = subject.replaceAll(/\s+/g, ' ').trim().slice(0, 80);
  return { run: (storage) => add(storage, { name, client, scopes: wanted }) };
}

async function add(
  storage: SqliteStorage,
  asked: Pick<StoredKey, 'name' | 'client' | 'scopes'>,
): Promise<Outcome> {
  const { id, token, secretHash } = makeKey();
  const at = new Date().toISOString();
  const { name, client } = asked;
  await storage.addKey(
    { id, secretHash, createdAt: at, ...asked },
    { at, who: 'console', what: 'key-added', about: id, detail: { name, client, scopes: asked.scopes } },
  );
  const text = `${token}\n\nKey ${id}, "${name}", for ${client}: ${asked.scopes.join(', ')}. It is shown this once; keep it like a password.\n`;
  return { status: 0, text };
}

async function list(storage: SqliteStorage): Promise<Outcome> {
  const keys = await storage.listKeys();
  if (keys.length === 0) return { status: 0, text: 'There are no keys yet.\n' };
  return { status: 0, text: keys.map(describeKey).join('') };
}

function describeKey({ id, name, client, scopes: may, createdAt, revokedAt, lastUsedAt }: StoredKey): string {
  const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`;
  const state = revokedAt === null ? used : `revoked ${revokedAt}, ${used}`;
  return `${id}  ${client}  ${may.join(',')}  "${name}"  made ${createdAt}, ${state}\n`;
}

async function revoke(storage: SqliteStorage, id: string): Promise<Outcome> {
  const at = new Date().toISOString();
  const audit = { at, who: 'console', what: 'key-revoked', about: id, detail: {} };
  if (await storage.revokeKey(id, audit)) return { status: 0, text: `Key ${id} opens nothing any more.\n` };
  return refuse(
    `"${id}" is no key that works · nothing was changed · \`npm run -s keys -- list\` shows them`,
  );
}

function refuse(text: string): Outcome {
  return { status: 1, text: text.endsWith('\n') ? text : `${text}\n` };
}
