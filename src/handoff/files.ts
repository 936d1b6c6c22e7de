import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRef } from '../dialog/brief.ts';
import { cleanName } from '../observability/file-name.ts';
import type { Settings } from '../settings/schema.ts';
import type { FileStorage, StoredFile } from '../storage/upkeep-port.ts';
import { nameAs, sniff } from './file-kind.ts';
import type { KeepFile, ReadFile } from './port.ts';

export type FileStoreOptions = {
  /** Made when it is missing; nothing else may lie in it. */
  folder: string;
  storage: FileStorage;
  limits: Pick<Settings['files'], 'maxBytes' | 'maxPerConversation'>;
  now: () => Date;
};

export type FileStore = {
  keep: KeepFile;
  /** Rejects when the bytes are not those that were kept. */
  read: ReadFile;
  /**
   * Removes the bytes of files that nothing is known of any more; how many. Run after every purge and erasure. Those that are `gone`
   * go at once, others when they cannot be on their way in any more.
   */
  sweep(gone?: readonly string[]): Promise<number>;
};

/** A file is written before its row: one that lies there without a row for less than this may be on its way in. */
const onItsWayMs = 10 * 60_000;
const fileId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Keeps what people send apart from all else: one file each, under a random id, readable by this account alone, never run and
 * never named by the sender. What a file is comes from its bytes.
 */
export function createFileStore(options: FileStoreOptions): FileStore {
  return {
    keep: (given) => keep(options, { ...given, name: cleanName(given.name) }),
    read: (id) => read(options, id),
    sweep: (gone = []) => sweep(options, new Set(gone)),
  };
}

type Given = Parameters<KeepFile>[0];

/** The same file sent again is the one that is there already. */
async function keep(options: FileStoreOptions, given: Given): ReturnType<KeepFile> {
  const { storage, limits, now } = options;
  const { conversation, client, bytes, by } = given;
  if (bytes.length === 0) return refuse('It is empty. Send it again.');
  if (bytes.length > limits.maxBytes) return refuse(tooLarge(limits.maxBytes));
  const kind = await sniff(given.name, bytes);
  if (kind === undefined) return refuse(notTaken);
  const name = nameAs(kind, given.name);
  const sha256 = digest(bytes);
  const same = await storage.findSameFile({ conversation, name, sha256, by });
  const id = same?.id ?? randomUUID();
  await write(options, id, bytes);
  if (same !== undefined) return { kind: 'kept', file: toRef(same) };
  const keptAt = now().toISOString();
  const file = {
    id,
    conversation,
    client,
    name,
    type: kind.type,
    bytes: bytes.length,
    sha256,
    by,
    keptAt,
  };
  const added = await storage.addFile(file, limits.maxPerConversation);
  if (added === 'added') return { kind: 'kept', file: toRef(file) };
  await rm(join(options.folder, id), { force: true });
  return refuse(`This chat holds ${limits.maxPerConversation} files already. It can hold no more.`);
}

function refuse(reason: string): { kind: 'refused'; reason: string } {
  return { kind: 'refused', reason };
}

function tooLarge(maxBytes: number): string {
  const most =
    maxBytes < 1_000_000 ? `${Math.floor(maxBytes / 1000)} KB` : `${Math.floor(maxBytes / 1_000_000)} MB`;
  return `It is too big. The most is ${most}.`;
}

const notTaken =
  'We take pictures (PNG, JPEG, GIF, WebP), PDF, sound (MP3, M4A, WAV, OGG) and plain text. Send a picture of it.';

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whole or not at all: a process that dies half-way leaves a name that `sweep` removes. */
async function write({ folder }: FileStoreOptions, id: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const half = join(folder, `${id}.half-${randomUUID()}`);
  await writeFile(half, bytes, { mode: 0o600 });
  await rename(half, join(folder, id));
}

async function read({ folder, storage }: FileStoreOptions, id: string): ReturnType<ReadFile> {
  if (!fileId.test(id)) return undefined;
  const found = await storage.readStoredFile(id);
  if (found === undefined) return undefined;
  const bytes = await readFile(join(folder, id));
  if (digest(bytes) !== found.sha256) throw new Error(changed(id));
  const { conversation, client } = found;
  return { file: toRef(found), conversation, client, bytes };
}

function changed(id: string): string {
  return (
    `File ${id} does not hold what was sent: it was changed or cut off on the disk. It is evidence, so it is not shown. ` +
    `Put it back from a backup.`
  );
}

function toRef({ id, name, type, bytes, sha256 }: StoredFile): FileRef {
  return { id, name, type, bytes, sha256 };
}

async function sweep({ folder, storage, now }: FileStoreOptions, gone: ReadonlySet<string>): Promise<number> {
  const lying = await readdir(folder).catch(ignoreMissing);
  const known = new Set(await storage.fileIds());
  const strays = lying.filter((name) => !known.has(name));
  const removed = await Promise.all(
    strays.map(async (name) => {
      const path = join(folder, name);
      if (!gone.has(name) && (await isYoung(path, now()))) return false;
      await rm(path, { force: true });
      return true;
    }),
  );
  return removed.filter(Boolean).length;
}

function ignoreMissing(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

async function isYoung(path: string, now: Date): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  return now.getTime() - mtimeMs < onItsWayMs;
}
