import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { accessIn } from './access.ts';
import type { AlertStorage } from './alerts-port.ts';
import { alertsIn } from './alerts.ts';
import type { ApiStorage } from './api-port.ts';
import { campaignsIn } from './campaigns.ts';
import type { CampaignStorage } from './campaigns-port.ts';
import { callRecordsIn } from './call-records.ts';
import { casesIn } from './cases.ts';
import { checksIn } from './checks.ts';
import type { CheckStorage } from './checks-port.ts';
import { conversationsIn } from './conversations.ts';
import { auditIn } from './desk-audit.ts';
import { deskCasesIn } from './desk-cases.ts';
import { directoryIn } from './directory.ts';
import { filesIn } from './files.ts';
import { keysIn } from './keys.ts';
import { messagesIn } from './messages.ts';
import { migrations } from './migrations/index.ts';
import { nodeSqliteDialect, whenFree } from './node-sqlite.ts';
import type { DeskStorage } from './desk-port.ts';
import type { DirectoryStorage } from './directory-port.ts';
import type { OutboxStorage } from './outbox-port.ts';
import { outboxIn } from './outbox.ts';
import type { Storage } from './port.ts';
import { sentRepliesIn } from './sent-replies.ts';
import type { Tables } from './tables.ts';
import { teamsIn } from './teams.ts';
import type { TeamsStorage } from './teams-port.ts';
import type { FileStorage, UpkeepStorage } from './upkeep-port.ts';
import { threadsIn } from './threads.ts';
import type { ThreadStorage } from './threads-port.ts';
import { upkeepIn } from './upkeep.ts';
import { webChatIn } from './web-chat.ts';

/**
 * Opens the database file, made with its folder when missing and brought up to date; `:memory:` keeps nothing.
 * Rejects with an error that says what to do when the file cannot be used.
 */
export async function openSqlite(path: string): Promise<SqliteStorage> {
  let database: DatabaseSync | undefined;
  try {
    if (path !== ':memory:') await makePrivateFile(path);
    database = new DatabaseSync(path, { timeout: 0 });
    await prepare(database);
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
    await migrate(db);
    return storageIn(db);
  } catch (error) {
    if (database?.isOpen) database.close();
    throw new Error(cannotOpen(path, error), { cause: error });
  }
}

/** Stories name people and numbers: only the account that runs Callcheck may read them. WAL files inherit the mode. */
async function makePrivateFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  await file.close();
}

/**
 * WAL is a lasting property of the file and is set once: two processes setting it together lock each other out.
 * `synchronous = normal`: a committed turn survives the death of the process (the operating system has the pages), at
 * a tenth of the cost of `full`. A power cut may take the last moments, never the file's integrity.
 * `secure_delete`: what is deleted is overwritten, not left in free pages.
 */
async function prepare(database: DatabaseSync): Promise<void> {
  await whenFree(() => {
    const row = database.prepare('pragma journal_mode').get();
    if (row?.['journal_mode'] !== 'wal') database.exec('pragma journal_mode = wal');
  });
  database.exec('pragma synchronous = normal; pragma foreign_keys = on; pragma secure_delete = on');
}

/** All migrations in one transaction: a second process that starts now waits, then finds them done. */
async function migrate(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { error } = await new Migrator({ db: transaction, provider: migrations }).migrateToLatest();
    if (error) throw error;
  });
}

/** Everything this engine can do: each part of the program asks for the port it needs. */
export type SqliteStorage = ReturnType<typeof storageIn>;

function storageIn(db: Kysely<Tables>) {
  return {
    ...conversationsIn(db),
    ...casesIn(db),
    ...checksIn(db),
    ...messagesIn(db),
    ...sentRepliesIn(db),
    ...webChatIn(db),
    ...accessIn(db),
    ...keysIn(db),
    ...callRecordsIn(db),
    ...deskCasesIn(db),
    ...auditIn(db),
    ...outboxIn(db),
    ...directoryIn(db),
    ...filesIn(db),
    ...upkeepIn(db),
    ...threadsIn(db),
    ...alertsIn(db),
    ...campaignsIn(db),
    ...teamsIn(db),

    /** A real write: reading alone would not notice a full disk. */
    async check() {
      const checkedAt = new Date().toISOString();
      await db.replaceInto('write_probe').values({ id: 1, checked_at: checkedAt }).execute();
    },

    close: () => db.destroy(),
  } satisfies Storage &
    CampaignStorage &
    ApiStorage &
    DeskStorage &
    CheckStorage &
    OutboxStorage &
    FileStorage &
    UpkeepStorage &
    ThreadStorage &
    AlertStorage &
    TeamsStorage &
    DirectoryStorage;
}

function cannotOpen(path: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    `Cannot use the database ${path}: ${reason}. Callcheck does not start without it, because nothing people say could ` +
    `be kept. ${remedy(reason)}`
  );
}

function remedy(reason: string): string {
  if (/not a database|malformed/.test(reason)) {
    return 'The file is damaged or is no SQLite file: put a backup in its place, or move it away and a new one is made.';
  }
  if (/previously executed migration/.test(reason)) {
    return 'The file was written by a newer Callcheck: start that version, or put back the backup made before the update.';
  }
  if (/locked/.test(reason)) {
    return 'Another process holds it: stop that process, or give this one a file of its own.';
  }
  return 'Check that the folder exists or can be made, that this account may write there, and that the disk is not full.';
}
