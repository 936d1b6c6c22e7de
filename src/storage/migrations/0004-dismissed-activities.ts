import type { Kysely } from 'kysely';

/** Marks what people posted and nobody will answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('activities')
    .addColumn('dismissed', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
