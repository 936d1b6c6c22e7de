import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { addAuditRow } from './desk-audit.ts';
import type { ClaimedRow, OutboxOutcome, OutboxStorage, StepKey, TicketSight } from './outbox-port.ts';
import type { OutboxRow } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

/** A target that turns away everything gives up more than anybody reads; the others show once these are sent or gone. */
const mostDead = 500;

/** Messages out, on any engine that Kysely speaks to. */
export function outboxIn(db: Kysely<Tables>): OutboxStorage {
  return {
    claimOutbox: (nowIso, limit, leaseMs) =>
      db.transaction().execute(async (transaction) => {
        const due = await dueRows(transaction, nowIso, limit);
        const leasedUntil = new Date(Date.parse(nowIso) + leaseMs).toISOString();
        for (const { id, attempts } of due)
          await transaction
            .updateTable('outbox')
            .set({ leased_until: leasedUntil, attempts: attempts + 1 })
            .where('id', '=', id)
            .execute();
        return due.map((row) => toClaimed(row, leasedUntil));
      }),

    async settleOutbox({ id, attempts }, outcome) {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ ...settled(outcome), leased_until: null })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .where('delivered_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async deadLetters(clients) {
      let query = db
        .selectFrom('outbox')
        .innerJoin('cases', 'cases.id', 'outbox.case_id')
        .select(['outbox.id', 'target', 'topic', 'case_id as case', 'cases.client', 'attempts'])
        .select(['dead_at', 'last_error'])
        .where('dead_at', 'is not', null)
        .orderBy('dead_at')
        .orderBy('outbox.position')
        .limit(mostDead);
      if (clients !== 'all') query = query.where('cases.client', 'in', [...clients]);
      const rows = await query.execute();
      return rows.map(({ dead_at: deadAt, last_error: lastError, ...row }) => ({
        ...row,
        deadAt: deadAt ?? '',
        lastError: lastError ?? '',
      }));
    },

    retryOutbox: (id, clients, audit) =>
      db.transaction().execute(async (transaction) => {
        let theirs = transaction.selectFrom('cases').select('id');
        if (clients !== 'all') theirs = theirs.where('client', 'in', [...clients]);
        const { numUpdatedRows } = await transaction
          .updateTable('outbox')
          .set({ dead_at: null, next_at: null, leased_until: null, attempts: 0 })
          .where('id', '=', id)
          .where('dead_at', 'is not', null)
          .where('case_id', 'in', theirs)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await addAuditRow(transaction, audit);
        return true;
      }),

    ...ticketsIn(db),
    ...stepsIn(db),
  };
}

/** Adds messages in the transaction of what they are about, in their order. */
export async function writeOutbox(
  db: Transaction<Tables>,
  rows: readonly OutboxRow[],
  at: string,
): Promise<void> {
  for (const { payload, ...row } of rows) {
    const { last } = await db
      .selectFrom('outbox')
      .select((outbox) => outbox.fn.max('position').as('last'))
      .executeTakeFirstOrThrow();
    await db
      .insertInto('outbox')
      .values({
        ...row,
        payload: toJson(payload),
        created_at: at,
        case_id: caseIn(payload),
        position: (last ?? 0) + 1,
        attempts: 0,
      })
      .execute();
  }
}

/** The one thing that storage reads in a payload: what has no case waits for nothing and is delivered alone. */
function caseIn(payload: unknown): string {
  const isRecord = typeof payload === 'object' && payload !== null && 'case' in payload;
  return isRecord && typeof payload.case === 'string' ? payload.case : '';
}

async function dueRows(
  db: Transaction<Tables>,
  nowIso: string,
  limit: number,
): Promise<Selectable<Tables['outbox']>[]> {
  return await db
    .selectFrom('outbox')
    .selectAll()
    .where('delivered_at', 'is', null)
    .where('dead_at', 'is', null)
    .where((row) => row.or([row('next_at', 'is', null), row('next_at', '<=', nowIso)]))
    .where((row) => row.or([row('leased_until', 'is', null), row('leased_until', '<=', nowIso)]))
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('outbox as earlier')
            .select('earlier.id')
            .whereRef('earlier.case_id', '=', 'outbox.case_id')
            .whereRef('earlier.target', '=', 'outbox.target')
            .whereRef('earlier.position', '<', 'outbox.position')
            .where('earlier.case_id', '<>', '')
            .where('earlier.delivered_at', 'is', null)
            .where('earlier.dead_at', 'is', null),
        ),
      ),
    )
    .orderBy('position')
    .limit(limit)
    .execute();
}

function toClaimed(row: Selectable<Tables['outbox']>, leasedUntil: string): ClaimedRow {
  const { id, target, topic, payload, case_id: caseId, attempts } = row;
  return { id, target, topic, payload: fromJson(payload), case: caseId, attempts: attempts + 1, leasedUntil };
}

function settled(outcome: OutboxOutcome) {
  switch (outcome.kind) {
    case 'delivered':
      return { delivered_at: outcome.at, next_at: null, last_error: null };
    case 'later':
      return { next_at: outcome.nextAt, last_error: outcome.error };
    case 'dead':
      return { dead_at: outcome.at, last_error: outcome.error };
  }
}

function ticketsIn(db: Kysely<Tables>): Pick<OutboxStorage, 'ticketOf' | 'ticketsOf' | 'keepTicket'> {
  return {
    async ticketOf(caseId, target) {
      const row = await db
        .selectFrom('tickets')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('target', '=', target)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { case_id: _, ...ticket } = row;
      return { case: caseId, ...ticket };
    },

    async ticketsOf(caseId) {
      const made = await db
        .selectFrom('tickets')
        .select(['target', 'reference', 'url', 'state'])
        .where('case_id', '=', caseId)
        .orderBy('target')
        .execute();
      const known = new Set(made.map(({ target }) => target));
      return [...made, ...(await unmade(db, caseId)).filter(({ target }) => !known.has(target))];
    },

    keepTicket: ({ case: caseId, ...ticket }, step) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .replaceInto('tickets')
          .values({ case_id: caseId, ...ticket })
          .execute();
        if (step !== undefined) await finish(transaction, step, step.at);
      }),
  };
}

/** Targets where something about the case still waits, or was given up. */
async function unmade(db: Kysely<Tables>, caseId: string): Promise<TicketSight[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['target', sql<number>`max(dead_at is not null)`.as('failed')])
    .where('case_id', '=', caseId)
    .where('delivered_at', 'is', null)
    .groupBy('target')
    .orderBy('target')
    .execute();
  return rows.map(({ target, failed }) => ({
    target,
    reference: null,
    url: null,
    state: failed === 1 ? 'failed' : 'waiting',
  }));
}

function stepsIn(
  db: Kysely<Tables>,
): Pick<OutboxStorage, 'readStep' | 'beginStep' | 'finishStep' | 'dropStep'> {
  return {
    async readStep(key) {
      const row = await db
        .selectFrom('outbox_steps')
        .select(['begun_at', 'done_at'])
        .where('case_id', '=', key.case)
        .where('target', '=', key.target)
        .where('step', '=', key.step)
        .executeTakeFirst();
      return row && { begunAt: row.begun_at, doneAt: row.done_at };
    },

    async beginStep({ case: caseId, target, step }, at) {
      await db
        .replaceInto('outbox_steps')
        .values({ case_id: caseId, target, step, begun_at: at, done_at: null })
        .execute();
    },

    finishStep: (key, at) => finish(db, key, at),

    async dropStep(key) {
      await db
        .deleteFrom('outbox_steps')
        .where('case_id', '=', key.case)
        .where('target', '=', key.target)
        .where('step', '=', key.step)
        .execute();
    },
  };
}

async function finish(db: Kysely<Tables>, key: StepKey, at: string): Promise<void> {
  await db
    .updateTable('outbox_steps')
    .set({ done_at: at })
    .where('case_id', '=', key.case)
    .where('target', '=', key.target)
    .where('step', '=', key.step)
    .execute();
}
