import type { Kysely, Selectable, Transaction } from 'kysely';
import type { LoggedActivity, Storage } from './port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type WebChat = Pick<
  Storage,
  | 'createWebConversation'
  | 'readWebConversation'
  | 'logActivity'
  | 'replaceActivity'
  | 'activitiesAfter'
  | 'dismissActivity'
  | 'unansweredActivities'
>;

type Entry = Parameters<Storage['logActivity']>[0];
type Row = Selectable<Tables['activities']>;

/** The web chat's conversations and activity log, on any engine that Kysely speaks to. */
export function webChatIn(db: Kysely<Tables>): WebChat {
  return {
    async createWebConversation({ id, user, client, createdAt }) {
      await db
        .insertInto('web_conversations')
        .values({
          id,
          user_id: user,
          client,
          created_at: createdAt,
          last_position: 0,
          last_revision: 0,
          last_at_ms: 0,
        })
        .execute();
    },

    async readWebConversation(id) {
      const row = await db
        .selectFrom('web_conversations')
        .select(['id', 'user_id', 'client', 'created_at'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { id: row.id, user: row.user_id, client: row.client, createdAt: row.created_at };
    },

    logActivity: (entry) => db.transaction().execute((transaction) => append(transaction, entry)),

    replaceActivity: (conversation, id, body) =>
      db.transaction().execute((transaction) => replace(transaction, { conversation, id, body })),

    async activitiesAfter(conversation, revision) {
      const rows = await db
        .selectFrom('activities')
        .selectAll()
        .where('conversation', '=', conversation)
        .where('revision', '>', revision)
        .orderBy('position')
        .execute();
      return rows.map(toActivity);
    },

    async dismissActivity(conversation, id) {
      await db
        .updateTable('activities')
        .set({ dismissed: 1 })
        .where('conversation', '=', conversation)
        .where('id', '=', id)
        .execute();
    },

    async unansweredActivities() {
      const rows = await db
        .selectFrom('activities')
        .leftJoin('handled_activities as handled', (join) =>
          join
            .onRef('handled.conversation', '=', 'activities.conversation')
            .onRef('handled.activity', '=', 'activities.id')
            .on('handled.delivered', '=', 1),
        )
        .selectAll('activities')
        .where('activities.sender', '=', 'user')
        .where('activities.dismissed', '=', 0)
        .where('handled.activity', 'is', null)
        .orderBy('activities.at')
        .orderBy('activities.conversation')
        .orderBy('activities.position')
        .execute();
      return rows.map((row) => Object.assign(toActivity(row), { conversation: row.conversation }));
    },
  };
}

async function append(
  db: Transaction<Tables>,
  entry: Entry,
): Promise<{ activity: LoggedActivity; created: boolean }> {
  const earlier = await findLogged(db, entry);
  if (earlier) return { activity: toActivity(earlier), created: false };
  const row = await db
    .insertInto('activities')
    .values({
      conversation: entry.conversation,
      id: entry.id,
      client_id: entry.clientId ?? null,
      sender: entry.from,
      body: toJson(entry.body),
      dismissed: 0,
      ...(await takePlace(db, entry)),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { activity: toActivity(row), created: true };
}

async function replace(
  db: Transaction<Tables>,
  { conversation, id, body }: Pick<Entry, 'conversation' | 'id' | 'body'>,
): Promise<LoggedActivity | undefined> {
  const place = await db
    .updateTable('web_conversations')
    .set((row) => ({ last_revision: row('last_revision', '+', 1) }))
    .where('id', '=', conversation)
    .returning('last_revision')
    .executeTakeFirst();
  if (!place) return undefined;
  const row = await db
    .updateTable('activities')
    .set({ body: toJson(body), revision: place.last_revision })
    .where('conversation', '=', conversation)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && toActivity(row);
}

async function findLogged(db: Transaction<Tables>, entry: Entry): Promise<Row | undefined> {
  return await db
    .selectFrom('activities')
    .selectAll()
    .where('conversation', '=', entry.conversation)
    .where((either) =>
      entry.clientId === undefined
        ? either('id', '=', entry.id)
        : either.or([either('id', '=', entry.id), either('client_id', '=', entry.clientId)]),
    )
    .executeTakeFirst();
}

/** The next position and revision, and a time after every earlier one even when the clock stood still or went back. */
async function takePlace(
  db: Transaction<Tables>,
  entry: Entry,
): Promise<Pick<Row, 'position' | 'revision' | 'at'>> {
  const atMs = Date.parse(entry.at);
  const place = await db
    .updateTable('web_conversations')
    .set((row) => ({
      last_position: row('last_position', '+', 1),
      last_revision: row('last_revision', '+', 1),
      last_at_ms: row
        .case()
        .when('last_at_ms', '<', atMs)
        .then(atMs)
        .else(row('last_at_ms', '+', 1))
        .end(),
    }))
    .where('id', '=', entry.conversation)
    .returning(['last_position', 'last_revision', 'last_at_ms'])
    .executeTakeFirst();
  if (!place) throw new Error(unknownConversation(entry.conversation));
  return {
    position: place.last_position,
    revision: place.last_revision,
    at: new Date(place.last_at_ms).toISOString(),
  };
}

function unknownConversation(id: string): string {
  return (
    `Web conversation "${id}" was never created, so nothing can be logged in it: ` +
    `an activity needs a place in an order. Call createWebConversation first.`
  );
}

function toActivity({ id, position, revision, at, sender, body }: Row): LoggedActivity {
  return { id, position, revision, at, from: sender, body: fromJson(body) };
}
