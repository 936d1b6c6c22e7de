import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';
import type { Deleted } from './upkeep-port.ts';

/** Counts what goes, by table. */
export type Tally = { add(table: string, rows: { numDeletedRows: bigint }): void; deleted(): Deleted };

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add(table, { numDeletedRows }) {
      if (numDeletedRows > 0n) counts.set(table, (counts.get(table) ?? 0) + Number(numDeletedRows));
    },
    deleted: () => Object.fromEntries(counts),
  };
}

/** The only transactions in which a timeline or the audit log may lose rows (migration 0010). */
export async function whilePurging<T>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('purging').values({ id: 1 }).execute();
    const result = await work(transaction);
    await transaction.deleteFrom('purging').execute();
    return result;
  });
}

/** Cases with all that hangs on them but their files. */
export async function deleteCases(
  db: Transaction<Tables>,
  ids: readonly string[],
  tally: Tally,
): Promise<void> {
  for (const id of ids) {
    for (const table of [
      'case_events',
      'tickets',
      'outbox_steps',
      'outbox',
      'threads',
      'thread_posts',
      'call_records',
      'checks',
      'sightings',
    ] as const)
      tally.add(table, await db.deleteFrom(table).where('case_id', '=', id).executeTakeFirstOrThrow());
    tally.add('cases', await db.deleteFrom('cases').where('id', '=', id).executeTakeFirstOrThrow());
  }
}
