import { anchorOf, type EntryKind } from '../dialog/anchor.ts';
import { dateInWords } from '../dialog/words.ts';
import type { Upkeep } from '../domain/knowledge.ts';
import { html, type Markup, type Part } from './markup.ts';
import { isLocal, regionsInWords } from './region.ts';
import type { Library } from './library.ts';
import { words } from './words.ts';

/** One entry: what its closed line shows, and what opens below it. */
export type Entry = {
  kind: EntryKind;
  id: string;
  title: string;
  gist: string;
  regions: readonly string[];
  upkeep: Upkeep;
  /** Short remarks beside the title. */
  tags: readonly string[];
  body: Markup;
};

/**
 * The anchor is inside what opens, so a browser opens the entry that a link names without any script. `data-find` marks what the
 * search reads.
 */
export function renderEntry(entry: Entry, library: Library): Markup {
  const { kind, title, gist, regions, upkeep, body } = entry;
  return html`<details class="entry" data-kind="${kind}" data-regions="${regions.join(' ')}">
    <summary>
      <span class="kind">${words.kinds[kind]}</span>
      <h3 data-find="title">${title}</h3>
      ${renderTags(entry, library)}
      <p class="gist" data-find="text">${gist}</p>
    </summary>
    <div class="body" id="${anchorOf(entry)}">${body}${renderUpkeep(entry, upkeep, library)}</div>
  </details> `;
}

function renderTags({ tags, regions, upkeep }: Entry, library: Library): Markup {
  const elsewhere = isLocal(regions, library.region) ? [] : [`${words.seenIn} ${regionsInWords(regions)}`];
  const remarks = [...tags, ...elsewhere].map((tag) => html`<span class="tag">${tag}</span>`);
  const late = isOverdue(upkeep, library) ? html`<span class="tag late">${words.overdue}</span>` : undefined;
  return html`${remarks}${late}`;
}

/** On the day itself there is still time. */
export function isOverdue({ reviewBy }: Upkeep, { today }: Pick<Library, 'today'>): boolean {
  return reviewBy < today;
}

/** Where an entry comes from, who keeps it, and whether its review is late. */
function renderUpkeep(
  entry: Entry,
  { sources, owner, reviewed, reviewBy }: Upkeep,
  library: Library,
): Markup {
  const due = isOverdue(entry.upkeep, library)
    ? html`<strong class="late">${words.overdueSince} ${renderDate(reviewBy)}.</strong>`
    : html`${words.reviewBy} ${renderDate(reviewBy)}.`;
  const read = sources.map(
    ({ title, publisher, url, checked }) =>
      html`<li>
        <a href="${url}" rel="noopener noreferrer">${title}</a> ${publisher}, ${words.checked}
        ${renderDate(checked)}
      </li>`,
  );
  return html`<footer class="upkeep">
    <h4>${words.sources}</h4>
    <ul>
      ${read}
    </ul>
    <p>
      ${words.owner} ${owner}. ${words.reviewed} ${renderDate(reviewed)}. ${due}
      <a href="#${anchorOf(entry)}">${words.linkHere}</a>
    </p>
  </footer>`;
}

function renderDate(date: string): Markup {
  return html`<time datetime="${date}">${dateInWords(date, words.language)}</time>`;
}

/** A heading with what stands under it, or nothing when that is empty. */
export function block(heading: string, content: Part): Markup | undefined {
  const isEmpty = content === undefined || (Array.isArray(content) && content.length === 0);
  return isEmpty
    ? undefined
    : html`<h4>${heading}</h4>
        ${content}`;
}

type ListOptions = {
  tag?: 'ul' | 'ol';
  look?: 'plain' | 'quotes' | 'not' | 'links';
  find?: 'names' | 'says';
};

/** Lines as a list; nothing when there are none. */
export function list(
  lines: readonly (string | Markup)[],
  { tag = 'ul', look = 'plain', find }: ListOptions = {},
): Markup | undefined {
  if (lines.length === 0) return undefined;
  const marked = find === undefined ? undefined : html` data-find="${find}"`;
  const items = lines.map((line) => html`<li>${line}</li>`);
  return tag === 'ol'
    ? html`<ol class="${look}" ${marked}>
        ${items}
      </ol>`
    : html`<ul class="${look}" ${marked}>
        ${items}
      </ul>`;
}

/** A link to another entry of the page. An entry that is not shown is left out. */
export function linkTo(kind: EntryKind, id: string, library: Library): Markup[] {
  const title = library.titleOf(kind, id);
  return title === undefined ? [] : [html`<a href="#${anchorOf({ kind, id })}">${title}</a>`];
}
