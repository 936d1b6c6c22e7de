import { DateTime } from 'luxon';
import * as z from 'zod';
import type { DeskStorage } from '../../storage/desk-port.ts';

const lookBackDays = 30;

/** Scams that this client's people told of in the last month, the most frequent first. Other clients' cases are not counted. */
export async function mostSeenScams(
  storage: Pick<DeskStorage, 'casesOpened'>,
  client: string,
  now: Date,
): Promise<string[]> {
  const until = DateTime.fromJSDate(now, { zone: 'utc' });
  const from = until.minus({ days: lookBackDays });
  const cases = await storage.casesOpened([client], from.toISO() ?? '', until.toISO() ?? '');
  const scams = cases.flatMap(({ brief }) => Named.safeParse(brief).data?.judgement.scam.id ?? []);
  return [...Map.groupBy(scams, (id) => id)]
    .toSorted(([one, these], [other, those]) => those.length - these.length || one.localeCompare(other))
    .map(([id]) => id);
}

/** All that is wanted of a brief; reading the whole of it for every case takes long. */
const Named = z.object({ judgement: z.object({ scam: z.object({ id: z.string() }) }) });
