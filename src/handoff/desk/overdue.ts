import type { Knowledge } from '../../domain/knowledge.ts';
import type { Overdue } from './api.ts';

/** Every entry of the knowledge whose day of review has passed, the oldest first. */
export function overdueIn(knowledge: Knowledge, today: string): Overdue[] {
  return entriesOf(knowledge)
    .filter(({ reviewBy }) => reviewBy < today)
    .toSorted((a, b) => a.reviewBy.localeCompare(b.reviewBy) || a.id.localeCompare(b.id));
}

type Entry = { id: string; reviewBy: string; title?: string; name?: string };

function entriesOf(knowledge: Knowledge): Overdue[] {
  const shelves: readonly (readonly [string, readonly Entry[]])[] = [
    ['signal', knowledge.signals],
    ['scam', knowledge.scams],
    ['authority', knowledge.authorities],
    ['reporting', knowledge.reporting],
    ['playbook', knowledge.playbooks],
    ['advice', knowledge.advice],
    ['short-code', knowledge.shortCodes],
    ['number', knowledge.numbers],
  ];
  return shelves.flatMap(([kind, entries]) =>
    entries.map(({ id, reviewBy, title, name }) => ({ kind, id, title: title ?? name ?? id, reviewBy })),
  );
}
