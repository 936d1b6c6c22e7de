import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import type { ClientScope, DeskStorage, StoredPerson, StoredSession } from './desk-port.ts';
import { addAuditRow } from './desk-audit.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type Access = Pick<
  DeskStorage,
  | 'meetPerson'
  | 'readPerson'
  | 'listPeople'
  | 'setByHand'
  | 'beginSession'
  | 'readSession'
  | 'touchSession'
  | 'endSession'
  | 'endSessionsOf'
>;

/** People of the desk and their sessions, on any engine that Kysely speaks to. */
export function accessIn(db: Kysely<Tables>): Access {
  return { ...peopleIn(db), ...sessionsIn(db) };
}

function peopleIn(
  db: Kysely<Tables>,
): Pick<Access, 'meetPerson' | 'readPerson' | 'listPeople' | 'setByHand'> {
  return {
    async meetPerson({ id, name, login, role, clients, lastSeenAt }) {
      const said = { name, login, role, clients: toJson(clients), last_seen_at: lastSeenAt };
      await db
        .insertInto('people')
        .values({ id, ...said, first_seen_at: lastSeenAt, role_by_hand: null, clients_by_hand: null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute();
    },

    async readPerson(id) {
      const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toPerson(row);
    },

    async listPeople(activeSince) {
      const rows = await db
        .selectFrom('people')
        .leftJoin('desk_sessions', (join) =>
          join
            .onRef('desk_sessions.person', '=', 'people.id')
            .on('desk_sessions.active_at', '>=', activeSince),
        )
        .selectAll('people')
        .select((of) => of.fn.count<number | bigint | string>('desk_sessions.id_hash').as('sessions'))
        .groupBy('people.id')
        .orderBy('people.name')
        .orderBy('people.id')
        .execute();
      return rows.map((row) => ({ ...toPerson(row), sessions: Number(row.sessions) }));
    },

    setByHand: (id, { roleByHand, clientsByHand }, audit) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('people')
          .set({
            ...(roleByHand !== undefined && { role_by_hand: roleByHand }),
            ...(clientsByHand !== undefined && {
              clients_by_hand: clientsByHand === null ? null : toJson(clientsByHand),
            }),
          })
          .where('id', '=', id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await addAuditRow(transaction, audit);
        return true;
      }),
  };
}

function sessionsIn(
  db: Kysely<Tables>,
): Pick<Access, 'beginSession' | 'readSession' | 'touchSession' | 'endSession' | 'endSessionsOf'> {
  return {
    beginSession: (session, audit) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('desk_sessions').values(toSessionRow(session)).execute();
        await addAuditRow(transaction, audit);
      }),

    async readSession(idHash) {
      const row = await db
        .selectFrom('desk_sessions')
        .selectAll()
        .where('id_hash', '=', idHash)
        .executeTakeFirst();
      return row && toSession(row);
    },

    async touchSession(idHash, at) {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .updateTable('desk_sessions')
          .set({ active_at: at })
          .where('id_hash', '=', idHash)
          .returning('person')
          .executeTakeFirst();
        if (row === undefined) return;
        await transaction
          .updateTable('people')
          .set({ last_seen_at: at })
          .where('id', '=', row.person)
          .execute();
      });
    },

    endSession: (idHash, audit) =>
      db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('desk_sessions')
          .where('id_hash', '=', idHash)
          .executeTakeFirst();
        if (numDeletedRows > 0n) await addAuditRow(transaction, audit);
      }),

    endSessionsOf: (person, audit) =>
      db.transaction().execute((transaction) => endAll(transaction, person, audit)),
  };
}

async function endAll(
  db: Transaction<Tables>,
  person: string,
  audit: Parameters<Access['endSessionsOf']>[1],
): Promise<void> {
  await db.deleteFrom('desk_sessions').where('person', '=', person).execute();
  await addAuditRow(db, audit);
}

const Clients = z.union([z.literal('all'), z.array(z.string())]);

function toClients(json: string): ClientScope {
  return Clients.parse(fromJson(json));
}

function toPerson(row: Selectable<Tables['people']>): StoredPerson {
  return {
    id: row.id,
    name: row.name,
    login: row.login,
    role: row.role,
    clients: toClients(row.clients),
    roleByHand: row.role_by_hand,
    clientsByHand: row.clients_by_hand === null ? null : toClients(row.clients_by_hand),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}

function toSessionRow(session: StoredSession): Selectable<Tables['desk_sessions']> {
  const { idHash, person, means, browserHash, createdAt, activeAt } = session;
  return {
    id_hash: idHash,
    person,
    means,
    browser_hash: browserHash,
    created_at: createdAt,
    active_at: activeAt,
  };
}

function toSession(row: Selectable<Tables['desk_sessions']>): StoredSession {
  return {
    idHash: row.id_hash,
    person: row.person,
    means: row.means,
    browserHash: row.browser_hash,
    createdAt: row.created_at,
    activeAt: row.active_at,
  };
}
