const locale = 'en-GB';

type Formats = Readonly<Record<'day' | 'time' | 'dayAndTime' | 'full', Intl.DateTimeFormat>>;

let formats = formatsIn('Europe/London');

/** Everybody at the desk sees the time of the office, as tickets and promises to staff tell it, wherever their browser is. */
export function showTimesIn(timeZone: string): void {
  formats = formatsIn(timeZone);
}

function formatsIn(timeZone: string): Formats {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return {
    day: new Intl.DateTimeFormat(locale, { timeZone, ...day }),
    time: new Intl.DateTimeFormat(locale, { timeZone, ...time }),
    dayAndTime: new Intl.DateTimeFormat(locale, { timeZone, ...day, ...time }),
    full: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'long' }),
  };
}

const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

export const formatDay = (at: string): string => formats.day.format(new Date(at));
/** A day without its year; `2026-11-21` is that day everywhere. */
export const formatShortDay = (at: string): string => shortDay.format(new Date(at));
/** A day with its year; `2026-11-21` is that day everywhere. */
export const formatDate = (at: string): string => date.format(new Date(at));
export const formatTime = (at: string): string => formats.time.format(new Date(at));
export const formatDayAndTime = (at: string): string => formats.dayAndTime.format(new Date(at));
/** With the zone, for the tip over a short time. */
export const formatFull = (at: string): string => formats.full.format(new Date(at));
export const formatNumber = (amount: number): string => number.format(amount);

const minuteMs = 60_000;
const steps = [
  { unit: 'minute', ms: minuteMs, until: 60 * minuteMs },
  { unit: 'hour', ms: 60 * minuteMs, until: 48 * 60 * minuteMs },
  { unit: 'day', ms: 24 * 60 * minuteMs, until: Infinity },
] as const;

/** `3 minutes ago`, `in 2 days`, `just now`. */
export function formatAgo(at: string, nowMs: number): string {
  const differenceMs = new Date(at).getTime() - nowMs;
  const size = Math.abs(differenceMs);
  if (size < minuteMs) return differenceMs > 0 ? 'in less than a minute' : 'just now';
  const step = steps.find(({ until }) => size < until) ?? steps[2];
  return relative.format(Math.trunc(differenceMs / step.ms), step.unit);
}

/** `4:05` under an hour, `2 h 10 min` under two days, `3 days` beyond. */
export function formatSpan(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${formatNumber(bytes / 1000)} kB` : `${formatNumber(bytes / 1_000_000)} MB`;
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .slice(0, 3)
    .join('');
