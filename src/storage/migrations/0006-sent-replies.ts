import type { Kysely } from 'kysely';

/** Under which id a channel took a reply, so that the same reply again is no second message. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sent_replies')
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('reply', 'text', (column) => column.notNull())
    .addColumn('activity', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sent_replies_key', ['conversation', 'reply'])
    .execute();
}
