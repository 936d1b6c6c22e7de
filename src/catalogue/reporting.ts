import type { ReportingRoute } from '../domain/knowledge.ts';
import { block, type Entry, list } from './entry.ts';
import { html, type Markup } from './markup.ts';
import { isLocal, regionsInWords } from './region.ts';
import type { Library } from './library.ts';
import { words } from './words.ts';

/** One place to report to: when, how, and where it counts. */
export function reportingEntry(route: ReportingRoute, { region }: Library): Entry {
  const { id, name, when, regions, how } = route;
  const isFirst = route.first && isLocal(regions, region);
  const body = html`<div class="pair">
    <section>
      ${block(words.how, list(how.map(renderWay)))} ${isFirst ? html`<p>${words.first}</p>` : undefined}
    </section>
    <section>${block(words.where, html`<p class="capital">${regionsInWords(regions)}</p>`)}</section>
  </div>`;
  return { kind: 'reporting', id, title: name, gist: when, regions, upkeep: route, tags: [], body };
}

type Way = ReportingRoute['how'][number];

/** Every way to reach a place, in one line. */
export function renderWays({ how }: ReportingRoute): Markup {
  return html`${how.map((way, at) => html`${at > 0 ? ' or ' : ''}${renderWay(way)}`)}`;
}

/** A link where the value is nothing but an address or a number; else the words as they are. */
function renderWay({ type, value }: Way): Markup {
  const address = addressOf(type, value);
  return address === undefined
    ? html`${value}`
    : html`<a href="${address}" rel="noopener noreferrer">${value}</a>`;
}

function addressOf(type: Way['type'], value: string): string | undefined {
  if (type === 'web') return /^https?:\/\/\S+$/.test(value) ? value : undefined;
  if (type === 'email') return /^[^\s@]+@[^\s@]+$/.test(value) ? `mailto:${value}` : undefined;
  const isNumber = /^\+?[\d\s()-]{3,20}$/.test(value);
  if (type === 'phone' && isNumber) return `tel:${value.replaceAll(/[^+\d]/g, '')}`;
  return undefined;
}
