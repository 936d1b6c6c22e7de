import type { Entry, EntryKind, GivenEntry } from '../../../handoff/directory/api.ts';

/** What stands in the form. An empty passphrase leaves it as it is; `drop` takes it away. */
export type Draft = Required<Omit<GivenEntry, 'passphrase'>> & { passphrase: string; drop: boolean };

const monthsToReview = 6;

export function draftOf(kind: EntryKind, entry: Entry | undefined): Draft {
  const { name = '', source = '', owner = '', since = '' } = entry ?? {};
  const { number, authority, login, deputy } = entry ?? {};
  return {
    kind,
    name,
    number: number ?? '',
    authority: authority ?? '',
    login: login ?? '',
    deputy: deputy ?? '',
    source,
    owner,
    since,
    reviewBy: entry !== undefined && !entry.overdue ? entry.reviewBy : inMonths(monthsToReview),
    passphrase: '',
    drop: false,
  };
}

export function givenOf({ passphrase, drop, ...given }: Draft): GivenEntry {
  if (drop) return { ...given, passphrase: '' };
  return passphrase.trim() === '' ? given : { ...given, passphrase };
}

function inMonths(months: number): string {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() + months, Math.min(day.getUTCDate(), 28));
  return day.toISOString().slice(0, 10);
}
