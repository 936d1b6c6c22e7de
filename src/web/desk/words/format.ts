/** Dates and amounts as the reader's own device writes them. */
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const formatDay = (at: string): string => day.format(new Date(at));
export const formatShortDay = (at: string): string => shortDay.format(new Date(at));
/** A day with its year; `2026-11-21` is that day everywhere. */
export const formatDate = (at: string): string => date.format(new Date(at));
export const formatTime = (at: string): string => time.format(new Date(at));
export const formatDayAndTime = (at: string): string => dayAndTime.format(new Date(at));
/** With the zone, for the tip over a short time. */
export const formatFull = (at: string): string => full.format(new Date(at));
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
