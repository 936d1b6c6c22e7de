import type { Kysely, Selectable } from 'kysely';
import * as z from 'zod';
import { deliveriesIn } from './alert-deliveries.ts';
import type { AlertStorage, StoredAlert } from './alerts-port.ts';
import { addAuditRow } from './desk-audit.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

const listLimit = 200;

/** Alerts to staff and who got them, on any engine that Kysely speaks to. */
export function alertsIn(db: Kysely<Tables>): AlertStorage {
  return { ...alertRowsIn(db), ...deliveriesIn(db) };
}

function alertRowsIn(
  db: Kysely<Tables>,
): Pick<AlertStorage, 'addAlert' | 'changeAlert' | 'readAlert' | 'listAlerts' | 'activeAlerts'> {
  return {
    addAlert: (alert, audit) =>
      db.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('alerts')
          .values(toRow({ ...alert, version: 1 }))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        await addAuditRow(transaction, audit);
        return true;
      }),

    changeAlert: (id, version, changes, audit) =>
      db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('alerts')
          .selectAll()
          .where('id', '=', id)
          .where('version', '=', version)
          .executeTakeFirst();
        if (row === undefined) return false;
        const changed = toRow({ ...toAlert(row), ...changes, version: version + 1 });
        await transaction.updateTable('alerts').set(changed).where('id', '=', id).execute();
        await addAuditRow(transaction, audit);
        return true;
      }),

    async readAlert(id) {
      const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toAlert(row);
    },

    async listAlerts(clients) {
      const listed = db.selectFrom('alerts').selectAll();
      const theirs = clients === 'all' ? listed : listed.where('client', 'in', [...clients]);
      const rows = await theirs
        .orderBy((row) => row.case().when('status', '=', 'draft').then(0).else(1).end())
        .orderBy((row) => row.fn.coalesce('approved_at', 'drafted_at'), 'desc')
        .orderBy('id')
        .limit(listLimit)
        .execute();
      return rows.map(toAlert);
    },

    async activeAlerts(at, client) {
      const active = db
        .selectFrom('alerts')
        .selectAll()
        .where('status', '=', 'approved')
        .where('expires_at', '>', at);
      const theirs = client === undefined ? active : active.where('client', '=', client);
      const rows = await theirs.orderBy('approved_at').orderBy('id').execute();
      return rows.map(toAlert);
    },
  };
}

/** Names and ids of technicians, or the campaign for which nobody stands. */
const By = z.object({ id: z.string(), name: z.string() }).nullable();
const Groups = z.array(z.string());

function toRow(alert: StoredAlert): Selectable<Tables['alerts']> {
  const { id, client, campaign, status, version } = alert;
  return {
    id,
    client,
    campaign,
    status,
    version,
    content: toJson(alert.content),
    groups: toJson(alert.groups),
    drafted_by: toJson(alert.draftedBy),
    drafted_at: alert.draftedAt,
    approved_by: toJson(alert.approvedBy),
    approved_at: alert.approvedAt,
    expires_at: alert.expiresAt,
    withdrawn_by: toJson(alert.withdrawnBy),
    withdrawn_at: alert.withdrawnAt,
  };
}

function toAlert(row: Selectable<Tables['alerts']>): StoredAlert {
  const { id, client, campaign, status, version } = row;
  return {
    id,
    client,
    campaign,
    status,
    version,
    content: fromJson(row.content),
    groups: Groups.parse(fromJson(row.groups)),
    draftedBy: By.parse(fromJson(row.drafted_by)),
    draftedAt: row.drafted_at,
    approvedBy: By.parse(fromJson(row.approved_by)),
    approvedAt: row.approved_at,
    expiresAt: row.expires_at,
    withdrawnBy: By.parse(fromJson(row.withdrawn_by)),
    withdrawnAt: row.withdrawn_at,
  };
}
