import { sql, type Kysely } from 'kysely';

/** Whose a conversation is and where to find it, how far a case is and who has it, everything said, and who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendConversations(db);
  await extendCases(db);
  await db.schema
    .alterTable('outbox')
    .addColumn('target', 'text', (column) => column.notNull().defaultTo('none'))
    .execute();
  await createMessages(db);
  await createAudit(db);
}

async function extendConversations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('conversations')
    .addColumn('client', 'text', (column) => column.notNull().defaultTo('main'))
    .execute();
  await db.schema.alterTable('conversations').addColumn('reference', 'text').execute();
  await db.schema
    .alterTable('handled_activities')
    .addColumn('channel', 'text', (column) => column.notNull().defaultTo('webchat'))
    .execute();
  await db.schema
    .createIndex('handled_activities_undelivered')
    .on('handled_activities')
    .columns(['channel', 'handled_at'])
    .where(sql.ref('delivered'), '=', sql.lit(0))
    .execute();
}

async function extendCases(db: Kysely<unknown>): Promise<void> {
  const texts: [string, string | undefined][] = [
    ['client', 'main'],
    ['status', 'waiting'],
    ['technician_id', undefined],
    ['technician_name', undefined],
    ['accepted_at', undefined],
    ['closed_at', undefined],
    ['closing', 'null'],
  ];
  for (const [name, first] of texts)
    await db.schema
      .alterTable('cases')
      .addColumn(name, 'text', (column) => (first === undefined ? column : column.notNull().defaultTo(first)))
      .execute();
  await db.schema
    .alterTable('cases')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema.createIndex('cases_by_status').on('cases').columns(['status', 'opened_at']).execute();
  await db.schema
    .alterTable('case_events')
    .addColumn('by', 'text', (column) => column.notNull().defaultTo('bot'))
    .execute();
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('conversation', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('files', 'text', (column) => column.notNull())
    .addColumn('earlier', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('messages_key', ['conversation', 'id'])
    .addUniqueConstraint('messages_position', ['conversation', 'position'])
    .execute();
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('position', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  for (const deed of ['update', 'delete'])
    await sql`
      create trigger ${sql.id(`audit_refuse_${deed}`)} before ${sql.raw(deed)} on audit
      begin
        select raise(abort, 'the audit log only grows');
      end
    `.execute(db);
}
