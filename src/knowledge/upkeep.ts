import type { Knowledge, Upkeep } from '../domain/knowledge.ts';
import type { Fault } from './fault.ts';
import type { Locate } from './references.ts';
import type { FolderName } from './schema.ts';

/** An entry that carries sources, an owner and review dates, and where it is kept. */
export type Kept = { folder: FolderName; entry: Upkeep & { id: string } };

/** Every entry that ages; questions and wording are our own words and do not. */
export function keptEntries(knowledge: Knowledge): Kept[] {
  return [
    ...kept('signals', knowledge.signals),
    ...kept('scams', knowledge.scams),
    ...kept('authorities', knowledge.authorities),
    ...kept('reporting', knowledge.reporting),
    ...kept('playbooks', knowledge.playbooks),
    ...kept('advice', knowledge.advice),
    ...kept('short-codes', knowledge.shortCodes),
  ];
}

function kept(folder: FolderName, entries: readonly (Upkeep & { id: string })[]): Kept[] {
  return entries.map((entry) => ({ folder, entry }));
}

/** Review dates that cannot be right, and sources that a reader could not follow or trust. */
export function checkUpkeep(knowledge: Knowledge, locate: Locate): Fault[] {
  return keptEntries(knowledge).flatMap(({ folder, entry }) => [
    ...(entry.reviewBy > entry.reviewed
      ? []
      : [{ ...locate(folder, entry.id, ['reviewBy']), ...tellDates(entry) }]),
    ...entry.sources.flatMap(({ url }, at) => {
      const told = tellAddress(url);
      return told ? [{ ...locate(folder, entry.id, ['sources', at, 'url']), ...told }] : [];
    }),
  ]);
}

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;

function tellDates({ reviewed, reviewBy }: Upkeep): Told {
  return {
    what: `reviewBy ${reviewBy} is not later than reviewed ${reviewed}`,
    why: 'it would be overdue from the first day',
    fix: 'choose a day after the review, at most a year on',
  };
}

/** Services that hide where a link leads. */
const shorteners = new Set(
  'bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly tiny.cc cutt.ly lnkd.in shorturl.at'.split(
    ' ',
  ),
);

function tellAddress(url: string): Told | undefined {
  const address = new URL(url);
  if (shorteners.has(address.hostname.replace(/^www\./, ''))) {
    return {
      what: `${url} is a shortened link`,
      why: 'nobody can see where it leads, and it can be pointed elsewhere',
      fix: 'open it and give the address it leads to',
    };
  }
  if (!/[{}<>]|%7[bd]/i.test(url)) return undefined;
  return {
    what: `${url} has a placeholder that was never filled in`,
    why: 'the page cannot be opened',
    fix: 'find the full address of the page',
  };
}

/** Entries whose review day has passed on `today` (`2026-11-21`), the longest overdue first. */
export function listOverdue(knowledge: Knowledge, today: string): Kept[] {
  return keptEntries(knowledge)
    .filter(({ entry }) => entry.reviewBy < today)
    .toSorted((one, other) => one.entry.reviewBy.localeCompare(other.entry.reviewBy));
}
