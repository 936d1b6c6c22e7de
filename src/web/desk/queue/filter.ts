import type { Priority, Status } from '../api/types.ts';
import { priorityIds } from '../words/labels.ts';
import { pick } from '../words/pick.ts';

/** What the list shows; it stands in the address, so that a reload shows the same and a list can be passed on. */
export type Filter = {
  show: 'open' | Status;
  client: string;
  priority: '' | Priority;
  mine: boolean;
  words: string;
};

export const shown = ['open', 'waiting', 'accepted', 'closed'] as const satisfies readonly Filter['show'][];

export function readFilter(search: URLSearchParams): Filter {
  return {
    show: pick(shown, search.get('show') ?? '') ?? 'open',
    client: search.get('client') ?? '',
    priority: pick(priorityIds, search.get('priority') ?? '') ?? '',
    mine: search.get('mine') === '1',
    words: search.get('q') ?? '',
  };
}

export function writeFilter({ show, client, priority, mine, words }: Filter): string {
  const search = new URLSearchParams({
    ...(show !== 'open' && { show }),
    ...(client && { client }),
    ...(priority && { priority }),
    ...(mine && { mine: '1' }),
    ...(words && { q: words }),
  });
  return search.size > 0 ? `#/cases?${search}` : '#/cases';
}

/** The question to the server. */
export function queryOf({ show, client, priority, mine, words }: Filter): string {
  const search = new URLSearchParams({
    status: show === 'open' ? 'waiting,accepted' : show,
    ...(client && { client }),
    ...(priority && { priority }),
    ...(mine && { mine: '1' }),
    ...(words.trim() && { q: words.trim() }),
  });
  return `/cases?${search}`;
}
