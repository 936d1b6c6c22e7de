import { sql, type DeleteResult, type Kysely, type Transaction } from 'kysely';
import { toCase } from './cases.ts';
import { createTally, deleteCases, whilePurging, type Tally } from './deleting.ts';
import { addAuditRow } from './desk-audit.ts';
import { toFile } from './files.ts';
import { readBesides } from './kept-besides.ts';
import { fromJson, type Tables } from './tables.ts';
import { toTeamsPerson } from './teams.ts';
import type { Trace, UpkeepStorage } from './upkeep-port.ts';

type Erasing = Pick<UpkeepStorage, 'findTraces' | 'filesOf' | 'keptBesides' | 'eraseConversations'>;

/** Finding and erasing what is kept of somebody, on any engine that Kysely speaks to. */
export function erasingIn(db: Kysely<Tables>): Erasing {
  return {
    async findTraces({ conversation, texts }) {
      const ids = new Set(conversation === undefined ? [] : await idsLike(db, conversation));
      for (const text of texts) for (const id of await idsHolding(db, text)) ids.add(id);
      return await Promise.all([...ids].map((id) => readTrace(db, id)));
    },

    async filesOf(conversation) {
      const rows = await db
        .selectFrom('files')
        .selectAll()
        .where('conversation', '=', conversation)
        .orderBy('kept_at')
        .orderBy('id')
        .execute();
      return rows.map(toFile);
    },

    keptBesides: (of) => readBesides(db, of),

    eraseConversations: (conversations, audit) =>
      whilePurging(db, async (transaction) => {
        const tally = createTally();
        for (const id of conversations) await eraseOne(transaction, id, tally);
        const deleted = tally.deleted();
        for (const row of audit(deleted)) await addAuditRow(transaction, row);
        return deleted;
      }),
  };
}

/** A web chat in which nobody has said anything has no conversation yet; of a chat in Teams the address may be all that is left. */
async function idsLike(db: Kysely<Tables>, id: string): Promise<string[]> {
  const told = await db.selectFrom('conversations').select('id').where('id', '=', id).execute();
  const opened = await db.selectFrom('web_conversations').select('id').where('id', '=', id).execute();
  const inTeams = await db
    .selectFrom('teams_people')
    .select('conversation as id')
    .where('conversation', '=', id)
    .execute();
  return [...told, ...opened, ...inTeams].map((row) => row.id);
}

/** Where the text stands as a whole value of what is stored as JSON, or as a name or an owner. Capitals do not count. */
async function idsHolding(db: Kysely<Tables>, text: string): Promise<string[]> {
  const within = `%${JSON.stringify(text).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<{ id: string }>`
    select id from conversations where state like ${within} escape '\\' or reference like ${within} escape '\\'
    union select conversation from cases where brief like ${within} escape '\\'
    union select conversation from messages where sender = 'staff' and lower(name) = lower(${text})
    union select id from web_conversations where user_id = ${text}
    union select conversation from teams_people
      where id = ${text} or user_id = ${text} or lower(name) = lower(${text}) or lower(login) = lower(${text})
  `.execute(db);
  return rows.map(({ id }) => id);
}

async function readTrace(db: Kysely<Tables>, id: string): Promise<Trace> {
  const told = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  const web = await db.selectFrom('web_conversations').selectAll().where('id', '=', id).executeTakeFirst();
  const teams = await db
    .selectFrom('teams_people')
    .selectAll()
    .where('conversation', '=', id)
    .executeTakeFirst();
  const cases = await db.selectFrom('cases').selectAll().where('conversation', '=', id).execute();
  const writers = await db
    .selectFrom('messages')
    .select('name')
    .distinct()
    .where('conversation', '=', id)
    .where('sender', '=', 'staff')
    .where('name', 'is not', null)
    .execute();
  return {
    conversation: id,
    client: told?.client ?? web?.client ?? teams?.client ?? '',
    state: fromJson(told?.state ?? 'null'),
    reference: fromJson(told?.reference ?? 'null'),
    webUser: web?.user_id ?? null,
    inTeams: teams === undefined ? null : toTeamsPerson(teams),
    writers: writers.flatMap(({ name }) => name ?? []),
    cases: cases.map(toCase),
  };
}

async function eraseOne(db: Transaction<Tables>, id: string, tally: Tally): Promise<void> {
  const cases = await db.selectFrom('cases').select('id').where('conversation', '=', id).execute();
  await deleteCases(
    db,
    cases.map((row) => row.id),
    tally,
  );
  const inTeams = await db
    .selectFrom('teams_people')
    .select('login')
    .where('conversation', '=', id)
    .executeTakeFirst();
  if (inTeams?.login) tally.add('alert_deliveries', await eraseByEmail(db, inTeams.login));
  for (const table of [
    'files',
    'messages',
    'handled_activities',
    'sent_replies',
    'activities',
    'teams_people',
    'alert_deliveries',
    'checks',
    'check_questions',
  ] as const)
    tally.add(table, await db.deleteFrom(table).where('conversation', '=', id).executeTakeFirstOrThrow());
  for (const table of ['conversations', 'web_conversations'] as const)
    tally.add(table, await db.deleteFrom(table).where('id', '=', id).executeTakeFirstOrThrow());
}

/** What was emailed to them stands in no chat. */
async function eraseByEmail(db: Transaction<Tables>, login: string): Promise<DeleteResult> {
  return await db
    .deleteFrom('alert_deliveries')
    .where('conversation', 'is', null)
    .where(sql`lower(login)`, '=', login.toLowerCase())
    .executeTakeFirstOrThrow();
}
