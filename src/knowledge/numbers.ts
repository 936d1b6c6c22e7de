import { numberKinds, type NumberKind } from '../domain/evidence.ts';
import type { Fault } from './fault.ts';
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
