import type { Kysely, Transaction } from 'kysely';
import { writeAlertAnswer } from './alert-deliveries.ts';
import { writeCase } from './cases.ts';
import { writeAttestations, writeChecks } from './checks.ts';
import { writeConsequences } from './consequences.ts';
import { writeMessage } from './messages.ts';
import type { Storage, TurnCommit } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type Conversations = Pick<
  Storage,
  'readConversation' | 'readHandled' | 'commitTurn' | 'markDelivered' | 'undeliveredTurns' | 'readPlace'
>;

/** Thrown inside the transaction, so that what was written before is taken back. */
class Conflict extends Error {}

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

    async commitTurn(commit) {
      try {
        return await db.transaction().execute((transaction) => writeTurn(transaction, commit));
      } catch (error) {
        if (error instanceof Conflict) return 'conflict';
        throw error;
      }
    },

    async markDelivered(conversation, activity) {
      await db
        .updateTable('handled_activities')
        .set({ delivered: 1 })
        .where('conversation', '=', conversation)
        .where('activity', '=', activity)
        .execute();
    },

    async undeliveredTurns(channels) {
      return await db
        .selectFrom('handled_activities as turn')
        .innerJoin('conversations', 'conversations.id', 'turn.conversation')
        .select(['turn.conversation', 'turn.activity', 'turn.channel', 'conversations.client'])
        .where('turn.delivered', '=', 0)
        .where('turn.channel', 'in', [...channels])
        .orderBy('turn.handled_at')
        .execute();
    },

    async readPlace(conversation) {
      const row = await db
        .selectFrom('conversations')
        .select(['client', 'reference'])
        .where('id', '=', conversation)
        .executeTakeFirst();
      return row && { client: row.client, reference: fromJson(row.reference ?? 'null') };
    },
  };
}

async function writeTurn(db: Transaction<Tables>, commit: TurnCommit): Promise<'committed' | 'duplicate'> {
  if (await wasHandled(db, commit)) return 'duplicate';
  if (!(await writeState(db, commit))) throw new Conflict();
  await writeHandled(db, commit);
  for (const written of commit.cases)
    if (!(await writeCase(db, written, commit.conversation))) throw new Conflict();
  for (const message of commit.messages) await writeMessage(db, commit.conversation, message);
  for (const answered of commit.alertAnswers ?? [])
    await writeAlertAnswer(db, commit.conversation, { ...answered, at: commit.at });
  await writeConsequences(db, commit);
  await writeChecks(db, commit, commit.checks ?? []);
  await writeAttestations(db, commit.conversation, commit.attestations ?? []);
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
    ...(commit.reference !== undefined && { reference: toJson(commit.reference) }),
  };
  if (commit.readVersion === 0) {
    const inserted = await db
      .insertInto('conversations')
      .values({ id: commit.conversation, client: commit.client, ...written })
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
      channel: commit.channel,
    })
    .execute();
}
