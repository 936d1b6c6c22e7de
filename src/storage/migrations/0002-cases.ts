import { sql, type Kysely } from 'kysely';

/** Cases, their timeline, and the outbox that tells others about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('brief', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('cases_by_conversation').on('cases').column('conversation').execute();

  await db.schema
    .createTable('case_events')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('case_events_key', ['case_id', 'position'])
    .execute();
  await refuseChange(db, 'update');
  await refuseChange(db, 'delete');

  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
}

/** The timeline of a case is evidence: the database itself refuses to rewrite it, whoever asks. */
async function refuseChange(db: Kysely<unknown>, deed: 'update' | 'delete'): Promise<void> {
  await sql`
    create trigger ${sql.id(`case_events_refuse_${deed}`)} before ${sql.raw(deed)} on case_events
    begin
      select raise(abort, 'case_events only grows: add a new event that corrects the old one');
    end
  `.execute(db);
}
