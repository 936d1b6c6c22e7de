import type { Kysely } from 'kysely';

/** Which organisation a web chat belongs to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('web_conversations')
    .addColumn('client', 'text', (column) => column.notNull().defaultTo('main'))
    .execute();
}
