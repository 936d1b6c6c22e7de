import { DateTime } from 'luxon';
import type { Settings } from '../../settings/schema.ts';

export type OfficeHours = Settings['officeHours'];

/** While somebody is at the desk. Milliseconds since 1970; `to` is the first moment when nobody is. */
export type Opening = { from: number; to: number };

/** Nobody closes a desk for longer; it also ends the search in a year without an opening. */
const longestClosedDays = 400;

export function isOpen(hours: OfficeHours, at: number): boolean {
  return closingAfter(hours, at) > at;
}

/** When the desk closes that is open at this time; the time itself when it is closed. */
export function closingAfter(hours: OfficeHours, at: number): number {
  const [first] = openingsAfter(hours, at);
  return first !== undefined && first.from <= at ? first.to : at;
}

/** When the desk opens next; of one that is open, the time after. `undefined` when it never does. */
export function nextOpening(hours: OfficeHours, at: number): number | undefined {
  for (const { from } of openingsAfter(hours, at)) if (from > at) return from;
  return undefined;
}

/** When so much time has been spent with the desk open; `undefined` when it never is. */
export function addOpenTime(hours: OfficeHours, from: number, spentMs: number): number | undefined {
  let left = spentMs;
  for (const opening of openingsAfter(hours, from)) {
    const start = Math.max(opening.from, from);
    if (opening.to - start >= left) return start + left;
    left -= opening.to - start;
  }
  return undefined;
}

/** How long the desk was open between two times; no more than `mostMs` is counted. */
export function openTimeBetween(hours: OfficeHours, from: number, to: number, mostMs: number): number {
  let spentMs = 0;
  for (const opening of openingsAfter(hours, from)) {
    if (opening.from >= to || spentMs >= mostMs) break;
    spentMs += Math.max(0, Math.min(opening.to, to) - Math.max(opening.from, from));
  }
  return Math.min(spentMs, mostMs);
}

/** Every opening that ends after this time, in order. Those that touch or overlap are one. */
function* openingsAfter(hours: OfficeHours, at: number): Generator<Opening> {
  let current: Opening | undefined;
  for (const opening of dailyOpenings(hours, at)) {
    if (opening.to <= at) continue;
    if (current === undefined) current = opening;
    else if (opening.from <= current.to) current = { ...current, to: Math.max(current.to, opening.to) };
    else {
      yield current;
      current = opening;
    }
  }
  if (current !== undefined) yield current;
}

function* dailyOpenings({ timeZone, days, closed }: OfficeHours, at: number): Generator<Opening> {
  const first = DateTime.fromMillis(at, { zone: timeZone }).startOf('day');
  for (let count = 0; count < longestClosedDays; count++) {
    const day = first.plus({ days: count });
    if (closed.includes(day.toISODate() ?? '')) continue;
    const openings = days
      .filter((one) => one.day === day.weekday)
      .map(({ from, to }) => ({ from: timeOn(day, from), to: timeOn(day, to) }));
    yield* openings.filter(({ from, to }) => from < to).toSorted((one, other) => one.from - other.from);
  }
}

/** By the clock on the wall, so that a day on which the clocks change opens when the others do. */
function timeOn(day: DateTime, time: string): number {
  if (time === '24:00') return day.plus({ days: 1 }).startOf('day').toMillis();
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
