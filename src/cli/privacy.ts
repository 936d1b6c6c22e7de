import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type Config } from '../config.ts';
import { createFileStore, type FileStore } from '../handoff/files.ts';
import { erase, planErasure } from '../handoff/privacy/erase.ts';
import { exportTraces } from '../handoff/privacy/export.ts';
import { findPerson, type Found, type Person } from '../handoff/privacy/person.ts';
import { purge } from '../handoff/privacy/purge.ts';
import { loadSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';
import { openSqlite, type SqliteStorage } from '../storage/sqlite.ts';
import type { Trace } from '../storage/upkeep-port.ts';
import { describeCounts, describePlan, describeSeveral } from './privacy/describe.ts';
import { writeExport } from './privacy/write-export.ts';

const usage = `npm run -s privacy -- export WHOM --by "your name" --to FOLDER
npm run -s privacy -- erase  WHOM --by "your name" [--yes]
npm run -s privacy -- purge

WHOM is one of: --case CC-7F3K2   --conversation ID   --user ID   --name "Jo Smith"
and, where two clients have somebody of that name, --client ID
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const { status, text } = await run(process.argv.slice(2));
  (status === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

type Given = Partial<
  Record<'case' | 'conversation' | 'user' | 'name' | 'client' | 'by' | 'to', string> & Record<'yes', boolean>
>;
type Desk = { storage: SqliteStorage; files: FileStore; settings: Settings };

/** Export, erasure and purge by hand. The server may go on running: it sees the change with the next message. */
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
  const desk = await openDesk(config.config, loaded.settings);
  try {
    return await work(desk, asked);
  } finally {
    await desk.storage.close();
  }
}

function readArguments(args: readonly string[]): { command: string; given: Given } | undefined {
  const text = { type: 'string' } as const;
  const ways = { case: text, conversation: text, user: text, name: text, client: text };
  const options = { ...ways, by: text, to: text, yes: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [command = '', ...rest] = positionals;
    return rest.length > 0 ? undefined : { command, given: values };
  } catch {
    return undefined;
  }
}

async function openDesk(config: Config, settings: Settings): Promise<Desk> {
  const storage = await openSqlite(join(config.dataDir, 'callcheck.sqlite'));
  const folder = join(config.dataDir, 'files');
  const files = createFileStore({ folder, storage, limits: settings.files, now: () => new Date() });
  return { storage, files, settings };
}

async function work(desk: Desk, { command, given }: { command: string; given: Given }): Promise<Outcome> {
  if (command === 'purge') return await purgeNow(desk);
  if (command !== 'export' && command !== 'erase') return refuse(usage);
  const person = await readPerson(desk, given);
  const { by } = given;
  if (person === undefined || by === undefined || by.trim() === '') return refuse(usage);
  const found = await findPerson(desk.storage, person);
  if (found.kind !== 'found') return refuse(describeMissing(found));
  return command === 'export'
    ? await exportThem(desk, found.traces, { by, to: given.to })
    : await eraseThem(desk, person, found.traces, { by, yes: given.yes === true });
}

/** Exactly one way to say whom. */
async function readPerson({ storage }: Desk, given: Given): Promise<Person | undefined> {
  const { user, name, client } = given;
  const ways = [given.case, given.conversation, user, name].filter(
    (way) => way !== undefined && way.trim() !== '',
  );
  if (ways.length !== 1) return undefined;
  if (user !== undefined) return { by: 'user', user, client };
  if (name !== undefined) return { by: 'name', name, client };
  const found = given.case === undefined ? undefined : await storage.readCase(given.case.toUpperCase());
  return { by: 'conversation', conversation: found?.conversation ?? given.conversation ?? '', client };
}

function describeMissing(found: Exclude<Found, { kind: 'found' }>): string {
  if (found.kind === 'several') return describeSeveral(found);
  return 'Nothing is kept of them. Check the spelling; in web chats people have no name, so look for their case at the desk and use --case.\n';
}

async function exportThem(
  { storage, files }: Desk,
  traces: readonly Trace[],
  { by, to }: { by: string; to: string | undefined },
): Promise<Outcome> {
  if (to === undefined) return refuse(usage);
  const now = new Date();
  const exported = await exportTraces(storage, traces, now);
  const folder = resolve(to);
  const written = await writeExport(folder, exported, files.read);
  if (written.kind === 'refused') return refuse(written.reason);
  for (const { id } of traces.flatMap(({ cases }) => cases))
    await storage.addAudit({ at: now.toISOString(), who: by, what: 'exported', about: id, detail: {} });
  return { status: 0, text: written.text };
}

async function eraseThem(
  desk: Desk,
  person: Person,
  traces: readonly Trace[],
  { by, yes }: { by: string; yes: boolean },
): Promise<Outcome> {
  const plan = await planErasure(desk, person, traces);
  const described = describePlan(plan);
  if (plan.open.length > 0)
    return refuse(`${described}Close the open cases at the desk first. Nothing was erased.\n`);
  if (!yes) return { status: 0, text: `${described}Nothing was erased. Add --yes to erase it.\n` };
  const deleted = await erase({ ...desk, now: () => new Date() }, plan, by);
  return { status: 0, text: `${described}Erased: ${describeCounts(deleted)}.\n` };
}

async function purgeNow({ storage, files, settings }: Desk): Promise<Outcome> {
  const quiet = { info: () => undefined, error: () => undefined };
  const { retention } = settings;
  const purged = await purge({ storage, files, retention, log: quiet }, new Date());
  const counts = { ...purged.rows, ...(purged.files > 0 && { 'files on disk': purged.files }) };
  return { status: 0, text: `Deleted: ${describeCounts(counts)}.\n` };
}

function refuse(text: string): Outcome {
  return { status: 1, text };
}
