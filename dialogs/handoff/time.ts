import type { Talk } from '../talk.ts';

/** A time as people say it where the organisation is: the hour alone when it is today, else with the day. */
export function timeInWords(talk: Talk, at: string): string {
  return isToday(talk, at) ? write(talk, at, clock) : write(talk, at, { ...day, ...clock });
}

const clock = { hour: '2-digit', minute: '2-digit' } as const;
const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;

function isToday(talk: Talk, at: string): boolean {
  return write(talk, at, day) === write(talk, talk.context.now, day);
}

function write({ context }: Talk, at: string, format: Intl.DateTimeFormatOptions): string {
  const { language, timeZone } = context;
  return new Intl.DateTimeFormat(language, { ...format, timeZone }).format(new Date(at));
}
