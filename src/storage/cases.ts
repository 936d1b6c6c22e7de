import type { Kysely, Selectable, Transaction } from 'kysely';
import { writeConsequences } from './consequences.ts';
import type { CaseEvent, CaseFilter, Storage, StoredCase, WrittenCase } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type Cases = Pick<Storage, 'readCase' | 'listCases' | 'commitCase'>;

/** A desk that has more cases than this open has other troubles than a long list. */
const listLimit = 500;

/** Cases and their timeline, on any engine that Kysely speaks to. */
export function casesIn(db: Kysely<Tables>): Cases {
  return {
    async readCase(id) {
      const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
      return row && { ...toCase(row), events: await readEvents(db, id) };
    },

    async listCases(filter) {
      const rows = await matching(db, filter)
        .orderBy('priority')
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
      return rows.map(toCase);
    },

    commitCase: (written, consequences) =>
      db.transaction().execute(async (transaction) => {
        if (!(await writeCase(transaction, written))) return 'conflict';
        await writeConsequences(transaction, consequences);
        return 'committed';
      }),
  };
}

function matching(db: Kysely<Tables>, { clients, status, technician, since, conversation }: CaseFilter) {
  let query = db.selectFrom('cases').selectAll().limit(listLimit);
  if (clients !== 'all') query = query.where('client', 'in', [...clients]);
  if (status !== undefined) query = query.where('status', 'in', [...status]);
  if (technician !== undefined) query = query.where('technician_id', '=', technician);
  if (since !== undefined) query = query.where('opened_at', '>=', since);
  if (conversation !== undefined) query = query.where('conversation', '=', conversation);
  return query;
}

/** False when somebody changed the case since it was read. Another conversation's case is a fault of ours. */
export async function writeCase(
  db: Transaction<Tables>,
  written: WrittenCase,
  writer = written.conversation,
): Promise<boolean> {
  const { id, conversation, readVersion } = written;
  const found = await db
    .selectFrom('cases')
    .select(['conversation', 'version'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (conversation !== writer || (found && found.conversation !== writer))
    throw new Error(notTheirs(id, writer));
  if ((found?.version ?? 0) !== readVersion) return false;
  const row = toRow(written);
  if (found === undefined) await db.insertInto('cases').values(row).execute();
  else await db.updateTable('cases').set(row).where('id', '=', id).execute();
  return true;
}

function notTheirs(id: string, conversation: string): string {
  return (
    `Case ${id} belongs to another conversation than ${conversation}, so nothing of this turn was stored: two people's ` +
    `cases would be mixed. Open the case under another reference.`
  );
}

async function readEvents(db: Kysely<Tables>, id: string): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('case_events')
    .select(['at', 'kind', 'by', 'detail'])
    .where('case_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map(({ detail, ...event }) => ({ ...event, detail: fromJson(detail) }));
}

function toRow(written: WrittenCase): Selectable<Tables['cases']> {
  return {
    id: written.id,
    client: written.client,
    conversation: written.conversation,
    opened_at: written.openedAt,
    priority: written.priority,
    status: written.status,
    technician_id: written.technician?.id ?? null,
    technician_name: written.technician?.name ?? null,
    accepted_at: written.acceptedAt,
    closed_at: written.closedAt,
    brief: toJson(written.brief),
    closing: toJson(written.closing),
    version: written.readVersion + 1,
  };
}

export function toCase(row: Selectable<Tables['cases']>): StoredCase & { version: number } {
  const { technician_id: technician, technician_name: name } = row;
  return {
    id: row.id,
    client: row.client,
    conversation: row.conversation,
    openedAt: row.opened_at,
    priority: row.priority,
    status: row.status,
    technician: technician === null ? null : { id: technician, name: name ?? technician },
    acceptedAt: row.accepted_at,
    closedAt: row.closed_at,
    brief: fromJson(row.brief),
    closing: fromJson(row.closing),
    version: row.version,
  };
}
