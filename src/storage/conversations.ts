import type { Kysely, Transaction } from 'kysely';
import type { Storage, TurnCommit } from './port.ts';
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
  for (const { id, conversation, openedAt, priority, brief } of commit.cases) {
    await db
      .insertInto('cases')
      .values({ id, conversation, opened_at: openedAt, priority, brief: toJson(brief) })
      .execute();
  }
  for (const { case: id, event } of commit.caseEvents) {
    await db
      .insertInto('case_events')
      .values((expression) => ({
        case_id: id,
        position: expression
          .selectFrom('case_events')
          .where('case_id', '=', id)
          .select((last) => last(last.fn.coalesce(last.fn.max('position'), last.lit(0)), '+', 1).as('next')),
        at: event.at,
        kind: event.kind,
        detail: toJson(event.detail),
      }))
      .execute();
  }
}

async function writeOutbox(db: Transaction<Tables>, commit: TurnCommit): Promise<void> {
  for (const { id, topic, payload } of commit.outbox) {
    await db
      .insertInto('outbox')
      .values({ id, topic, payload: toJson(payload), created_at: commit.at })
      .execute();
  }
}
