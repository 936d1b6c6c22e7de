import { sql, type Kysely } from 'kysely';

/** How far each message out is, which ticket a case has where, and which calls to a ticket system were begun and done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendOutbox(db);
  await db.schema
    .createTable('tickets')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tickets_key', ['case_id', 'target'])
    .execute();
  await db.schema
    .createTable('outbox_steps')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('done_at', 'text')
    .addPrimaryKeyConstraint('outbox_steps_key', ['case_id', 'target', 'step'])
    .execute();
}

/** Rows of before keep their order: SQLite numbers rows as they come. */
async function extendOutbox(db: Kysely<unknown>): Promise<void> {
  const counts = ['position', 'attempts'];
  for (const name of counts)
    await db.schema
      .alterTable('outbox')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  await db.schema
    .alterTable('outbox')
    .addColumn('case_id', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const name of ['next_at', 'leased_until', 'delivered_at', 'dead_at', 'last_error'])
    await db.schema.alterTable('outbox').addColumn(name, 'text').execute();
  await sql`
    update outbox set position = rowid, case_id = coalesce(json_extract(payload, '$.case'), '')
  `.execute(db);
  await db.schema
    .createIndex('outbox_waiting')
    .on('outbox')
    .columns(['case_id', 'target', 'position'])
    .where(sql.ref('delivered_at'), 'is', null)
    .execute();
}
