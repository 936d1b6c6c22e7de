import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { Fault } from './fault.ts';
import { parseFile, unreadable, type KnowledgeFile } from './file.ts';
import { suggestName } from './nearest.ts';
import { figuresFile, folderNames, singleNames, type FolderName, type SingleName } from './schema.ts';

/** A file with its place and its name without `.yaml`. The text is kept for the version. */
export type NamedFile = KnowledgeFile & { id: string; text: string };

/** Everything that could be read from the folder, and the faults of what could not. */
export type Reading = {
  files: Record<FolderName, NamedFile[]>;
  singles: Partial<Record<SingleName, NamedFile>>;
  figures: NamedFile | undefined;
  /** Ids of all files, those that could not be read too: they are there for the files that name them. */
  ids: Record<FolderName, string[]>;
  faults: Fault[];
};

/** Reads the whole folder, in name order. Never throws for what is in it: faults say what is wrong. */
export async function readFolder(given: string): Promise<Reading> {
  const folder = shortPath(given);
  const reading: Reading = {
    files: perFolder(),
    ids: perFolder(),
    singles: {},
    figures: undefined,
    faults: [],
  };
  await readTop(folder, reading);
  for (const name of folderNames) await readEntries(join(folder, name), name, reading);
  return reading;
}

function perFolder<Item>(): Record<FolderName, Item[]> {
  return {
    signals: [],
    scams: [],
    authorities: [],
    reporting: [],
    questions: [],
    playbooks: [],
    advice: [],
    'short-codes': [],
    numbers: [],
    wording: [],
  };
}

/** From the working folder when it is inside it, so that a terminal can open `path:line`. */
function shortPath(folder: string): string {
  const inside = relative(process.cwd(), folder);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? folder : inside;
}

async function readTop(folder: string, reading: Reading): Promise<void> {
  const names = await list(folder, reading);
  for (const single of singleNames) {
    const path = join(folder, single);
    const file = names.includes(single)
      ? await readOne(path, single)
      : [missing(path, 'it is needed to judge a call')];
    if (Array.isArray(file)) reading.faults.push(...file);
    else reading.singles[single] = file;
  }
  if (names.includes(figuresFile)) {
    const file = await readOne(join(folder, figuresFile), figuresFile);
    if (Array.isArray(file)) reading.faults.push(...file);
    else reading.figures = file;
  }
  for (const name of names.filter(isUnknownTop)) reading.faults.push(stray(join(folder, name), topNames));
}

const topNames: readonly string[] = [...folderNames, ...singleNames, figuresFile, 'README.md'];

function isUnknownTop(name: string): boolean {
  return !topNames.includes(name);
}

async function readEntries(folder: string, name: FolderName, reading: Reading): Promise<void> {
  const fileNames = (await list(folder, reading)).filter((fileName) => {
    const fault = checkName(join(folder, fileName), fileName, name);
    if (fault) reading.faults.push(fault);
    return !fault;
  });
  reading.ids[name].push(...fileNames.map((fileName) => idOf(fileName)));
  const read = await Promise.all(fileNames.map((fileName) => readOne(join(folder, fileName), fileName)));
  for (const file of read) {
    if (Array.isArray(file)) reading.faults.push(...file);
    else reading.files[name].push(file);
  }
}

function idOf(fileName: string): string {
  return fileName.replace(/\.yaml$/, '');
}

async function readOne(path: string, fileName: string): Promise<NamedFile | Fault[]> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    const parsed = parseFile(path, text);
    return Array.isArray(parsed) ? parsed : { ...parsed, id: idOf(fileName), text };
  } catch (error) {
    return [unreadable(path, 1, messageOf(error))];
  }
}

/** File names in order, without the hidden and backup files that editors leave. */
async function list(folder: string, reading: Reading): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => !name.startsWith('.') && !name.endsWith('~')).toSorted();
  } catch {
    reading.faults.push(missing(folder, 'the assistant has nothing to judge a call by without it'));
    return [];
  }
}

function checkName(path: string, fileName: string, folder: FolderName): Fault | undefined {
  const shape = folder === 'wording' ? /^[a-z]{2,3}(-[A-Z]{2})?\.yaml$/ : /^[a-z0-9]+(-[a-z0-9]+)*\.yaml$/;
  if (shape.test(fileName)) return undefined;
  const like = folder === 'wording' ? 'en-GB.yaml' : 'fake-bank-call.yaml';
  return {
    path,
    line: 1,
    what: `"${fileName}" is not a file name used here`,
    why: 'the file name is the id that other files refer to',
    fix: `name it like ${like}`,
  };
}

function missing(path: string, why: string): Fault {
  return {
    path,
    line: 1,
    what: 'is missing',
    why,
    fix: 'put it back or create it (see knowledge/README.md)',
  };
}

function stray(path: string, known: readonly string[]): Fault {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const why = 'nothing reads it, so what it says would be lost';
  return { path, line: 1, what: `"${name}" does not belong here`, why, fix: suggestName(name, known) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
