import { sql, type Kysely } from 'kysely';

/** Keys of other systems, which of their requests were heard, and what telephone systems say about calls. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('secret_hash', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('revoked_at', 'text')
    .addColumn('last_used_at', 'text')
    .execute();

  await db.schema
    .createTable('api_requests')
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('api_requests_key', ['key_id', 'request'])
    .execute();
  await createCalls(db);
}

async function createCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_records')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('number', 'text')
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('extension', 'text')
    .addColumn('person', 'text')
    .addColumn('recording', 'text')
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addUniqueConstraint('call_records_once', ['key_id', 'call'])
    .execute();
  await db.schema
    .createIndex('call_records_waiting')
    .on('call_records')
    .columns(['client', 'started_at'])
    .where(sql.ref('case_id'), 'is', null)
    .execute();
  await db.schema.createIndex('call_records_by_case').on('call_records').column('case_id').execute();
}
