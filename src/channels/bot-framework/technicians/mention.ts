import type { Json } from '../card.ts';

/** Somebody to be called, by their object id. */
export type Mentioned = { object: string; name: string };

/** Their name as it stands in a TextBlock, and what Teams needs to make a mention of it. */
export function mentionOf({ object, name }: Mentioned): { text: string; entity: Json } {
  // Nothing that markdown or the tag itself would be read from.
  const text = `<at>${name.replaceAll(/[^\p{L}\p{N}.'’-]+/gu, ' ').trim()}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id: object, name } } };
}
