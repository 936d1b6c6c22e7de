import { authorityEntry } from './authority.ts';
import { type Entry, renderEntry } from './entry.ts';
import type { Library } from './library.ts';
import { html, type Markup } from './markup.ts';
import { playbookEntry } from './playbook.ts';
import { isLocal } from './region.ts';
import { reportingEntry } from './reporting.ts';
import { scamEntry } from './scam.ts';
import { signalEntry } from './signal.ts';
import { words } from './words.ts';

export const shelfNames = ['scams', 'authorities', 'signals', 'reporting', 'playbooks'] as const;
export type ShelfName = (typeof shelfNames)[number];

/** Every entry by its shelf, in alphabetical order. */
export type Shelves = Readonly<Record<ShelfName, readonly Entry[]>>;

/** Puts every entry of the library on its shelf. */
export function fillShelves(library: Library): Shelves {
  const { scams, authorities, signals, reporting, playbooks } = library.knowledge;
  return {
    scams: byTitle(scams.map((scam) => scamEntry(scam, library))),
    authorities: byTitle(authorities.map((authority) => authorityEntry(authority, library))),
    signals: byTitle(signals.map((signal) => signalEntry(signal, library))),
    reporting: byTitle(reporting.map((route) => reportingEntry(route, library))),
    playbooks: byTitle(playbooks.map((playbook) => playbookEntry(playbook, library))),
  };
}

/** A title in quotation marks stands with its first letter. */
const inOrder = new Intl.Collator(words.language, { ignorePunctuation: true });

function byTitle(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => inOrder.compare(one.title, other.title));
}

/** The organisation's own region first; entries of other regions stand apart and say so. */
export function renderShelves(shelves: Shelves, library: Library): Markup {
  return html`${shelfNames.map((name) => renderBoth(name, shelves[name], library))}`;
}

function renderBoth(name: ShelfName, entries: readonly Entry[], library: Library): Markup {
  const here = entries.filter(({ regions }) => isLocal(regions, library.region));
  const rest = entries.filter((entry) => !here.includes(entry));
  return html`${renderShelf(name, words.shelves[name], here, library)}
  ${rest.length === 0 ? undefined : renderShelf(`${name}-elsewhere`, words.elsewhere[name], rest, library)}`;
}

function renderShelf(
  id: string,
  { title, about }: { title: string; about: string },
  entries: readonly Entry[],
  library: Library,
): Markup {
  return html`<section id="${id}" class="shelf" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title} <span class="count">${entries.length}</span></h2>
    <p class="about">${about}</p>
    <div class="entries">${entries.map((entry) => renderEntry(entry, library))}</div>
  </section>`;
}
