import type { Playbook } from '../domain/knowledge.ts';
import { block, type Entry, linkTo, list } from './entry.ts';
import { html, type Markup } from './markup.ts';
import type { Library } from './library.ts';
import { harms, words } from './words.ts';

/** What to do once harm is done: staff first, then everybody else with a time for each step. */
export function playbookEntry(playbook: Playbook, library: Library): Entry {
  const { id, title, harm, priority, staff, dont } = playbook;
  const body = html`<div class="pair">
      <section class="say">${block(words.doNow, list(staff, { tag: 'ol' }))}</section>
      <section>${block(words.dont, list(dont, { look: 'not' }))}</section>
    </div>
    ${renderSpecial(playbook, library)}
    <section>${block(words.after, renderSteps(playbook))}</section>`;
  const tags = [`${words.priority} ${priority.slice(1)}`];
  return {
    kind: 'playbook',
    id,
    title,
    gist: `${harms[harm]}.`,
    regions: ['*'],
    upkeep: playbook,
    tags,
    body,
  };
}

function renderSpecial({ signal, scams }: Playbook, library: Library): Markup | undefined {
  const links = [
    ...(signal === undefined ? [] : linkTo('signal', signal, library)),
    ...scams.flatMap((scam) => linkTo('scam', scam, library)),
  ];
  return links.length === 0
    ? undefined
    : html`<section>${block(words.special, list(links, { look: 'links' }))}</section>`;
}

function renderSteps({ steps }: Playbook): Markup {
  const rows = steps.map(
    ({ who, within, action, why }) =>
      html`<tr>
        <th scope="row">${who.replaceAll('-', ' ')}</th>
        <td>${within}</td>
        <td>${action}${why === undefined ? undefined : html` <span class="quiet">${why}</span>`}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words.who}</th>
        <th scope="col">${words.within}</th>
        <th scope="col">${words.what}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
