import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { initialState } from '../../dialog/state.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Deleted, RecordKind, UpkeepStorage } from '../../storage/upkeep-port.ts';
import type { FileStore } from '../files.ts';

type Log = Record<'info' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type PurgeOptions = {
  storage: Pick<UpkeepStorage, 'purge' | 'flush'>;
  files: Pick<FileStore, 'sweep'>;
  retention: Settings['retention'];
  log: Log;
};

/** Deletes what is older than the settings allow; how many rows of each table, and how many files. */
export async function purge(
  { storage, files, retention, log }: PurgeOptions,
  now: Date,
): Promise<{ rows: Deleted; files: number }> {
  const at = now.toISOString();
  const rows = await storage.purge(cutoffs(retention, now), initialState(), (deleted) => ({
    at,
    who: 'callcheck',
    what: 'purged',
    about: 'retention',
    detail: deleted,
  }));
  const swept = await files.sweep();
  if (Object.keys(rows).length > 0) await storage.flush();
  log.info({ rows, files: swept }, 'what was old was deleted');
  return { rows, files: swept };
}

export function cutoffs(retention: Settings['retention'], now: Date): Record<RecordKind, string> {
  const before = (kind: RecordKind): string =>
    new Date(now.getTime() - retention[kind] * 24 * 60 * 60_000).toISOString();
  return {
    conversations: before('conversations'),
    cases: before('cases'),
    files: before('files'),
    callRecords: before('callRecords'),
    sessions: before('sessions'),
    audit: before('audit'),
  };
}

/** At night, when few people chat; by the clock on the wall. */
const purgeHour = 3;

/** When the next daily purge is due. */
export function nextPurge(now: Date, timeZone: string): Date {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const today = local.startOf('day').set({ hour: purgeHour });
  return (today > local ? today : local.plus({ days: 1 }).startOf('day').set({ hour: purgeHour })).toJSDate();
}

/** Purges at the start and every night, until it is stopped. What fails is tried again the next night. */
export function keepPurging(
  options: PurgeOptions & { timeZone: string; now: () => Date },
): () => Promise<void> {
  const stopped = new AbortController();
  const running = run(options, stopped.signal);
  return async () => {
    stopped.abort();
    await running;
  };
}

async function run(
  options: PurgeOptions & { timeZone: string; now: () => Date },
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    const now = options.now();
    await purge(options, now).catch((error: unknown) =>
      options.log.error({ err: error }, 'what is old could not be deleted; it is tried again tomorrow'),
    );
    const waitMs = Math.max(1000, nextPurge(now, options.timeZone).getTime() - options.now().getTime());
    await sleep(waitMs, undefined, { signal: stopped, ref: false }).catch(() => undefined);
  }
}
