import type { Priority } from '../../dialog/brief.ts';
import type { Settings } from '../../settings/schema.ts';
import { dueAfter, isUrgent, type LevelSettings } from './level.ts';
import { closingAfter } from './office-hours.ts';

export type LadderSettings = LevelSettings & Pick<Settings, 'onCallAfterMinutes'>;

/** Whom staff turn to when nobody is on call. */
export type ItDesk = { name: string; phone: string | undefined };

/** One thing that a person who waits is told, once. `at`: not before this time, milliseconds since 1970. */
export type Rung = {
  /** Stays the same for the same rung, however often the ladder is built. */
  name: string;
  at: number;
  /** So long after the rung before it at least, whenever that one came. */
  gapMs: number;
  /** Left out while the desk is open. */
  onlyWhenClosed: boolean;
  tells: { kind: 'number'; name: string; phone: string } | { kind: 'booked' };
};

/**
 * What a person is told while nobody takes their case, in order. Urgent cases get numbers to ring, one after the other: a P1 after a
 * few minutes, a P2 when its time is up, both as soon as the desk is closed. For the rest a time is booked when the desk closes, and
 * when their time is up there is the desk's number. No ladder is empty: without any number, a time is booked.
 */
export function buildLadder(
  priority: Priority,
  since: number,
  settings: LadderSettings,
  itDesk: ItDesk,
): Rung[] {
  const due = dueAfter(settings, priority, since) ?? since;
  const closing = closingAfter(settings.officeHours, since);
  const desk = itDesk.phone === undefined ? [] : [{ name: itDesk.name, phone: itDesk.phone }];
  if (!isUrgent(priority)) return [bookedAt(closing), ...lastRungs(desk, due)];
  const gapMs = settings.onCallAfterMinutes * 60_000;
  const numbers = [...settings.onCall, ...desk];
  // Without a number there is only the time, and the one they were told counts until it is over.
  const isAtOnce = priority === 'P1' && numbers.length > 0;
  return lastRungs(numbers, Math.min(closing, isAtOnce ? since + gapMs : due), gapMs);
}

type Number = { name: string; phone: string };

function bookedAt(closing: number): Rung {
  return { name: 'closed', at: closing, gapMs: 0, onlyWhenClosed: true, tells: { kind: 'booked' } };
}

/** Every number, and a time behind them: for whoever reached nobody at night, and where there is no number. */
function lastRungs(numbers: readonly Number[], first: number, gapMs = 0): Rung[] {
  return [
    ...numbers.map((number, place): Rung => ({
      name: `on-call-${place + 1}`,
      at: first + place * gapMs,
      gapMs: place === 0 ? 0 : gapMs,
      onlyWhenClosed: false,
      tells: { kind: 'number', ...number },
    })),
    {
      name: 'booked',
      at: first + numbers.length * gapMs,
      gapMs: numbers.length === 0 ? 0 : gapMs,
      onlyWhenClosed: numbers.length > 0,
      tells: { kind: 'booked' },
    },
  ];
}
