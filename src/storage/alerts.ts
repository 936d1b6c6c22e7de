import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import type { AlertClaim, AlertDelivery, AlertStorage, StoredAlert } from './alerts-port.ts';
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

type Deliveries = Omit<
  AlertStorage,
  'addAlert' | 'changeAlert' | 'readAlert' | 'listAlerts' | 'activeAlerts'
>;

function deliveriesIn(db: Kysely<Tables>): Deliveries {
  return {
    claimAlert: (claim) => db.transaction().execute((transaction) => takePlace(transaction, claim)),

    async setDelivery({ alert, person, way, login, conversation, state, why }) {
      await db
        .insertInto('alert_deliveries')
        .values({ alert, person, way, login, conversation, state, why, ...untouched })
        .onConflict((conflict) => conflict.columns(['alert', 'person']).doUpdateSet({ state, why }))
        .execute();
    },

    async settleDelivery(alert, person, at) {
      await db
        .updateTable('alert_deliveries')
        .set({ settled_at: at })
        .where('alert', '=', alert)
        .where('person', '=', person)
        .execute();
    },

    async deliveriesOf(alert) {
      const rows = await db
        .selectFrom('alert_deliveries')
        .selectAll()
        .where('alert', '=', alert)
        .orderBy('person')
        .execute();
      return rows.map(toDelivery);
    },

    async deliveryTo(alert, person) {
      const row = await findDelivery(db, { alert, person });
      return row && toDelivery(row);
    },

    async unsettledDeliveries(at) {
      const rows = await db
        .selectFrom('alert_deliveries')
        .innerJoin('alerts', 'alerts.id', 'alert_deliveries.alert')
        .selectAll('alert_deliveries')
        .where('way', '=', 'teams')
        .where('state', 'in', ['sent', 'sending'])
        .where('settled_at', 'is', null)
        .where((row) => row.or([row('status', '=', 'withdrawn'), row('expires_at', '<=', at)]))
        .orderBy('alert')
        .orderBy('person')
        .execute();
      return rows.map(toDelivery);
    },

    async moveDelivery(alert, person, conversation) {
      await db
        .updateTable('alert_deliveries')
        .set({ conversation })
        .where('alert', '=', alert)
        .where('person', '=', person)
        .execute();
    },

    async tallyAlerts(alerts) {
      if (alerts.length === 0) return [];
      const rows = await db
        .selectFrom('alert_deliveries')
        .select(['alert', 'way', 'state', 'answer', 'why'])
        .select((of) => of.fn.countAll<number | bigint | string>().as('people'))
        .where('alert', 'in', [...alerts])
        .groupBy(['alert', 'way', 'state', 'answer', 'why'])
        .execute();
      return rows.map((row) => ({ ...row, people: Number(row.people) }));
    },
  };
}

const untouched = { claimed_at: null, settled_at: null, answer: null, answered_at: null } as const;

/** What was held or could not be reached may be claimed again; everything else was given already. */
async function takePlace(
  db: Transaction<Tables>,
  { at, since, most, ...claim }: AlertClaim,
): Promise<'claimed' | 'had' | 'full'> {
  const before = await findDelivery(db, claim);
  if (before !== undefined && before.state !== 'held' && before.state !== 'unreachable') return 'had';
  const week = await claimedBy(db, claim);
  if (week.some(({ alert, person }) => alert === claim.alert && person !== claim.person)) return 'had';
  const isFull = week.filter(({ claimed_at: when }) => (when ?? '') > since).length >= most;
  const taken = isFull
    ? ({ state: 'held', claimed_at: null, why: null } as const)
    : ({ state: 'sending', claimed_at: at, why: null } as const);
  await db
    .insertInto('alert_deliveries')
    .values({ ...claim, ...untouched, ...taken })
    .onConflict((conflict) => conflict.columns(['alert', 'person']).doUpdateSet(taken))
    .execute();
  return isFull ? 'full' : 'claimed';
}

/** On this way or another; one that could not be reached after all left its place. */
async function claimedBy(
  db: Transaction<Tables>,
  { person, login }: Pick<AlertClaim, 'person' | 'login'>,
): Promise<readonly Pick<Selectable<Tables['alert_deliveries']>, 'alert' | 'person' | 'claimed_at'>[]> {
  return await db
    .selectFrom('alert_deliveries')
    .select(['alert', 'person', 'claimed_at'])
    .where('claimed_at', 'is not', null)
    .where('state', 'not in', ['unreachable', 'held', 'missed'])
    .where((row) =>
      row.or([row('person', '=', person), ...(login === null ? [] : [row('login', '=', login)])]),
    )
    .execute();
}

async function findDelivery(
  db: Kysely<Tables>,
  { alert, person }: Pick<AlertDelivery, 'alert' | 'person'>,
): Promise<Selectable<Tables['alert_deliveries']> | undefined> {
  return await db
    .selectFrom('alert_deliveries')
    .selectAll()
    .where('alert', '=', alert)
    .where('person', '=', person)
    .executeTakeFirst();
}

/**
 * What somebody answered to an alert that was given to them in this conversation; anything else changes nothing. Whoever has had the
 * call stays one who had it.
 */
export async function writeAlertAnswer(
  db: Transaction<Tables>,
  conversation: string,
  { alert, answer, at }: { alert: string; answer: string; at: string },
): Promise<void> {
  await db
    .updateTable('alert_deliveries')
    .set({ answer, answered_at: at, settled_at: at })
    .where('alert', '=', alert)
    .where('conversation', '=', conversation)
    .where((row) => row.or([row('answer', 'is', null), row('answer', '=', 'got-it')]))
    .execute();
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

function toDelivery({
  claimed_at: claimedAt,
  settled_at: settledAt,
  answered_at: answeredAt,
  ...row
}: Selectable<Tables['alert_deliveries']>): AlertDelivery {
  return { ...row, claimedAt, settledAt, answeredAt };
}
