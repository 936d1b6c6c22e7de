import type { Kysely, Selectable } from 'kysely';
import type { ApiStorage, StoredCall } from './api-port.ts';
import { writeCase } from './cases.ts';
import { writeConsequences } from './consequences.ts';
import type { Tables } from './tables.ts';

type Calls = Pick<ApiStorage, 'keepCall' | 'readCall' | 'waitingCalls' | 'attachCall' | 'callsOf'>;
type Row = Selectable<Tables['call_records']>;

/** A day of a busy telephone system; the rest is looked at the next time. */
const mostWaiting = 500;

/** What telephone systems say about calls, on any engine that Kysely speaks to. */
export function callRecordsIn(db: Kysely<Tables>): Calls {
  return {
    async keepCall(call) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('call_records')
        .values({ ...toRow(call), case_id: null })
        .onConflict((conflict) => conflict.columns(['key_id', 'call']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return { outcome: 'new', call: { ...call, case: null } };
      const first = await db
        .selectFrom('call_records')
        .selectAll()
        .where('key_id', '=', call.key)
        .where('call', '=', call.call)
        .executeTakeFirstOrThrow();
      return { outcome: tellsSame(first, toRow(call)) ? 'same' : 'other', call: toCall(first) };
    },

    async readCall(id) {
      const row = await db.selectFrom('call_records').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toCall(row);
    },

    async waitingCalls(client, from, until) {
      let query = db
        .selectFrom('call_records')
        .selectAll()
        .where('case_id', 'is', null)
        .where('started_at', '>=', from)
        .where('started_at', '<=', until);
      if (client !== undefined) query = query.where('client', '=', client);
      const rows = await query.orderBy('started_at').orderBy('id').limit(mostWaiting).execute();
      return rows.map(toCall);
    },

    attachCall: (id, written, consequences) =>
      db.transaction().execute(async (transaction) => {
        const found = await transaction
          .selectFrom('call_records')
          .select('case_id')
          .where('id', '=', id)
          .executeTakeFirst();
        if (found?.case_id !== null) return 'taken';
        if (!(await writeCase(transaction, written))) return 'conflict';
        await writeConsequences(transaction, consequences);
        await transaction
          .updateTable('call_records')
          .set({ case_id: written.id })
          .where('id', '=', id)
          .execute();
        return 'attached';
      }),

    async callsOf(caseId) {
      const rows = await db
        .selectFrom('call_records')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map(toCall);
    },
  };
}

function toRow(call: Omit<StoredCall, 'case'>): Omit<Row, 'case_id'> {
  return {
    id: call.id,
    key_id: call.key,
    call: call.call,
    client: call.client,
    number: call.number,
    direction: call.direction,
    started_at: call.startedAt,
    ended_at: call.endedAt,
    extension: call.extension,
    person: call.person,
    recording: call.recording,
    received_at: call.receivedAt,
  };
}

function toCall(row: Row): StoredCall {
  return {
    id: row.id,
    key: row.key_id,
    call: row.call,
    client: row.client,
    number: row.number,
    direction: row.direction,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    extension: row.extension,
    person: row.person,
    recording: row.recording,
    receivedAt: row.received_at,
    case: row.case_id,
  };
}

const told = ['number', 'direction', 'started_at', 'ended_at', 'extension', 'person', 'recording'] as const;

function tellsSame(one: Omit<Row, 'case_id'>, other: Omit<Row, 'case_id'>): boolean {
  return told.every((column) => one[column] === other[column]);
}
