/** The kinds of entry that the catalogue shows. */
export type EntryKind = 'scam' | 'authority' | 'signal' | 'reporting' | 'playbook';

/** Where the server shows the catalogue. */
export const cataloguePath = '/knowledge';

/** The place of an entry in the catalogue: `scam-toner-office-supplies`. Links from outside rest on it. */
export function anchorOf({ kind, id }: { kind: EntryKind; id: string }): string {
  return `${kind}-${id}`;
}
