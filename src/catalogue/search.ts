import { anchorOf } from '../dialog/anchor.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { createFind, type Find } from '../web/catalogue/find.ts';

/** An entry that somebody was looking for. */
export type Finding = { kind: 'scam' | 'authority'; id: string };

/** What is searched in; the rest of the knowledge changes without a new index. */
type Searched = Pick<Knowledge, 'scams' | 'authorities'>;

type Index = { find: Find; findings: ReadonlyMap<string, Finding> };

/** By its scams, which are the same list until the knowledge is loaded again. */
const indexes = new WeakMap<Searched['scams'], Index>();

/**
 * The scams and authorities that fit the words best, the best first, as the catalogue's own search finds them on its page. Drafts
 * are not found.
 */
export function searchKnowledge(query: string, knowledge: Searched): readonly Finding[] {
  const { find, findings } = indexOf(knowledge);
  return find(query).flatMap((anchor) => findings.get(anchor) ?? []);
}

function indexOf(knowledge: Searched): Index {
  const known = indexes.get(knowledge.scams);
  if (known !== undefined) return known;
  const made = makeIndex(knowledge);
  indexes.set(knowledge.scams, made);
  return made;
}

function makeIndex({ scams, authorities }: Searched): Index {
  const names = new Map(authorities.map((authority) => [authority.id, authority.names]));
  const published = scams.filter(({ status }) => status === 'published');
  const entries = [
    ...published.map(({ id, title, aliases, claimedAuthorities, summary, callersSay, examples }) => ({
      finding: { kind: 'scam', id } as const,
      title,
      names: [...aliases, ...claimedAuthorities.flatMap((authority) => names.get(authority)?.[0] ?? [])],
      text: summary,
      says: [...callersSay, ...examples.caught],
    })),
    ...authorities.map(({ id, names: [title = id, ...others], verifyBy, willDo, neverDo }) => ({
      finding: { kind: 'authority', id } as const,
      title,
      names: others,
      text: verifyBy,
      says: [...willDo, ...neverDo],
    })),
  ].map((entry) => ({ ...entry, anchor: anchorOf(entry.finding) }));
  return {
    find: createFind(entries),
    findings: new Map(entries.map(({ anchor, finding }) => [anchor, finding])),
  };
}
