import type { Knowledge, Vocabulary } from '../domain/knowledge.ts';
import { readCue } from '../domain/listening/cues.ts';
import type { Fault } from './fault.ts';
import type { FieldPath } from './file.ts';
import type { Locate } from './references.ts';
import type { FolderName } from './schema.ts';

type PlacedCue = { folder: FolderName; id: string; field: FieldPath; cue: string };
type Listened = Pick<Knowledge, 'signals' | 'playbooks' | 'authorities'>;

/** Every cue that cannot be read, or that would be heard in nearly every message. */
export function checkCues(knowledge: Listened, words: Vocabulary, locate: Locate): Fault[] {
  return allCues(knowledge).flatMap(({ folder, id, field, cue }) => {
    const told = tellCue(cue, words);
    return told ? [{ ...locate(folder, id, field), ...told }] : [];
  });
}

function allCues({ signals, playbooks, authorities }: Listened): PlacedCue[] {
  return [
    ...signals.flatMap(({ id, heard }) => place('signals', id, 'heard', heard)),
    ...signals.flatMap(({ id, denied }) => place('signals', id, 'denied', denied)),
    ...playbooks.flatMap(({ id, heard }) => place('playbooks', id, 'heard', heard)),
    ...authorities.flatMap(({ id, names }) => place('authorities', id, 'names', names)),
  ];
}

function place(folder: FolderName, id: string, field: string, cues: readonly string[]): PlacedCue[] {
  return cues.map((cue, at) => ({ folder, id, field: [field, at], cue }));
}

function tellCue(cue: string, words: Vocabulary): Pick<Fault, 'what' | 'why' | 'fix'> | undefined {
  if (/\([^)]*\(/.test(cue) || count(cue, '(') !== count(cue, ')')) return tellBrackets(cue);
  try {
    const tooWide = readCue(cue, undefined, words).some(({ steps }) => isEverywhere(steps));
    return tooWide ? tellTooWide(cue) : undefined;
  } catch (error) {
    return {
      what: `"${cue}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      why: 'a cue that cannot be read is never heard',
      fix: 'see "Cues" in knowledge/README.md',
    };
  }
}

function count(cue: string, sign: string): number {
  return cue.split(sign).length - 1;
}

function tellBrackets(cue: string): Pick<Fault, 'what' | 'why' | 'fix'> {
  return {
    what: `"${cue}" has brackets inside brackets, or one without its partner`,
    why: 'a cue that cannot be read is never heard',
    fix: 'write alternatives as (one|two words|three), one level deep',
  };
}

function tellTooWide(cue: string): Pick<Fault, 'what' | 'why' | 'fix'> {
  return {
    what: `"${cue}" is heard in nearly every message`,
    why: 'words such as "it", "our" or a bare number say nothing about a call',
    fix: 'add a word that makes it plain, as in "IT department"',
  };
}

type Steps = ReturnType<typeof readCue>[number]['steps'];

/** True when a cue listens for nothing, or only for one word that everybody uses. */
function isEverywhere(steps: Steps): boolean {
  const [first, ...others] = steps;
  if (!first) return true;
  return others.length === 0 && first.kind === 'word' && [...first.words].some((word) => everyday.has(word));
}

const everyday = new Set(
  '<number> <digits> i it we you he she they me us him them be do have to of in on at for and or if so no not'.split(
    ' ',
  ),
);
