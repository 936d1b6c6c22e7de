import type { DirectoryList } from '../../../handoff/directory/api.ts';

/** What everything on the page of one client works on. */
export type Work = { client: string; list: DirectoryList; onChanged: () => void };

/** A deputy may themselves still wait for approval. */
export function nameOf(id: string, { entries, proposals }: DirectoryList): string {
  const waiting = proposals.find(({ entry }) => entry === id)?.after?.name;
  return entries.find((entry) => entry.id === id)?.name ?? waiting ?? 'somebody who is gone';
}

export function authorityName(id: string | null, { authorities }: DirectoryList): string | null {
  return authorities.find((authority) => authority.id === id)?.name ?? id;
}
