import { anchorOf } from '../../src/dialog/anchor.ts';
import type { Findable } from '../../src/web/catalogue/find.ts';
import { loadedKnowledge } from './knowledge.ts';

/** The shipped scams as the search reads them from the page. */
export async function findableScams(): Promise<Findable[]> {
  const { scams } = await loadedKnowledge();
  return scams.map(({ id, title, aliases, summary, callersSay, examples }) => {
    const anchor = anchorOf({ kind: 'scam', id });
    return { anchor, title, names: aliases, text: summary, says: [...callersSay, ...examples.caught] };
  });
}
