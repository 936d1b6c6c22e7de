import { sql, type Kysely } from 'kysely';
import { erasingIn } from './erase.ts';
import { purgeIn } from './purge.ts';
import type { Tables } from './tables.ts';
import type { UpkeepStorage } from './upkeep-port.ts';

/** What the clock, and whoever deletes what is old, need, on any engine that Kysely speaks to. */
export function upkeepIn(db: Kysely<Tables>): UpkeepStorage {
  return {
    ...purgeIn(db),
    ...erasingIn(db),

    async handledTimes(conversation, activities) {
      if (activities.length === 0) return new Map();
      const rows = await db
        .selectFrom('handled_activities')
        .select(['activity', 'handled_at'])
        .where('conversation', '=', conversation)
        .where('activity', 'in', [...activities])
        .execute();
      return new Map(rows.map(({ activity, handled_at: at }) => [activity, at]));
    },

    async waitingCases() {
      const attended = db.selectFrom('cases').select('conversation').where('status', '=', 'accepted');
      return await db
        .selectFrom('cases')
        .select(['id', 'version'])
        .where('status', '=', 'waiting')
        .where('conversation', 'not in', attended)
        .orderBy('priority')
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
    },

    /** Deleted rows are overwritten (`secure_delete`), but older pages lie in the log until it is emptied. */
    async flush() {
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
  };
}
