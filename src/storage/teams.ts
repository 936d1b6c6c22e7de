import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson, type Tables } from './tables.ts';
import type { TeamsPerson, TeamsStorage } from './teams-port.ts';

/** People in Teams, on any engine that Kysely speaks to. */
export function teamsIn(db: Kysely<Tables>): TeamsStorage {
  return {
    keepTeamsPerson: ({ seenAt, reference, user, ...person }) =>
      db.transaction().execute(async (transaction) => {
        // A tenant that moved to another client takes its people along.
        await transaction
          .deleteFrom('teams_people')
          .where('conversation', '=', person.conversation)
          .where((row) => row.or([row('client', '<>', person.client), row('id', '<>', person.id)]))
          .execute();
        const seen = { ...person, user_id: user, reference: toJson(reference), seen_at: seenAt };
        await transaction
          .insertInto('teams_people')
          .values({ ...seen, login: null, reachable: 'yes', since: seenAt })
          .onConflict((conflict) =>
            conflict
              .columns(['client', 'id'])
              .doUpdateSet((row) => ({
                ...seen,
                reachable: 'yes',
                since: row
                  .case()
                  .when('teams_people.reachable', '=', 'yes')
                  .then(row.ref('teams_people.since'))
                  .else(seenAt)
                  .end(),
              }))
              .where('teams_people.seen_at', '<=', seenAt),
          )
          .execute();
      }),

    async keepTeamsLogin(conversation, login) {
      await db.updateTable('teams_people').set({ login }).where('conversation', '=', conversation).execute();
    },

    async markTeamsPerson(conversation, reachable, at) {
      await db
        .updateTable('teams_people')
        .set({ reachable, since: at })
        .where('conversation', '=', conversation)
        .where('reachable', '<>', reachable)
        .where('seen_at', '<=', at)
        .execute();
    },

    async readTeamsPerson(client, id) {
      const row = await db
        .selectFrom('teams_people')
        .selectAll()
        .where('client', '=', client)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toTeamsPerson(row);
    },

    async teamsPersonIn(conversation) {
      const row = await db
        .selectFrom('teams_people')
        .selectAll()
        .where('conversation', '=', conversation)
        .executeTakeFirst();
      return row && toTeamsPerson(row);
    },

    async listTeamsPeople(client) {
      const rows = await db
        .selectFrom('teams_people')
        .selectAll()
        .where('client', '=', client)
        .orderBy('name')
        .orderBy('id')
        .execute();
      return rows.map(toTeamsPerson);
    },
  };
}

export function toTeamsPerson({
  user_id: user,
  seen_at: seenAt,
  reference,
  ...row
}: Selectable<Tables['teams_people']>): TeamsPerson {
  return { ...row, user, seenAt, reference: fromJson(reference) };
}
