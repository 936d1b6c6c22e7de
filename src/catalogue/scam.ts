import { servesRegion } from '../domain/advice.ts';
import { harms as everyHarm } from '../domain/evidence.ts';
import type { ReportingRoute, Scam, Strength } from '../domain/knowledge.ts';
import { block, type Entry, linkTo, list } from './entry.ts';
import { html, type Markup } from './markup.ts';
import { regionsInWords } from './region.ts';
import { renderWays } from './reporting.ts';
import type { Library } from './library.ts';
import { channelName, harms, strengths, words } from './words.ts';

/** One scam: what to say and do first, then the scam beside its twin, then what follows after. */
export function scamEntry(scam: Scam, library: Library): Entry {
  const { id, title, summary, regions, nature } = scam;
  const body = html`<div class="pair">${renderSay(scam)}${renderDo(scam)}</div>
    <div class="pair">
      <section class="fake">
        ${block(words.looksLike, list(scam.callersSay, { look: 'quotes', find: 'says' }))}
      </section>
      <section class="real">${renderTwin(scam)}</section>
    </div>
    ${renderMarks(scam, library)}
    <div class="pair">${renderReport(scam, library)}${renderHarmed(scam)}</div>
    ${renderExamples(scam)}`;
  const tags = nature === 'sales' ? [words.selling] : [];
  return { kind: 'scam', id, title, gist: summary, regions, upkeep: scam, tags, body };
}

function renderSay({ say: [first, firmer] }: Scam): Markup {
  return html`<section class="say">
    <h4>${words.say}</h4>
    <p class="line">“${first}”</p>
    <p class="push">${words.sayAgain}</p>
    <p class="line">“${firmer}”</p>
  </section>`;
}

function renderDo({ do: steps, dont }: Scam): Markup {
  return html`<section>
    ${block(words.do, list(steps, { tag: 'ol' }))}${block(words.dont, list(dont, { look: 'not' }))}
  </section>`;
}

/** Who they say they are, and the signs: first what every such call has. */
function renderMarks(scam: Scam, library: Library): Markup {
  const claimed = scam.claimedAuthorities.flatMap((id) => linkTo('authority', id, library));
  const others = scam.channels.filter((channel) => channel !== 'phone').map(channelName);
  const channels = scam.channels.includes('phone') ? ['phone', ...others] : others;
  const rows = [
    row(words.theyAre, list(claimed, { look: 'links', find: 'names' })),
    row(words.comesBy, channels.join(', ')),
    row(words.seenIn, regionsInWords(scam.regions)),
    row(words.alsoCalled, list(scam.aliases, { look: 'links', find: 'names' })),
    ...(['core', 'common', 'sometimes'] as const).map((strength) =>
      row(strengths[strength], list(signsOf(scam, strength, library), { look: 'links' })),
    ),
  ];
  return html`<section>${block(words.marks, html`<dl>${rows}</dl>`)}</section>`;
}

function row(name: string, value: Markup | string | undefined): Markup | undefined {
  return value === undefined || value === ''
    ? undefined
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;
}

function signsOf({ signals }: Scam, strength: Strength, library: Library): Markup[] {
  const ids = Object.keys(signals).filter((id) => signals[id] === strength);
  return ids.flatMap((id) => linkTo('signal', id, library));
}

function renderTwin({ twin }: Scam): Markup {
  const told = list(twin.phrases, { look: 'quotes' });
  return html`${block(words.twin, html`<p>${twin.looksLike}</p>`)}${told}`;
}

function renderHarmed({ ifHarmed }: Scam): Markup | undefined {
  const parts = everyHarm.flatMap((harm) => {
    const steps = list(ifHarmed[harm] ?? [], { tag: 'ol' });
    return steps
      ? [
          html`<details class="inner">
            <summary>${harms[harm]}</summary>
            ${steps}
          </details>`,
        ]
      : [];
  });
  return parts.length === 0 ? undefined : html`<section>${block(words.ifHarmed, parts)}</section>`;
}

/** The region's own first place, then what the scam names; places of other regions are named apart. */
function renderReport({ report }: Scam, library: Library): Markup {
  const { reporting } = library.knowledge;
  const here = reporting.filter((route) => servesRegion(route, library.region));
  const named = here.filter(({ id, first }) => !first && report.includes(id));
  const elsewhere = reporting.filter((route) => report.includes(route.id) && !here.includes(route));
  const ways = [...here.filter(({ first }) => first), ...named].map(
    (route) => html`${linkTo('reporting', route.id, library)}: ${renderWays(route)}`,
  );
  const others = elsewhere.map(
    (route) => html`${linkTo('reporting', route.id, library)} (${placeOf(route)})`,
  );
  return html`<section>
    ${block(words.report, list(ways) ?? html`<p>${words.reportNone}</p>`)}
    ${others.length === 0 ? undefined : html`<p class="quiet">${words.reportElsewhere}: ${others.map((other, at) => html`${at > 0 ? ', ' : ''}${other}`)}</p>`}
  </section>`;
}

function placeOf({ regions }: ReportingRoute): string {
  return regionsInWords(regions);
}

function renderExamples({ examples: { caught, spared } }: Scam): Markup {
  return html`<details class="inner">
    <summary>${words.examples}</summary>
    <div class="pair">
      <section>${block(words.caught, list(caught, { look: 'quotes', find: 'says' }))}</section>
      <section>${block(words.spared, list(spared, { look: 'quotes' }))}</section>
    </div>
  </details>`;
}
