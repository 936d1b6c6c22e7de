import type { Kysely, Transaction } from 'kysely';
import type { CaseEvent, Storage, StoredCase, TurnCommit } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type Conversations = Pick<Storage, 'readConversation' | 'readHandled' | 'commitTurn' | 'markDelivered'>;

/** Conversation state and handled activities, on any engine that Kysely speaks to. */
export function conversationsIn(db: Kysely<Tables>): Conversations {
  return {
    async readConversation(conversation) {
      const row = await db
        .selectFrom('conversations')
        .select(['state', 'version'])
        .where('id', '=', conversation)
        .executeTakeFirst();
      return row && { state: fromJson(row.state), version: row.version };
    },

    async readHandled(conversation, activity) {
      const row = await db
        .selectFrom('handled_activities')
        .select(['effects', 'delivered'])
        .where('conversation', '=', conversation)
        .where('activity', '=', activity)
        .executeTakeFirst();
      return row && { effects: fromJson(row.effects), delivered: row.delivered === 1 };
    },

    commitTurn: (commit) => db.transaction().execute((transaction) => writeTurn(transaction, commit)),

    async markDelivered(conversation, activity) {
      await db
        .updateTable('handled_activities')
        .set({ delivered: 1 })
        .where('conversation', '=', conversation)
        .where('activity', '=', activity)
        .execute();
    },
  };
}

/** The version check comes before every other write, so that leaving early leaves nothing behind. */
async function writeTurn(
  db: Transaction<Tables>,
  commit: TurnCommit,
): Promise<'committed' | 'conflict' | 'duplicate'> {
  if (await wasHandled(db, commit)) return 'duplicate';
  if (!(await writeState(db, commit))) return 'conflict';
  await writeHandled(db, commit);
  await writeCases(db, commit);
  await writeOutbox(db, commit);
  return 'committed';
}

async function wasHandled(db: Transaction<Tables>, commit: TurnCommit): Promise<boolean> {
  const row = await db
    .selectFrom('handled_activities')
    .select('activity')
    .where('conversation', '=', commit.conversation)
    .where('activity', '=', commit.activity)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when somebody wrote a newer version since this turn read its own. */
async function writeState(db: Transaction<Tables>, commit: TurnCommit): Promise<boolean> {
  const written = {
    state: toJson(commit.state),
    version: commit.readVersion + 1,
    updated_at: commit.at,
  };
  if (commit.readVersion === 0) {
    const inserted = await db
      .insertInto('conversations')
      .values({ id: commit.conversation, ...written })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await db
    .updateTable('conversations')
    .set(written)
    .where('id', '=', commit.conversation)
    .where('version', '=', commit.readVersion)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

async function writeHandled(db: Transaction<Tables>, commit: TurnCommit): Promise<void> {
  await db
    .insertInto('handled_activities')
    .values({
      conversation: commit.conversation,
      activity: commit.activity,
      handled_at: commit.at,
      effects: toJson(commit.effects),
      delivered: 0,
    })
    .execute();
}

async function writeCases(db: Transaction<Tables>, commit: TurnCommit): Promise<void> {
  for (const written of commit.cases) await writeCase(db, written, commit.conversation);
  for (const { case: id, event } of commit.caseEvents) await appendEvent(db, id, event);
}

async function writeCase(db: Transaction<Tables>, written: StoredCase, writer: string): Promise<void> {
  const { id, conversation, openedAt, priority } = written;
  const newest = { priority, brief: toJson(written.brief) };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('cases')
    .values({ id, conversation, opened_at: openedAt, ...newest })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(newest).where('cases.conversation', '=', writer),
    )
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) {
    throw new Error(
      `Case ${id} belongs to another conversation than ${writer}, so nothing of this turn was stored: two people's ` +
        `cases would be mixed. Open the case under another reference.`,
    );
  }
}

async function appendEvent(db: Transaction<Tables>, id: string, event: CaseEvent): Promise<void> {
  const { last } = await db
    .selectFrom('case_events')
    .select((events) => events.fn.max('position').as('last'))
    .where('case_id', '=', id)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('case_events')
    .values({
      case_id: id,
      position: (last ?? 0) + 1,
      at: event.at,
      kind: event.kind,
      detail: toJson(event.detail),
    })
    .execute();
}

async function writeOutbox(db: Transaction<Tables>, commit: TurnCommit): Promise<void> {
  for (const { id, topic, payload } of commit.outbox) {
    await db
      .insertInto('outbox')
      .values({ id, topic, payload: toJson(payload), created_at: commit.at })
      .execute();
  }
}
