import type { Kysely, Selectable } from 'kysely';
import type { CaseEvent, Storage, StoredCase } from './port.ts';
import { fromJson, type Tables } from './tables.ts';

type Cases = Pick<Storage, 'readCase' | 'listCases'>;

/** Cases and their timeline, on any engine that Kysely speaks to. */
export function casesIn(db: Kysely<Tables>): Cases {
  return {
    async readCase(id) {
      const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { ...toCase(row), events: await readEvents(db, id) };
    },

    async listCases() {
      const rows = await db.selectFrom('cases').selectAll().orderBy('opened_at').orderBy('id').execute();
      return rows.map(toCase);
    },
  };
}

async function readEvents(db: Kysely<Tables>, id: string): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('case_events')
    .select(['at', 'kind', 'detail'])
    .where('case_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map(({ at, kind, detail }) => ({ at, kind, detail: fromJson(detail) }));
}

function toCase(row: Selectable<Tables['cases']>): StoredCase {
  return {
    id: row.id,
    conversation: row.conversation,
    openedAt: row.opened_at,
    priority: row.priority,
    brief: fromJson(row.brief),
  };
}
