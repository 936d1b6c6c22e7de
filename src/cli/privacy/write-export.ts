import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFiles, type Exported } from '../../handoff/privacy/export.ts';
import type { ReadFile } from '../../handoff/port.ts';

/** Writes an export into a folder of its own, for this account alone: `person.json`, and every file under `files`. */
export async function writeExport(
  folder: string,
  exported: Exported,
  read: ReadFile,
): Promise<{ kind: 'written'; text: string } | { kind: 'refused'; reason: string }> {
  await mkdir(join(folder), { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) return { kind: 'refused', reason: notEmpty(folder) };
  await write(join(folder, 'person.json'), `${JSON.stringify(exported, undefined, 2)}\n`);
  const files = await readFiles(exported, read);
  if (files.length > 0) await mkdir(join(folder, 'files'), { mode: 0o700 });
  for (const { file, bytes } of files)
    if (bytes !== undefined) await write(join(folder, 'files', `${file.id}-${file.name}`), bytes);
  const lost = files.filter(({ bytes }) => bytes === undefined).map(({ file }) => file.name);
  const cases = exported.conversations.flatMap((one) => one.cases);
  const text = [
    `Conversations: ${exported.conversations.length}, cases: ${cases.length}, files: ${files.length - lost.length}`,
    ...(lost.length > 0 ? [`Not on the disk any more, or damaged: ${lost.join(', ')}`] : []),
    `Written to ${folder}. It names callers and technicians too: read it before you hand it on.`,
    '',
  ].join('\n');
  return { kind: 'written', text };
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
}

function notEmpty(folder: string): string {
  return `${folder} is not empty, and what is there would be mixed with the export. Name a new folder.\n`;
}
