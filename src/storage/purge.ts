import { sql, type ExpressionBuilder, type Kysely, type Transaction } from 'kysely';
import { createTally, deleteCases, whilePurging, type Tally } from './deleting.ts';
import { addAuditRow } from './desk-audit.ts';
import { toJson, type Tables } from './tables.ts';
import type { UpkeepStorage } from './upkeep-port.ts';

type Before = Parameters<UpkeepStorage['purge']>[0];
type Db = Transaction<Tables>;

/** Deletes what is old, on any engine that Kysely speaks to. */
export function purgeIn(db: Kysely<Tables>): Pick<UpkeepStorage, 'purge'> {
  return {
    purge: (before, emptyState, audit) =>
      whilePurging(db, async (transaction) => {
        const tally = createTally();
        await purgeCases(transaction, before, tally);
        await purgeFiles(transaction, before, tally);
        await purgeSaid(transaction, before, tally);
        await purgeConversations(transaction, before, toJson(emptyState), tally);
        await purgeCalls(transaction, before, tally);
        await purgeAlerts(transaction, before, tally);
        await purgeChecks(transaction, before, tally);
        await purgeAccess(transaction, before, tally);
        await purgeTeamsPeople(transaction, before, tally);
        const deleted = tally.deleted();
        if (Object.keys(deleted).length > 0) await addAuditRow(transaction, audit(deleted));
        return deleted;
      }),
  };
}

/** One that was never closed counts from the last line of its timeline. */
async function purgeCases(db: Db, before: Before, tally: Tally): Promise<void> {
  const old = await db
    .selectFrom('cases')
    .select(['id', 'conversation'])
    .where((row) =>
      row.or([
        row('closed_at', '<', before.cases),
        row.and([
          row('closed_at', 'is', null),
          row('opened_at', '<', before.cases),
          row.not(
            row.exists(
              row
                .selectFrom('case_events')
                .select('case_id')
                .whereRef('case_id', '=', 'cases.id')
                .where('at', '>=', before.cases),
            ),
          ),
        ]),
      ]),
    )
    .execute();
  await deleteCases(
    db,
    old.map(({ id }) => id),
    tally,
  );
  const conversations = new Set(old.map(({ conversation }) => conversation));
  for (const conversation of conversations)
    for (const [table, time] of [
      ['files', 'kept_at'],
      ['messages', 'at'],
      ['activities', 'at'],
    ] as const)
      tally.add(
        table,
        await db
          .deleteFrom(table)
          .where('conversation', '=', conversation)
          .where(sql.ref(`${table}.${time}`), '<', before.cases)
          .where((row) => isUncovered(row, table, time))
          .executeTakeFirstOrThrow(),
      );
}

/** A file of an open case is evidence that is being worked on. One of no case goes with what was said beside it. */
async function purgeFiles(db: Db, before: Before, tally: Tally): Promise<void> {
  const old = db
    .deleteFrom('files')
    .where((row) =>
      row.or([
        row.and([
          row('kept_at', '<', before.files),
          isUncovered(row, 'files', 'kept_at', { until: 'closed' }),
        ]),
        row.and([row('kept_at', '<', before.conversations), isUncovered(row, 'files', 'kept_at')]),
      ]),
    );
  tally.add('files', await old.executeTakeFirstOrThrow());
}

async function purgeSaid(db: Db, before: Before, tally: Tally): Promise<void> {
  const until = before.conversations;
  for (const [table, time] of [
    ['messages', 'at'],
    ['activities', 'at'],
    ['handled_activities', 'handled_at'],
  ] as const)
    tally.add(
      table,
      await db
        .deleteFrom(table)
        .where(sql.ref(`${table}.${time}`), '<', until)
        .where((row) => isUncovered(row, table, time, { until }))
        .executeTakeFirstOrThrow(),
    );
}

type Said = 'files' | 'messages' | 'activities' | 'handled_activities';

/**
 * No case of the conversation was opened on this day or before it and still counts: all do, or only those that are open (`closed`), or
 * were closed no earlier than a time. Days, because what made somebody open a case was said before it was there.
 */
function isUncovered<Table extends Said>(
  row: ExpressionBuilder<Tables, Table>,
  table: Table,
  time: 'at' | 'handled_at' | 'kept_at',
  counts?: { until: string },
) {
  const stillCounts =
    counts === undefined
      ? sql`1 = 1`
      : counts.until === 'closed'
        ? sql`covering.closed_at is null`
        : sql`(covering.closed_at is null or covering.closed_at >= ${counts.until})`;
  return row.not(
    sql<boolean>`exists (
      select 1 from cases as covering
      where covering.conversation = ${sql.ref(`${table}.conversation`)}
        and substr(covering.opened_at, 1, 10) <= ${sql.ref(`${table}.${time}`)}
        and ${stillCounts}
    )`,
  );
}

/** A conversation that a case still names keeps its row, and nothing in it. */
async function purgeConversations(db: Db, before: Before, emptyState: string, tally: Tally): Promise<void> {
  const until = before.conversations;
  const quiet = await db
    .selectFrom('conversations')
    .select('id')
    .where('updated_at', '<', until)
    .where((row) =>
      row.or([row('state', '<>', emptyState), row('reference', 'is not', null), hasNoCase(row)]),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('cases')
            .select('cases.id')
            .whereRef('cases.conversation', '=', 'conversations.id')
            .where((held) => held.or([held('closed_at', 'is', null), held('closed_at', '>=', until)])),
        ),
      ),
    )
    .execute();
  for (const { id } of quiet) await emptyConversation(db, id, emptyState, tally);
  const opened = db
    .deleteFrom('web_conversations')
    .where('created_at', '<', until)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('activities')
            .select('activities.id')
            .whereRef('activities.conversation', '=', 'web_conversations.id'),
        ),
      ),
    );
  tally.add('web_conversations', await opened.executeTakeFirstOrThrow());
  tally.add(
    'api_requests',
    await db.deleteFrom('api_requests').where('at', '<', until).executeTakeFirstOrThrow(),
  );
}

function hasNoCase(row: ExpressionBuilder<Tables, 'conversations'>) {
  return row.not(
    row.exists(
      row.selectFrom('cases').select('cases.id').whereRef('cases.conversation', '=', 'conversations.id'),
    ),
  );
}

async function emptyConversation(db: Db, id: string, emptyState: string, tally: Tally): Promise<void> {
  for (const table of ['messages', 'handled_activities', 'sent_replies'] as const)
    tally.add(table, await db.deleteFrom(table).where('conversation', '=', id).executeTakeFirstOrThrow());
  const gone = await db
    .deleteFrom('conversations')
    .where('id', '=', id)
    .where(hasNoCase)
    .executeTakeFirstOrThrow();
  tally.add('conversations', gone);
  if (gone.numDeletedRows > 0n) return;
  const { numUpdatedRows } = await db
    .updateTable('conversations')
    .set((row) => ({ state: emptyState, reference: null, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .executeTakeFirst();
  tally.add('conversations', { numDeletedRows: numUpdatedRows });
}

/** One that belongs to a case goes with it at the latest, and stays while it is open. */
async function purgeCalls(db: Db, before: Before, tally: Tally): Promise<void> {
  const open = db.selectFrom('cases').select('id').where('closed_at', 'is', null);
  const old = db
    .deleteFrom('call_records')
    .where('received_at', '<', before.callRecords)
    .where((row) => row.or([row('case_id', 'is', null), row('case_id', 'not in', open)]));
  tally.add('call_records', await old.executeTakeFirstOrThrow());
}

/** Who got an alert is kept as long as what was said; the alert itself as long as cases. */
async function purgeAlerts(db: Db, before: Before, tally: Tally): Promise<void> {
  const over = db
    .selectFrom('alerts')
    .select('id')
    .where((row) =>
      row.or([row('expires_at', '<', before.conversations), row('drafted_at', '<', before.cases)]),
    );
  tally.add(
    'alert_deliveries',
    await db.deleteFrom('alert_deliveries').where('alert', 'in', over).executeTakeFirstOrThrow(),
  );
  const old = db.deleteFrom('alerts').where('drafted_at', '<', before.cases);
  tally.add('alerts', await old.executeTakeFirstOrThrow());
}

/** How a check went stands in the timeline of its case; what it needed itself goes with what was said. */
async function purgeChecks(db: Db, before: Before, tally: Tally): Promise<void> {
  const old = db.deleteFrom('checks').where('due_at', '<', before.conversations);
  tally.add('checks', await old.executeTakeFirstOrThrow());
  const kept = db.selectFrom('checks').select('id');
  const questions = db.deleteFrom('check_questions').where('check_id', 'not in', kept);
  tally.add('check_questions', await questions.executeTakeFirstOrThrow());
}

/** Whoever has not been at the desk for as long as the audit log goes back is forgotten with it. */
async function purgeAccess(db: Db, before: Before, tally: Tally): Promise<void> {
  tally.add(
    'desk_sessions',
    await db.deleteFrom('desk_sessions').where('active_at', '<', before.sessions).executeTakeFirstOrThrow(),
  );
  tally.add('audit', await db.deleteFrom('audit').where('at', '<', before.audit).executeTakeFirstOrThrow());
  const present = db.selectFrom('desk_sessions').select('person');
  tally.add(
    'people',
    await db
      .deleteFrom('people')
      .where('last_seen_at', '<', before.audit)
      .where('id', 'not in', present)
      .executeTakeFirstOrThrow(),
  );
}

/** Who can be reached is wanted for as long as cases are; who took the bot away, no longer than what they said. */
async function purgeTeamsPeople(db: Db, before: Before, tally: Tally): Promise<void> {
  const old = db
    .deleteFrom('teams_people')
    .where((row) =>
      row.or([
        row('seen_at', '<', before.cases),
        row.and([row('seen_at', '<', before.conversations), row('reachable', '<>', 'yes')]),
      ]),
    );
  tally.add('teams_people', await old.executeTakeFirstOrThrow());
}
