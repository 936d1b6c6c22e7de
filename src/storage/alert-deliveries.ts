import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AlertClaim, AlertDelivery, AlertStorage } from './alerts-port.ts';
import type { Tables } from './tables.ts';

type Deliveries = Omit<
  AlertStorage,
  'addAlert' | 'changeAlert' | 'readAlert' | 'listAlerts' | 'activeAlerts'
>;

/** Who got which alert, on any engine that Kysely speaks to. */
export function deliveriesIn(db: Kysely<Tables>): Deliveries {
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

function toDelivery({
  claimed_at: claimedAt,
  settled_at: settledAt,
  answered_at: answeredAt,
  ...row
}: Selectable<Tables['alert_deliveries']>): AlertDelivery {
  return { ...row, claimedAt, settledAt, answeredAt };
}
