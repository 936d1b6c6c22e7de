import type { Kysely } from 'kysely';

/** What each case looks like from far, and the campaigns that alike ones are. A sighting goes with its case. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('campaigns')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('sightings')
    .addColumn('case_id', 'text', (column) => column.primaryKey())
    .addColumn('case_version', 'integer', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('reporter', 'text', (column) => column.notNull())
    .addColumn('print', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('campaign', 'text')
    .execute();
  await db.schema.createIndex('sightings_by_time').on('sightings').column('at').execute();
  await db.schema.createIndex('sightings_by_campaign').on('sightings').column('campaign').execute();
  await db.schema.createIndex('cases_by_opening').on('cases').column('opened_at').execute();
}
