import { createFind, type Find, type Findable } from './find.ts';
import { words } from './words.ts';

/** A pause in typing that is worth an answer. */
const pauseMs = 120;

const tools = get('tools');
const query = getAs('query', HTMLInputElement);
const region = getAs('region', HTMLSelectElement);
const told = get('told');
const found = get('found');
const foundEntries = get('found-entries');
const entriesPart = get('entries');
const shelves = [...document.querySelectorAll<HTMLElement>('main > .shelf:not(#found)')];

/** Every entry, with the place it belongs to when nothing is searched for. */
const entries = [...document.querySelectorAll<HTMLDetailsElement>('.entry')].map((element) => ({
  element,
  home: element.parentElement,
  anchor: element.querySelector('.body')?.id ?? '',
  regions: (element.dataset['regions'] ?? '').split(' '),
}));
const byAnchor = new Map(entries.map((entry) => [entry.anchor, entry]));

let find: Find | undefined;
let typing: ReturnType<typeof setTimeout> | undefined;

tools.hidden = false;
query.value = new URL(location.href).searchParams.get('q') ?? '';
query.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(show, pauseMs);
});
query.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') reset();
});
region.addEventListener('change', show);
document.addEventListener('click', followLink);
addEventListener('hashchange', () => reveal(location.hash));
if (query.value !== '') show();
reveal(location.hash);
// The browser's own jump comes later, and would leave the title above the screen.
addEventListener('load', () => reveal(location.hash));
// The first letter should not wait for it.
setTimeout(() => (find ??= createFind(readEntries())), pauseMs);

/** What the search box and the region ask for. */
function show(): void {
  const asked = query.value.trim();
  const isSearch = asked !== '';
  find ??= createFind(readEntries());
  const anchors = isSearch ? find(asked) : [];
  const results = anchors.flatMap((anchor) => byAnchor.get(anchor) ?? []).filter(isWanted);
  putBack();
  for (const entry of entries) entry.element.hidden = !isWanted(entry);
  foundEntries.append(...results.map(({ element }) => element));
  found.hidden = !isSearch || results.length === 0;
  for (const shelf of shelves) shelf.hidden = isSearch || !hasShown(shelf);
  if (isSearch && entriesPart.getBoundingClientRect().top < 0) entriesPart.scrollIntoView();
  told.textContent = isSearch ? words.tell(asked, results.length) : '';
}

/** All of them in their first order, so that each shelf is as it was. */
function putBack(): void {
  if (foundEntries.childElementCount === 0) return;
  for (const { element, home } of entries) home?.append(element);
}

function isWanted({ regions }: { regions: readonly string[] }): boolean {
  const wanted = region.value;
  return wanted === '' || regions.some((code) => serves(code, wanted) || code.startsWith(`${wanted}-`));
}

/** The whole of a country serves each part of it. */
function serves(code: string, wanted: string): boolean {
  return code === '*' || code === wanted || wanted.startsWith(`${code}-`);
}

function hasShown(shelf: HTMLElement): boolean {
  return shelf.querySelector('.entry:not([hidden])') !== null;
}

/** Shows everything again, as when the page was opened. */
function reset(): void {
  query.value = '';
  region.value = '';
  show();
}

/** The browser says nothing when the link names where it is already. */
function followLink({ target }: MouseEvent): void {
  const link = target instanceof Element ? target.closest('a') : null;
  const hash = link?.getAttribute('href') ?? '';
  if (hash.startsWith('#') && hash === location.hash) reveal(hash);
}

/** Opens the entry that a link names and moves to its title, also when the search or the region left it out. */
function reveal(hash: string): void {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target === null) return;
  if (target.closest('[hidden]') !== null) reset();
  const entry = byAnchor.get(target.id)?.element;
  if (entry === undefined) return target.scrollIntoView();
  entry.open = true;
  entry.scrollIntoView();
  entry.querySelector('summary')?.focus({ preventScroll: true });
}

function readEntries(): Findable[] {
  return entries.map(({ element, anchor }) => ({
    anchor,
    title: read(element, 'title').join(' '),
    // The id is a name too: "withheld number" is the one of "The number was hidden".
    names: [...read(element, 'names'), anchor.replaceAll('-', ' ')],
    text: read(element, 'text').join(' '),
    says: read(element, 'says'),
  }));
}

/** Each line of a list is a text of its own. */
function read(element: Element, field: string): string[] {
  const marked = [...element.querySelectorAll(`[data-find="${field}"]`)];
  return marked.flatMap((part) => (part.localName === 'ul' ? [...part.children] : [part])).map(textOf);
}

function textOf({ textContent }: Element): string {
  return textContent;
}

function get(id: string): HTMLElement {
  return getAs(id, HTMLElement);
}

function getAs<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}`);
  return element;
}
