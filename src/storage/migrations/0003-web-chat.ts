import { sql, type Kysely } from 'kysely';

/** The web chat's conversations and everything said in them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('web_conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('last_position', 'integer', (column) => column.notNull())
    .addColumn('last_revision', 'integer', (column) => column.notNull())
    .addColumn('last_at_ms', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('activities')
    .addColumn('conversation', 'text', (column) => column.notNull().references('web_conversations.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull().check(sql`sender in ('user', 'bot')`))
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('activities_key', ['conversation', 'id'])
    .addUniqueConstraint('activities_position', ['conversation', 'position'])
    .addUniqueConstraint('activities_revision', ['conversation', 'revision'])
    .addUniqueConstraint('activities_client_id', ['conversation', 'client_id'])
    .execute();
}
