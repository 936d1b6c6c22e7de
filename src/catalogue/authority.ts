import type { Authority } from '../domain/knowledge.ts';
import { block, type Entry, linkTo, list } from './entry.ts';
import { html } from './markup.ts';
import type { Library } from './library.ts';
import { words } from './words.ts';

/** One kind of caller: what the real one does and never does, and how to reach it without the caller's help. */
export function authorityEntry(authority: Authority, library: Library): Entry {
  const { id, names, region, willDo, neverDo, verifyBy } = authority;
  const scams = library.knowledge.scams.filter(({ claimedAuthorities }) => claimedAuthorities.includes(id));
  const never =
    list(neverDo, { look: 'not', find: 'says' }) ?? html`<p class="quiet">${words.neverUnknown}</p>`;
  const body = html`<section class="say">
      <h4>${words.verifyBy}</h4>
      <p class="line">${verifyBy}</p>
    </section>
    <div class="pair">
      <section>${block(words.willDo, list(willDo, { find: 'says' }))}</section>
      <section>${block(words.neverDo, never)}</section>
    </div>
    <section>
      ${block(words.alsoCalled, list(names.slice(1), { look: 'links', find: 'names' }))}
      ${block(
        words.usedBy,
        list(
          scams.flatMap((scam) => linkTo('scam', scam.id, library)),
          { look: 'links' },
        ),
      )}
    </section>`;
  const [title = id] = names;
  return {
    kind: 'authority',
    id,
    title,
    gist: verifyBy,
    regions: [region],
    upkeep: authority,
    tags: [],
    body,
  };
}
