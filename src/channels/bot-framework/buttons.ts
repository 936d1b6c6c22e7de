import type { Offer } from '../../dialog/effect.ts';
import type { Json } from './card.ts';

/**
 * How a card's buttons work. Web Chat knows `Action.Submit` only; `on` is the card, where a late tap on it is to be known. In Teams `Action.Execute` lets the answer replace the card that it
 * stands on, whose id (`on`) goes along; clients that do not know it send the same as a message.
 */
export type Buttons = { kind: 'submit'; on?: string } | { kind: 'execute'; on: string };

/** Teams leaves out what is more than this in one row of buttons. */
const mostInRow = 6;

/** As the card's own actions; more than fit there stand in rows of about the same length in its body. */
export function renderOffers(offers: readonly Offer[], buttons: Buttons): { body: Json[]; actions: Json[] } {
  const actions = offers.map(({ label, tap }) => renderButton(label, tap, buttons));
  if (buttons.kind === 'submit' || actions.length <= mostInRow) return { body: [], actions };
  const perRow = Math.ceil(actions.length / Math.ceil(actions.length / mostInRow));
  const rows = actions.flatMap((_, at) => (at % perRow === 0 ? [actions.slice(at, at + perRow)] : []));
  return { body: rows.map((row) => ({ type: 'ActionSet', actions: row })), actions: [] };
}

/** `tap` is what comes back, as the reader of activities expects it. */
export function renderButton(
  title: string,
  tap: { verb: string } & Readonly<Record<string, unknown>>,
  buttons: Buttons,
): Json {
  const data = { callcheck: tap, ...(buttons.on !== undefined && { ask: buttons.on }) };
  if (buttons.kind === 'submit') return { type: 'Action.Submit', title, data };
  const fallback = { type: 'Action.Submit', title, data };
  return { type: 'Action.Execute', title, verb: tap.verb, data, fallback };
}
