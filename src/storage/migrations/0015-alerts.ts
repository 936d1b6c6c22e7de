import type { Kysely } from 'kysely';

/** Alerts to staff, and who got which. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('campaign', 'text')
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('groups', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('drafted_by', 'text', (column) => column.notNull())
    .addColumn('drafted_at', 'text', (column) => column.notNull())
    .addColumn('approved_by', 'text', (column) => column.notNull())
    .addColumn('approved_at', 'text')
    .addColumn('expires_at', 'text')
    .addColumn('withdrawn_by', 'text', (column) => column.notNull())
    .addColumn('withdrawn_at', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('alerts_by_end').on('alerts').columns(['status', 'expires_at']).execute();
  await createDeliveries(db);
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_deliveries')
    .addColumn('alert', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('way', 'text', (column) => column.notNull())
    .addColumn('login', 'text')
    .addColumn('conversation', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('why', 'text')
    .addColumn('claimed_at', 'text')
    .addColumn('settled_at', 'text')
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'text')
    .addPrimaryKeyConstraint('alert_deliveries_key', ['alert', 'person'])
    .execute();
  for (const column of ['person', 'login', 'conversation'])
    await db.schema
      .createIndex(`alert_deliveries_by_${column}`)
      .on('alert_deliveries')
      .column(column)
      .execute();
}
