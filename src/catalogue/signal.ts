import type { Signal, Strength } from '../domain/knowledge.ts';
import { block, type Entry, linkTo, list } from './entry.ts';
import { html, type Markup } from './markup.ts';
import type { Library } from './library.ts';
import { bearings, bearingTags, requestRisks, strengths, words } from './words.ts';

/** One thing we listen for: the rule shown to staff, what it tells, and the scams that have it. */
export function signalEntry(signal: Signal, library: Library): Entry {
  const { id, title, rule, bearing, requestRisk, softenedBy } = signal;
  const risk = requestRisk === undefined ? undefined : html` ${requestRisks[requestRisk]}`;
  const softer = softenedBy.flatMap((other) => linkTo('signal', other, library));
  const body = html`<section>
      ${block(words.means, html`<p>${bearings[bearing]}${risk}</p>`)}
      ${block(words.softened, list(softer, { look: 'links' }))}
    </section>
    ${renderScams(id, library)}`;
  const tags = [bearingTags[bearing]];
  return { kind: 'signal', id, title, gist: rule, regions: ['*'], upkeep: signal, tags, body };
}

function renderScams(signal: string, library: Library): Markup {
  const shown = (['core', 'common'] as const).map((strength) => renderGroup(signal, strength, library));
  return html`<section>
    ${block(words.signIn, shown.some((group) => group !== undefined) ? shown : undefined)}
  </section>`;
}

function renderGroup(signal: string, strength: Strength, library: Library): Markup | undefined {
  const scams = library.knowledge.scams.filter(({ signals }) => signals[signal] === strength);
  if (scams.length === 0) return undefined;
  const links = list(
    scams.flatMap(({ id }) => linkTo('scam', id, library)),
    { look: 'links' },
  );
  return html`<details class="inner">
    <summary>${strengths[strength]} (${scams.length})</summary>
    ${links}
  </details>`;
}
