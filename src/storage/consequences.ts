import type { Transaction } from 'kysely';
import { writeOutbox } from './outbox.ts';
import type { CaseEvent, Consequences } from './port.ts';
import { toJson, type Tables } from './tables.ts';

/** Timeline, outbox and audit rows of a change, in the change's own transaction. */
export async function writeConsequences(
  db: Transaction<Tables>,
  { caseEvents, outbox, audit }: Consequences,
): Promise<void> {
  for (const { case: id, event } of caseEvents) await appendEvent(db, id, event);
  await writeOutbox(db, outbox, new Date().toISOString());
  for (const { detail, ...row } of audit)
    await db
      .insertInto('audit')
      .values({ ...row, detail: toJson(detail) })
      .execute();
}

async function appendEvent(db: Transaction<Tables>, id: string, event: CaseEvent): Promise<void> {
  const { last } = await db
    .selectFrom('case_events')
    .select((events) => events.fn.max('position').as('last'))
    .where('case_id', '=', id)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('case_events')
    .values({ ...event, case_id: id, position: (last ?? 0) + 1, detail: toJson(event.detail) })
    .execute();
}
