import { DateTime } from 'luxon';
import type { Settings } from '../../settings/schema.ts';
import type { VersionedCase } from '../../storage/desk-port.ts';
import type { Viewer } from './access.ts';
import { Closing, type Clock, type DeskBrief, type Insights, type Overdue } from './api.ts';
import type { DeskOptions } from './options.ts';
import { overdueIn } from './overdue.ts';
import { readBrief } from './read-brief.ts';

const shownWeeks = 12;

type Days = { from: string; to: string };

/** Figures over the cases of these days, of the clients that whoever asks may see. */
export async function gatherInsights(
  options: DeskOptions,
  viewer: Viewer,
  asked: { from?: string | undefined; to?: string | undefined },
): Promise<Insights> {
  const { storage, settings, clockOf, knowledge, now } = options;
  const zone = settings.officeHours.timeZone;
  const today = DateTime.fromJSDate(now(), { zone });
  const to = asked.to ?? today.toISODate() ?? '';
  const from =
    asked.from ??
    DateTime.fromISO(to, { zone })
      .startOf('week')
      .minus({ weeks: shownWeeks - 1 })
      .toISODate() ??
    to;
  const until = DateTime.fromISO(to, { zone }).plus({ days: 1 });
  const cases = await storage.casesOpened(
    viewer.clients,
    startOf(DateTime.fromISO(from, { zone })),
    startOf(until),
  );
  return countInsights({ from, to }, cases, {
    zone,
    clockOf: (found) => clockOf(found, now()),
    overdue: overdueIn(knowledge(), today.toISODate() ?? to),
  });
}

type Facts = {
  zone: Settings['officeHours']['timeZone'];
  clockOf: (found: VersionedCase) => Clock;
  overdue: Overdue[];
};

/** The figures of these cases. A week begins on Monday, in the time zone of the office. */
export function countInsights(days: Days, cases: readonly VersionedCase[], facts: Facts): Insights {
  const read = cases.map((found) => ({ found, brief: readBrief(found) }));
  const closings = cases.flatMap(({ closing }) => Closing.safeParse(closing).data ?? []);
  const told = (answer: Closing['botWasRight']): number =>
    closings.filter(({ botWasRight }) => botWasRight === answer).length;
  const ended = (outcome: Closing['outcome']): number =>
    closings.filter((closing) => closing.outcome === outcome).length;
  return {
    ...days,
    callsPerWeek: callsPerWeek(read, facts),
    byAuthority: byAuthority(read),
    firstAnswer: firstAnswer(cases, facts),
    verdicts: { right: told('yes'), wrong: told('no'), unsure: told('unsure') },
    outcomes: {
      scam: ended('scam'),
      genuine: ended('genuine'),
      sales: ended('sales'),
      unsure: ended('unsure'),
    },
    overdue: facts.overdue,
  };
}

type Closing = NonNullable<ReturnType<typeof Closing.safeParse>['data']>;

/** A case with its brief, which takes a while to read. */
type Read = { found: VersionedCase; brief: DeskBrief };

function callsPerWeek(cases: readonly Read[], { zone }: Facts): Insights['callsPerWeek'] {
  const calls = cases.map(({ found, brief }) => ({
    week: weekOf(found, zone),
    scam: brief.judgement?.scam?.title ?? null,
  }));
  const groups = Map.groupBy(calls, ({ week, scam }) => JSON.stringify([week, scam]));
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [{ ...first, count: others.length + 1 }]))
    .toSorted((a, b) => a.week.localeCompare(b.week) || b.count - a.count);
}

/** Under the spelling that is told most; names that differ in capitals alone are one. */
function byAuthority(cases: readonly Read[]): Insights['byAuthority'] {
  const claims = cases.flatMap(({ brief }) => brief.caller.claimed?.trim() ?? []);
  const groups = Map.groupBy(
    claims.filter((claim) => claim !== ''),
    (claim) => claim.toLowerCase(),
  );
  return [...groups.values()]
    .map((spellings) => ({ authority: mostFrequent(spellings), count: spellings.length }))
    .toSorted((a, b) => b.count - a.count || a.authority.localeCompare(b.authority));
}

function mostFrequent(spellings: readonly string[]): string {
  const counted = [...Map.groupBy(spellings, (spelling) => spelling)];
  return counted.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}

function firstAnswer(cases: readonly VersionedCase[], { zone, clockOf }: Facts): Insights['firstAnswer'] {
  const answered = cases.filter(({ acceptedAt }) => acceptedAt !== null);
  const weeks = Map.groupBy(answered, (found) => weekOf(found, zone));
  return [...weeks]
    .map(([week, group]) => ({
      week,
      medianMinutes: Math.round(median(group.map(minutesUntilAnswer)) * 10) / 10,
      withinLevel: Math.round(
        (100 * group.filter((found) => clockOf(found).state === 'met').length) / group.length,
      ),
    }))
    .toSorted((a, b) => a.week.localeCompare(b.week));
}

function minutesUntilAnswer({ openedAt, acceptedAt }: VersionedCase): number {
  return (Date.parse(acceptedAt ?? openedAt) - Date.parse(openedAt)) / 60_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor((sorted.length - 1) / 2);
  const [low = 0, high = low] = sorted.slice(middle, middle + 2);
  return sorted.length % 2 === 1 ? low : (low + high) / 2;
}

function weekOf({ openedAt }: VersionedCase, zone: string): string {
  return DateTime.fromISO(openedAt, { zone }).startOf('week').toISODate() ?? openedAt.slice(0, 10);
}

function startOf(day: DateTime): string {
  return day.startOf('day').toUTC().toISO() ?? '';
}
