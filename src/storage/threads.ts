import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { fromJson, toJson, type Tables } from './tables.ts';
import type { CaseThread, ThreadKey, ThreadStorage } from './threads-port.ts';

/** Threads in technicians' channels, on any engine that Kysely speaks to. */
export function threadsIn(db: Kysely<Tables>): ThreadStorage {
  return { ...cardsIn(db), ...postsIn(db) };
}

type Posts = 'beginPost' | 'finishPost' | 'dropPost' | 'doubtPost' | 'postsIn';

function cardsIn(db: Kysely<Tables>): Omit<ThreadStorage, Posts> {
  return {
    async keepThread({ case: caseId, target, ...place }) {
      const empty = { technicians: '[]', from_position: 0, doubt_at: null };
      await db
        .insertInto('threads')
        .values({ case_id: caseId, target, ...place, ...empty })
        .onConflict((conflict) => conflict.columns(['case_id', 'target']).doUpdateSet(place))
        .execute();
    },

    threadOf: (key) => read(db, key),

    async threadIn(target, conversation) {
      const row = await db
        .selectFrom('threads')
        .selectAll()
        .where('target', '=', target)
        .where('conversation', '=', conversation)
        .executeTakeFirst();
      return row && toThread(row);
    },

    async keepCard(key, digest) {
      await update(db, key, { digest });
    },

    joinThread: (key, technician, fromPosition) =>
      db.transaction().execute(async (transaction) => {
        const thread = await read(transaction, key);
        if (thread === undefined) return;
        const technicians = toJson([...new Set([...thread.technicians, technician])]);
        const from = fromPosition === undefined ? {} : { from_position: fromPosition };
        await update(transaction, key, { technicians, ...from });
      }),

    async relayedThreads() {
      const rows = await db
        .selectFrom('threads')
        .innerJoin('cases', 'cases.id', 'threads.case_id')
        .selectAll('threads')
        .select(['cases.client', 'cases.conversation as chat', 'cases.technician_id'])
        .where('cases.status', '=', 'accepted')
        .orderBy('threads.case_id')
        .execute();
      return rows.flatMap(({ client, chat, technician_id: holder, ...row }) => {
        const thread = toThread(row);
        return holder !== null && thread.technicians.includes(holder) ? [{ ...thread, client, chat }] : [];
      });
    },
  };
}

function postsIn(db: Kysely<Tables>): Pick<ThreadStorage, Posts> {
  return {
    async beginPost({ case: caseId, target }, message, digest) {
      await db
        .insertInto('thread_posts')
        .values({ case_id: caseId, target, message, activity: null, digest })
        .execute();
    },

    async finishPost(key, { message, activity, digest }) {
      await db
        .updateTable('thread_posts')
        .set({ activity, digest })
        .where('case_id', '=', key.case)
        .where('target', '=', key.target)
        .where('message', '=', message)
        .execute();
    },

    async dropPost(key, message) {
      await db
        .deleteFrom('thread_posts')
        .where('case_id', '=', key.case)
        .where('target', '=', key.target)
        .where('message', '=', message)
        .execute();
    },

    doubtPost: (key, message, at) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('thread_posts')
          .set({ activity: '' })
          .where('case_id', '=', key.case)
          .where('target', '=', key.target)
          .where('message', '=', message)
          .execute();
        await update(transaction, key, { doubt_at: at });
      }),

    async postsIn(key) {
      const rows = await db
        .selectFrom('thread_posts')
        .select(['message', 'activity', 'digest'])
        .where('case_id', '=', key.case)
        .where('target', '=', key.target)
        .execute();
      return rows.map(({ message, activity, digest }) => ({ message, activity, digest }));
    },
  };
}

type Db = Kysely<Tables> | Transaction<Tables>;

async function read(db: Db, key: ThreadKey): Promise<CaseThread | undefined> {
  const row = await db
    .selectFrom('threads')
    .selectAll()
    .where('case_id', '=', key.case)
    .where('target', '=', key.target)
    .executeTakeFirst();
  return row && toThread(row);
}

async function update(db: Db, key: ThreadKey, changed: Partial<Tables['threads']>): Promise<void> {
  await db
    .updateTable('threads')
    .set(changed)
    .where('case_id', '=', key.case)
    .where('target', '=', key.target)
    .execute();
}

function toThread(row: Selectable<Tables['threads']>): CaseThread {
  const { case_id: caseId, target, conversation, activity, digest } = row;
  const technicians = z.array(z.string()).parse(fromJson(row.technicians));
  return {
    case: caseId,
    target,
    conversation,
    activity,
    digest,
    technicians,
    fromPosition: row.from_position,
    doubtAt: row.doubt_at,
  };
}
