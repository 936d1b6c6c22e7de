import { numberKinds, type NumberKind } from '../domain/evidence.ts';
import type { DirectoryEntry } from '../domain/knowledge.ts';
import { isInUse } from '../numbers/kind.ts';
import type { Fault } from './fault.ts';
import type { KnowledgeFile } from './file.ts';
import { suggestName } from './nearest.ts';
import type { Locate } from './references.ts';

/** Whether the file is named after a kind of number, as each in `numbers/` must be. */
export function isNumberRule<Entry extends { id: string }>(
  entry: Entry,
): entry is Entry & { id: NumberKind } {
  return numberKinds.some((kind) => kind === entry.id);
}

/** Files in `numbers/` that no number could ever be. */
export function checkKinds(entries: readonly { id: string }[], locate: Locate): Fault[] {
  return entries
    .filter((entry) => !isNumberRule(entry))
    .map(({ id }) => ({
      ...locate('numbers', id, []),
      what: `"${id}" is not a kind of number`,
      why: 'no number would ever be found to be one, so what the file says would be lost',
      fix: suggestName(id, numberKinds, `name it like one of these: ${numberKinds.join(', ')}`),
    }));
}

/**
 * Numbers in the directory that ring nowhere, where staff would be sent, and authorities that nobody wrote down. Short numbers
 * cannot be told by their form.
 */
export function checkDirectory(
  entries: readonly DirectoryEntry[],
  authorities: readonly string[],
  file: KnowledgeFile,
): Fault[] {
  return entries.flatMap((entry, at) => {
    const line = (field: string): Pick<Fault, 'path' | 'line'> => ({
      path: file.path,
      line: file.lineOf(['numbers', at, field]),
    });
    return [
      ...(canBeRung(entry.number) ? [] : [{ ...line('number'), ...tellDead(entry) }]),
      ...(entry.authority === undefined || authorities.includes(entry.authority)
        ? []
        : [{ ...line('authority'), ...tellUnknown(entry.authority, authorities) }]),
    ];
  });
}

function canBeRung(number: string): boolean {
  return !number.startsWith('+') || isInUse(number);
}

function tellDead({ number, name }: DirectoryEntry): Pick<Fault, 'what' | 'why' | 'fix'> {
  return {
    what: `${number} (${name}) is no number that can be rung`,
    why: 'staff are sent to the numbers in this file',
    fix: 'compare it with where it was taken from',
  };
}

function tellUnknown(authority: string, known: readonly string[]): Pick<Fault, 'what' | 'why' | 'fix'> {
  return {
    what: `"${authority}" is not in authorities`,
    why: 'the number would be shown to nobody who is rung by it',
    fix: suggestName(authority, known, 'write that file, or remove the name'),
  };
}
