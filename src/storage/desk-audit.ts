import type { Kysely } from 'kysely';
import type { DeskStorage } from './desk-port.ts';
import type { AuditRow } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

/** The audit log as the desk adds to it and reads it. */
export function auditIn(db: Kysely<Tables>): Pick<DeskStorage, 'addAudit' | 'readAudit'> {
  return {
    addAudit: (row) => addAuditRow(db, row),

    async readAudit({ clients, reader, about, who, from, limit }) {
      let query = db.selectFrom('audit').selectAll().orderBy('position', 'desc').limit(limit);
      if (about !== undefined) query = query.where('about', '=', about);
      if (who !== undefined) query = query.where('who', '=', who);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (clients !== 'all')
        query = query.where((either) =>
          either.or([
            either('who', '=', reader),
            either(
              'about',
              'in',
              db
                .selectFrom('cases')
                .select('id')
                .where('client', 'in', [...clients]),
            ),
            either(
              'about',
              'in',
              db
                .selectFrom('directory_entries')
                .select('id')
                .where('client', 'in', [...clients]),
            ),
          ]),
        );
      const rows = await query.execute();
      return rows.map(({ at, who: by, what, about: of, detail }) => ({
        at,
        who: by,
        what,
        about: of,
        detail: fromJson(detail),
      }));
    },
  };
}

export async function addAuditRow(db: Kysely<Tables>, { detail, ...row }: AuditRow): Promise<void> {
  await db
    .insertInto('audit')
    .values({ ...row, detail: toJson(detail) })
    .execute();
}
