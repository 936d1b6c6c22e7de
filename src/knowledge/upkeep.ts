import type { Knowledge, Source, Upkeep } from '../domain/knowledge.ts';
import type { Fault } from './fault.ts';
import type { FieldPath, KnowledgeFile } from './file.ts';
import { tellAddress } from './lint/address.ts';
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
    ...kept('numbers', knowledge.numbers),
  ];
}

function kept(folder: FolderName, entries: readonly (Upkeep & { id: string })[]): Kept[] {
  return entries.map((entry) => ({ folder, entry }));
}

/** The lists that only the desk uses. */
function deskLists({ priorities, collect }: Knowledge): Due[] {
  return [
    { place: 'priorities.yaml', owner: priorities.owner, reviewBy: priorities.reviewBy },
    { place: 'collect.yaml', owner: collect.owner, reviewBy: collect.reviewBy },
  ];
}

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;

/** Review dates that cannot be right on this day, and sources that a reader could not follow or trust. */
export function checkUpkeep(knowledge: Knowledge, today: string, locate: Locate): Fault[] {
  return keptEntries(knowledge).flatMap(({ folder, entry }) =>
    checkDates(entry, today, (field) => locate(folder, entry.id, field)),
  );
}

/** The same for the lists that only the desk uses, each a file of its own. */
export function checkDeskLists(
  { priorities, collect }: Knowledge,
  today: string,
  files: Partial<Record<'priorities.yaml' | 'collect.yaml', KnowledgeFile>>,
): Fault[] {
  const at =
    (name: keyof typeof files): Place =>
    (field) => ({ path: files[name]?.path ?? name, line: files[name]?.lineOf(field) ?? 1 });
  return [
    ...checkDates(priorities, today, at('priorities.yaml')),
    ...checkDates(collect, today, at('collect.yaml')),
  ];
}

type Place = (field: FieldPath) => Pick<Fault, 'path' | 'line'>;

function checkDates(entry: Upkeep, today: string, at: Place): Fault[] {
  const dates = tellDates(entry, today);
  return [
    ...(dates ? [{ ...at([dates.field]), ...dates.told }] : []),
    ...entry.sources.flatMap((source, place) => tellSource(source, place, today, at)),
  ];
}

function tellDates({ reviewed, reviewBy }: Upkeep, today: string): { field: string; told: Told } | undefined {
  if (reviewed > today) return { field: 'reviewed', told: tellFuture('reviewed', reviewed) };
  if (reviewBy <= reviewed) {
    return {
      field: 'reviewBy',
      told: {
        what: `reviewBy ${reviewBy} is not later than reviewed ${reviewed}`,
        why: 'it would be overdue from the first day',
        fix: 'choose a day after the review, at most a year on',
      },
    };
  }
  if (reviewBy <= yearAfter(reviewed)) return undefined;
  return {
    field: 'reviewBy',
    told: {
      what: `reviewBy ${reviewBy} is more than a year after reviewed ${reviewed}`,
      why: 'numbers and rules change sooner than that',
      fix: `choose a day up to ${yearAfter(reviewed)}`,
    },
  };
}

function tellFuture(name: string, day: string): Told {
  return {
    what: `${name} ${day} is still to come`,
    why: 'nobody can have read it yet',
    fix: 'write the day it was really read',
  };
}

function yearAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
}

function tellSource({ url, checked }: Source, place: number, today: string, at: Place): Fault[] {
  const address = tellAddress(url);
  return [
    ...(address ? [{ ...at(['sources', place, 'url']), ...address }] : []),
    ...(checked > today ? [{ ...at(['sources', place, 'checked']), ...tellFuture('checked', checked) }] : []),
  ];
}

export type Due = Pick<Upkeep, 'owner' | 'reviewBy'> & { place: string };

/** What has a review day that has passed on `today` (`2026-11-21`), the longest overdue first. */
export function listOverdue(knowledge: Knowledge, today: string): Due[] {
  const entries = keptEntries(knowledge).map(({ folder, entry: { id, owner, reviewBy } }) => ({
    place: `${folder}/${id}.yaml`,
    owner,
    reviewBy,
  }));
  const held = knowledge.directory.map(({ name, owner, reviewBy }) => ({
    place: `directory.yaml: ${name}`,
    owner,
    reviewBy,
  }));
  return [...entries, ...held, ...deskLists(knowledge)]
    .filter(({ reviewBy }) => reviewBy < today)
    .toSorted((one, other) => one.reviewBy.localeCompare(other.reviewBy));
}
