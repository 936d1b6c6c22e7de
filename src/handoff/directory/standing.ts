import { DateTime } from 'luxon';
import { mayClientBeSeen, type Viewer } from '../desk/access.ts';
import { notFound } from '../desk/refusal.ts';
import type { Known } from './content.ts';
import type { DirectoryDesk } from './options.ts';

/** The day it is where the desk is, as `2026-11-21`. */
export function todayAt({ settings, now }: Pick<DirectoryDesk, 'settings' | 'now'>): string {
  return DateTime.fromJSDate(now(), { zone: settings.officeHours.timeZone }).toISODate() ?? '';
}

/** What entries are checked against. */
export function knownTo(desk: Pick<DirectoryDesk, 'settings' | 'now' | 'knowledge'>): Known {
  return { authorities: desk.knowledge().authorities.map(({ id }) => id), today: todayAt(desk) };
}

/** A client that is not there and one that somebody may not see look the same. */
export function checkClient(
  { settings }: Pick<DirectoryDesk, 'settings'>,
  viewer: Viewer,
  client: string,
): void {
  if (!settings.clients.some(({ id }) => id === client) || !mayClientBeSeen(viewer.clients, client))
    throw notFound('client');
}
