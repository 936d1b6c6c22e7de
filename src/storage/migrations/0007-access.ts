import type { Kysely } from 'kysely';

/** Who signed in at the desk, what they may do, and which of their sessions are open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('login', 'text')
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('clients', 'text', (column) => column.notNull())
    .addColumn('role_by_hand', 'text')
    .addColumn('clients_by_hand', 'text')
    .addColumn('first_seen_at', 'text', (column) => column.notNull())
    .addColumn('last_seen_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('desk_sessions')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('person', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('means', 'text', (column) => column.notNull())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('active_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('desk_sessions_by_person')
    .on('desk_sessions')
    .columns(['person', 'active_at'])
    .execute();

  await db.schema.createIndex('audit_by_about').on('audit').column('about').execute();
  await db.schema.createIndex('audit_by_who').on('audit').column('who').execute();
  await db.schema.createIndex('cases_by_client').on('cases').columns(['client', 'opened_at']).execute();
}
