import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { mostBytes } from '../handoff/directory/csv.ts';
import { importCsv } from '../handoff/directory/import.ts';
import { commandLine } from '../handoff/directory/options.ts';
import { hashPassphrase } from '../handoff/directory/passphrase.ts';
import { todayAt } from '../handoff/directory/standing.ts';
import { formatFault } from '../knowledge/fault.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import type { StoredEntry } from '../storage/directory-port.ts';
import { openSqlite, type SqliteStorage } from '../storage/sqlite.ts';

const usage = `npm run -s directory -- import FILE --by "your name" [--client main]
npm run -s directory -- list    [--client main]
npm run -s directory -- overdue [--client main]
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const { status, text } = await run(process.argv.slice(2));
  (status === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

type Asked = { command: string; file: string | undefined; client: string; by: string | undefined };
type Desk = { storage: SqliteStorage; settings: Settings; config: Config };

/** What a client holds itself: proposed from a file, listed, and what needs a review. It is approved at the desk alone. */
export async function run(
  args: readonly string[],
  environment?: Parameters<typeof readConfig>[0],
): Promise<Outcome> {
  const asked = readArguments(args);
  if (asked === undefined) return refuse(usage);
  const config = readConfig(environment);
  if (config.kind === 'refused') return refuse(`${config.faults.join('\n')}\n`);
  const loaded = await loadSettings(config.config);
  if (loaded.kind === 'refused') return refuse(`${loaded.faults.join('\n')}\n`);
  const { settings } = loaded;
  const known = settings.clients.map(({ id }) => id);
  if (!known.includes(asked.client))
    return refuse(
      `"${asked.client}" is no client · each has a directory of its own · choose from ${known.join(', ')}\n`,
    );
  const storage = await openSqlite(join(config.config.dataDir, 'callcheck.sqlite'));
  try {
    return await work({ storage, settings, config: config.config }, asked);
  } finally {
    await storage.close();
  }
}

function readArguments(args: readonly string[]): Asked | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { client: { ...text, default: 'main' }, by: text },
    });
    const [command = '', file, ...rest] = positionals;
    return rest.length > 0 ? undefined : { command, file, client: values.client, by: values.by?.trim() };
  } catch {
    return undefined;
  }
}

async function work(desk: Desk, { command, file, client, by }: Asked): Promise<Outcome> {
  if (command === 'import' && file !== undefined && by !== undefined && by !== '')
    return await bring(desk, { file, client, by });
  if (file !== undefined) return refuse(usage);
  if (command === 'list') return await list(desk, client);
  return command === 'overdue' ? await overdue(desk, client) : refuse(usage);
}

async function bring(
  { storage, settings, config }: Desk,
  { file, client, by }: { file: string; client: string; by: string },
): Promise<Outcome> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return refuse(`${file} cannot be read · nothing was proposed · check the name\n`);
  if (bytes.length > mostBytes)
    return refuse(`${file} is larger than 1 MB · nothing was proposed · bring it in several files\n`);
  const loaded = await loadKnowledge(config.knowledgeDir);
  if (loaded.kind === 'refused')
    return refuse(loaded.faults.map((fault) => `${formatFault(fault)}\n`).join(''));
  const outcome = await importCsv(
    {
      storage,
      settings,
      knowledge: () => loaded.knowledge,
      onApproved: async () => undefined,
      hashPassphrase: (passphrase) => hashPassphrase(passphrase),
      newId: randomUUID,
      now: () => new Date(),
    },
    client,
    { id: commandLine, name: by.slice(0, 80) },
    bytes,
  );
  if (outcome.kind === 'refused')
    return refuse(outcome.faults.map((fault) => `${formatFault({ path: file, ...fault })}\n`).join(''));
  const { added, changed, same } = outcome;
  const counts = `${added} new, ${changed} changed, ${same} the same as before`;
  return { status: 0, text: `Proposed for ${client}: ${counts}. Somebody else approves it at the desk.\n` };
}

async function list({ storage }: Desk, client: string): Promise<Outcome> {
  const entries = await storage.listEntries(client);
  const waiting = (await storage.listProposals(client)).length;
  const end = waiting > 0 ? `${waiting} waiting for approval at the desk.\n` : '';
  if (entries.length === 0) return { status: 0, text: `Nothing is held for ${client} yet.\n${end}` };
  return { status: 0, text: `${entries.map(describe).join('')}${end}` };
}

async function overdue({ storage, settings }: Desk, client: string): Promise<Outcome> {
  const today = todayAt({ settings, now: () => new Date() });
  const late = await storage.overdueEntries([client], today);
  if (late.length === 0) return { status: 0, text: `Nothing of ${client} is overdue on ${today}.\n` };
  return {
    status: 0,
    text: late.map(({ reviewBy, name, owner }) => `${reviewBy} ${name} (${owner})\n`).join(''),
  };
}

function describe({ kind, name, number, login, authority, owner, reviewBy }: StoredEntry): string {
  const facts = [number, login, authority && `rings ${authority}`, `owner ${owner}`, `review by ${reviewBy}`];
  return `${kind}  "${name}"  ${facts.filter((fact) => fact !== null && fact !== '').join(', ')}\n`;
}

function refuse(text: string): Outcome {
  return { status: 1, text };
}
