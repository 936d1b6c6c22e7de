import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { layOutWeights } from '../domain/judging/weigh.ts';
import type { Knowledge, Wording } from '../domain/knowledge.ts';
import { checkCues } from './cues.ts';
import { sortFaults, type Fault } from './fault.ts';
import { checkShape } from './issues.ts';
import { checkDirectory, checkKinds, isNumberRule } from './numbers.ts';
import { checkPriorities } from './priorities.ts';
import { readFolder, type NamedFile, type Reading } from './read.ts';
import { checkChoices, checkReferences, type Locate } from './references.ts';
import { figures, folderNames, folders, singleNames, singles } from './schema.ts';

export type Loaded = { kind: 'loaded'; knowledge: Knowledge };
export type Refused = { kind: 'refused'; faults: Fault[] };

/** Loads the knowledge folder, or refuses it with every fault at once. Never throws for bad content. */
export async function loadKnowledge(folder: string): Promise<Loaded | Refused> {
  const reading = await readFolder(folder);
  const { knowledge, faults } = checkReading(reading);
  return knowledge ? { kind: 'loaded', knowledge } : { kind: 'refused', faults };
}

/** Checks what was read: the knowledge when all is well, else the faults in reading order. */
export function checkReading(reading: Reading): { knowledge?: Knowledge; faults: Fault[] } {
  const faults = [...reading.faults];
  const { files } = reading;
  const content = {
    signals: checkEntries(files.signals, folders.signals, faults),
    scams: checkEntries(files.scams, folders.scams, faults),
    authorities: checkEntries(files.authorities, folders.authorities, faults),
    reporting: checkEntries(files.reporting, folders.reporting, faults),
    questions: checkEntries(files.questions, folders.questions, faults),
    playbooks: checkEntries(files.playbooks, folders.playbooks, faults),
    advice: checkEntries(files.advice, folders.advice, faults),
    shortCodes: checkEntries(files['short-codes'], folders['short-codes'], faults),
    numbers: checkEntries(files.numbers, folders.numbers, faults),
    wording: checkEntries(files.wording, folders.wording, faults).map(asWording),
    weights: checkFile(reading.singles['weights.json'], singles['weights.json'], faults),
    callers: checkFile(reading.singles['callers.json'], singles['callers.json'], faults),
    words: checkFile(reading.singles['vocabulary.yaml'], singles['vocabulary.yaml'], faults),
    priorities: checkFile(reading.singles['priorities.yaml'], singles['priorities.yaml'], faults),
    collect: checkFile(reading.singles['collect.yaml'], singles['collect.yaml'], faults),
    figures: checkFile(reading.figures, figures, faults),
  };
  const directoryFile = reading.singles['directory.yaml'];
  const held = checkFile(directoryFile, singles['directory.yaml'], faults);
  if (directoryFile && held)
    faults.push(...checkDirectory(held.numbers, reading.ids.authorities, directoryFile));
  const prioritiesFile = reading.singles['priorities.yaml'];
  if (prioritiesFile && content.priorities)
    faults.push(...checkPriorities(content.priorities, prioritiesFile));
  const locate = locateIn(reading);
  faults.push(...checkReferences(content, reading.ids, locate), ...checkChoices(content, locate));
  faults.push(...checkKinds(content.numbers, locate));
  const { weights, callers, words, priorities, collect } = content;
  if (words) faults.push(...checkCues(content, words, locate));
  const isWhole = weights && callers && words && priorities && collect && held;
  if (faults.length > 0 || !isWhole) return { faults: sortFaults(faults) };
  const numbers = content.numbers.filter(isNumberRule);
  const version = versionOf(reading);
  return {
    knowledge: {
      ...content,
      version,
      weights: layOutWeights(weights),
      callers,
      words,
      priorities,
      collect,
      numbers,
      directory: held.numbers,
      colleagues: [],
    },
    faults: [],
  };
}

function asWording({ id, ...wording }: { id: string } & Omit<Wording, 'language'>): Wording {
  return { language: id, ...wording };
}

function checkEntries<C extends object>(
  files: readonly NamedFile[],
  schema: z.ZodType<C>,
  faults: Fault[],
): ({ id: string } & C)[] {
  return files.flatMap((file) => {
    const content = checkFile(file, schema, faults);
    return content === undefined ? [] : [{ id: file.id, ...content }];
  });
}

function checkFile<C>(file: NamedFile | undefined, schema: z.ZodType<C>, faults: Fault[]): C | undefined {
  if (!file) return undefined;
  const checked = checkShape(file, schema);
  if (checked.kind === 'well') return checked.content;
  faults.push(...checked.faults);
  return undefined;
}

/** Tells where a field of an entry stands; the entry must have been read. */
export function locateIn({ files }: Reading): Locate {
  return (folder, id, field) => {
    const file = files[folder].find((each) => each.id === id);
    return { path: file?.path ?? `${folder}/${id}.yaml`, line: file?.lineOf(field) ?? 1 };
  };
}

/** Twelve hex digits of a hash over names and contents, so that any change gives another version. */
function versionOf({ files, singles: alone }: Reading): string {
  const hash = createHash('sha256');
  for (const folder of folderNames) {
    for (const { id, text } of files[folder]) hash.update(`${folder}/${id}\0${text}\0`);
  }
  for (const name of singleNames) hash.update(`${name}\0${alone[name]?.text}\0`);
  return hash.digest('hex').slice(0, 12);
}
