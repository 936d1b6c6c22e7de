import type { Kysely } from 'kysely';

/** Checks of who is calling, and whom they ask. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('checks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person_name', 'text')
    .addColumn('person_channel', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('about', 'text')
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('technician_id', 'text')
    .addColumn('technician_name', 'text')
    .addColumn('words', 'text')
    .addColumn('words_activity', 'text')
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .execute();
  await db.schema.createIndex('checks_by_stage').on('checks').columns(['stage', 'due_at']).execute();
  await db.schema.createIndex('checks_by_case').on('checks').column('case_id').execute();
  await db.schema
    .createTable('check_questions')
    .addColumn('check_id', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('stage', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('check_questions_key', ['check_id', 'asked'])
    .execute();
}
