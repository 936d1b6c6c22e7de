import { sql, type Kysely } from 'kysely';

/** Files that people sent, and the one way in which a timeline or the audit log may lose rows: by its retention, or by erasure. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createFiles(db);
  await db.schema
    .createTable('purging')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .execute();
  await allowPurge(db, 'case_events', 'case_events only grows: add a new event that corrects the old one');
  await allowPurge(db, 'audit', 'the audit log only grows');
  await db.schema.createIndex('messages_by_time').on('messages').column('at').execute();
  await db.schema.createIndex('audit_by_time').on('audit').column('at').execute();
}

async function createFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('files')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('files_by_conversation').on('files').column('conversation').execute();
}

/**
 * Rows can be deleted only while `purging` holds a row, which lives within one transaction and so is never seen by another. Nothing
 * ever allows a row to be changed.
 */
async function allowPurge(db: Kysely<unknown>, table: string, why: string): Promise<void> {
  const trigger = sql.id(`${table}_refuse_delete`);
  await sql`drop trigger ${trigger}`.execute(db);
  await sql`
    create trigger ${trigger} before delete on ${sql.table(table)}
    when not exists (select 1 from purging)
    begin
      select raise(abort, ${sql.lit(why)});
    end
  `.execute(db);
}
