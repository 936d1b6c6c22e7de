import type { EntryKind } from '../dialog/anchor.ts';
import type { Knowledge } from '../domain/knowledge.ts';

/** What the catalogue is made for: whose region comes first, and the day that decides what is overdue. */
export type Readers = {
  /** The organisation's own: `GB`, or a nation such as `GB-SCT`. */
  region: string;
  /** ISO date. */
  today: string;
};

/** The knowledge as the catalogue shows it, with the titles by which entries name each other. */
export type Library = Readers & {
  knowledge: Knowledge;
  /** The title of a shown entry; nothing when there is no such entry to link to. */
  titleOf(kind: EntryKind, id: string): string | undefined;
};

/** Drafts stay out: nobody has checked them yet, and the assistant does not use them. */
export function createLibrary(all: Knowledge, readers: Readers): Library {
  const knowledge = { ...all, scams: all.scams.filter(({ status }) => status === 'published') };
  const titles: Readonly<Record<EntryKind, ReadonlyMap<string, string>>> = {
    scam: new Map(knowledge.scams.map(({ id, title }) => [id, title])),
    authority: new Map(knowledge.authorities.map(({ id, names }) => [id, names[0] ?? id])),
    signal: new Map(knowledge.signals.map(({ id, title }) => [id, title])),
    reporting: new Map(knowledge.reporting.map(({ id, name }) => [id, name])),
    playbook: new Map(knowledge.playbooks.map(({ id, title }) => [id, title])),
  };
  return { ...readers, knowledge, titleOf: (kind, id) => titles[kind].get(id) };
}
