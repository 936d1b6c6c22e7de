import { anchorOf } from '../dialog/anchor.ts';
import { isOverdue } from './entry.ts';
import type { Library } from './library.ts';
import { html, type Markup } from './markup.ts';
import { regionName } from './region.ts';
import { shelfNames, type Shelves } from './shelves.ts';
import { words } from './words.ts';

/** What the page is, the way to each part of it, and what needs a new check. */
export function renderTop(shelves: Shelves, library: Library, chat: string | undefined): Markup {
  const parts = shelfNames.map(
    (name) =>
      html`<li>
        <a href="#${name}">${words.shelves[name].title} <span class="count">${shelves[name].length}</span></a>
      </li>`,
  );
  const button = chat === undefined ? undefined : html`<a class="button" href="${chat}">${words.chat}</a>`;
  return html`<header>
    <a class="skip" href="#entries">${words.skip}</a>
    <div class="bar">
      <div class="wide">
        <p class="brand">${words.product}</p>
        ${button}
      </div>
    </div>
    <div class="hero wide">
      <h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <p class="now">${words.onCall}</p>
      <nav aria-label="${words.parts}">
        <ul>
          ${parts}
        </ul>
      </nav>
      ${renderOverdue(shelves, library)}
    </div>
  </header>`;
}

function renderOverdue(shelves: Shelves, library: Library): Markup | undefined {
  const late = shelfNames
    .flatMap((name) => shelves[name])
    .filter(({ upkeep }) => isOverdue(upkeep, library))
    .toSorted((one, other) => one.upkeep.reviewBy.localeCompare(other.upkeep.reviewBy));
  if (late.length === 0) return undefined;
  const links = late.map((entry) => html`<li><a href="#${anchorOf(entry)}">${entry.title}</a></li>`);
  return html`<details class="inner late">
    <summary>${words.overdueList} (${late.length})</summary>
    <ul>
      ${links}
    </ul>
  </details>`;
}

/** Search and region. Hidden until the script runs, which is what they need. */
export function renderTools(shelves: Shelves, library: Library): Markup {
  const options = [library.region, ...otherRegions(shelves, library)].map(
    (code) => html`<option value="${code}">${regionName(code)}</option>`,
  );
  return html`<search id="tools" hidden>
    <div class="wide">
      <label class="query" for="query">${words.search}</label>
      <input
        id="query"
        type="search"
        placeholder="${words.searchHint}"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
      />
      <label class="place" for="region">${words.region}</label>
      <select id="region">
        <option value="">${words.everywhere}</option>
        ${options}
      </select>
      <p id="told" role="status"></p>
    </div>
  </search>`;
}

function otherRegions(shelves: Shelves, { region }: Library): string[] {
  const codes = new Set(shelfNames.flatMap((name) => shelves[name].flatMap(({ regions }) => regions)));
  return [...codes]
    .filter((code) => code !== '*' && code !== region)
    .toSorted((one, other) => regionName(one).localeCompare(regionName(other), words.language));
}
