import type { Kysely } from 'kysely';

/** The threads of cases in technicians' channels, and what of the person's chat was put into them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('threads')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('activity', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('technicians', 'text', (column) => column.notNull())
    .addColumn('from_position', 'integer', (column) => column.notNull())
    .addColumn('doubt_at', 'text')
    .addPrimaryKeyConstraint('threads_key', ['case_id', 'target'])
    .execute();
  await db.schema
    .createIndex('threads_by_conversation')
    .on('threads')
    .columns(['target', 'conversation'])
    .execute();
  await db.schema
    .createTable('thread_posts')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('activity', 'text')
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('thread_posts_key', ['case_id', 'target', 'message'])
    .execute();
}
