import { priorities, type Priority } from '../../dialog/brief.ts';
import type { Settings } from '../../settings/schema.ts';
import type { StoredCase } from '../../storage/port.ts';
import type { Clock } from '../desk/api.ts';
import { addOpenTime, nextOpening, openTimeBetween } from './office-hours.ts';

export type LevelSettings = Pick<Settings, 'serviceLevels' | 'officeHours' | 'onCall'>;

const minuteMs = 60_000;

/** A case that waited ten times as long as it should have needs no better figure. */
const mostShare = 1000;

/**
 * The clock of a case: how much of the time until somebody takes it is used. It stands still once somebody took the case for the
 * first time, or it was closed.
 */
export function clockOf(
  found: Pick<StoredCase, 'priority' | 'openedAt' | 'acceptedAt' | 'closedAt'>,
  now: Date,
  settings: LevelSettings,
): Clock {
  const opened = Date.parse(found.openedAt);
  const priority = readPriority(found.priority);
  const due = dueAfter(settings, priority, opened);
  const ended = found.acceptedAt ?? found.closedAt;
  const until = ended === null ? now.getTime() : Date.parse(ended);
  const share = shareUsed(settings, priority, { since: opened, until });
  return {
    dueAt: due === undefined ? null : new Date(due).toISOString(),
    share,
    state: stateOf(found, due === undefined || until <= due),
  };
}

function stateOf(
  { acceptedAt, closedAt }: Pick<StoredCase, 'acceptedAt' | 'closedAt'>,
  isInTime: boolean,
): Clock['state'] {
  if (acceptedAt !== null) return isInTime ? 'met' : 'missed';
  if (closedAt !== null) return 'stopped';
  return isInTime ? 'running' : 'missed';
}

/** When somebody should have taken a case that waits since then; `undefined` when the desk never opens. */
export function dueAfter(settings: LevelSettings, priority: Priority, since: number): number | undefined {
  const allowedMs = settings.serviceLevels[priority] * minuteMs;
  return runsAlways(settings, priority)
    ? since + allowedMs
    : addOpenTime(settings.officeHours, since, allowedMs);
}

/**
 * What the person is promised: by when somebody at the desk answers a case that is opened now, for every priority that is ever
 * answered. Only hours in which the desk is open count. Who is on call is rung, and what they may do earlier is not promised.
 */
export function answerTimes(settings: LevelSettings, now: Date): Partial<Record<Priority, string>> {
  const times = priorities.map(
    (priority) => [priority, promised(settings, priority, now.getTime())] as const,
  );
  return Object.fromEntries(
    times.flatMap(([priority, due]) =>
      due === undefined ? [] : [[priority, new Date(due).toISOString()] as const],
    ),
  );
}

/**
 * By when somebody answers a person who waits since then: what they were promised, while that is ahead; else as long after the desk
 * opens next. `undefined` when it never does.
 */
export function bookedFor(
  settings: LevelSettings,
  priority: Priority,
  since: number,
  now: Date,
): string | undefined {
  const first = promised(settings, priority, since);
  if (first !== undefined && first > now.getTime()) return new Date(first).toISOString();
  const opens = nextOpening(settings.officeHours, now.getTime());
  const next = opens === undefined ? undefined : promised(settings, priority, opens);
  return next === undefined ? undefined : new Date(next).toISOString();
}

function promised(
  { serviceLevels, officeHours }: LevelSettings,
  priority: Priority,
  since: number,
): number | undefined {
  return addOpenTime(officeHours, since, serviceLevels[priority] * minuteMs);
}

/** Per cent of the allowed time that is used, in whole numbers: 100 from the moment it is due. */
export function shareUsed(
  settings: LevelSettings,
  priority: Priority,
  { since, until }: { since: number; until: number },
): number {
  const allowedMs = settings.serviceLevels[priority] * minuteMs;
  const mostMs = (allowedMs * mostShare) / 100;
  const usedMs = runsAlways(settings, priority)
    ? Math.max(0, Math.min(until - since, mostMs))
    : openTimeBetween(settings.officeHours, since, until, mostMs);
  return Math.floor((100 * usedMs) / allowedMs);
}

/** An urgent case waits at night too, when there is somebody to ring. */
function runsAlways({ onCall }: LevelSettings, priority: Priority): boolean {
  return isUrgent(priority) && onCall.length > 0;
}

export function isUrgent(priority: Priority): boolean {
  return priority === 'P1' || priority === 'P2';
}

/** One that is not known counts as an ordinary one. */
export function readPriority(stored: string): Priority {
  return priorities.find((priority) => priority === stored) ?? 'P3';
}
