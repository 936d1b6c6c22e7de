import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqliteStorage } from '../../src/storage/sqlite.ts';

let made: Promise<Buffer> | undefined;

/**
 * A database file as the first start of the program leaves it, or the one that is there. It is made once in this process and
 * copied: all its migrations take longer than most tests.
 */
export async function openStorage(path: string): Promise<SqliteStorage> {
  if (!existsSync(path)) await writeFile(path, await (made ??= makeFile()), { mode: 0o600 });
  return await openSqlite(path);
}

async function makeFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'callcheck-fresh-'));
  const path = join(folder, 'fresh.sqlite');
  await (await openSqlite(path)).close();
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}
