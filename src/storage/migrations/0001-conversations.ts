import type { Kysely } from 'kysely';

/** Conversation state, and which activities were answered with what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('handled_activities')
    .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('activity', 'text', (column) => column.notNull())
    .addColumn('handled_at', 'text', (column) => column.notNull())
    .addColumn('effects', 'text', (column) => column.notNull())
    .addColumn('delivered', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('handled_activities_key', ['conversation', 'activity'])
    .execute();

  await db.schema
    .createTable('write_probe')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('checked_at', 'text', (column) => column.notNull())
    .execute();
}
