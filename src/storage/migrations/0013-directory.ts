import { sql, type Kysely } from 'kysely';

/** What each client holds for ringing back and whom it can ask, and the changes of it that wait for a second person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('directory_entries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('authority', 'text')
    .addColumn('number', 'text')
    .addColumn('login', 'text')
    .addColumn('deputy', 'text')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('review_by', 'text', (column) => column.notNull())
    .addColumn('passphrase_hash', 'text')
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('proposed_by', 'text', (column) => column.notNull())
    .addColumn('approved_by', 'text', (column) => column.notNull())
    .addColumn('approved_at', 'text', (column) => column.notNull())
    .addCheckConstraint('directory_entries_two_people', sql`proposed_by <> approved_by`)
    .addUniqueConstraint('directory_entries_once', ['client', 'mark'])
    .execute();

  await db.schema
    .createTable('directory_proposals')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('client', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('base_version', 'integer', (column) => column.notNull())
    .addColumn('after', 'text', (column) => column.notNull())
    .addColumn('batch', 'text', (column) => column.notNull())
    .addColumn('proposed_by', 'text', (column) => column.notNull())
    .addColumn('proposed_by_name', 'text', (column) => column.notNull())
    .addColumn('proposed_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('directory_proposals_by_client')
    .on('directory_proposals')
    .columns(['client', 'proposed_at'])
    .execute();
}
