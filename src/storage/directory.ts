import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { addAuditRow } from './desk-audit.ts';
import { markOf } from './directory-mark.ts';
import type { DirectoryContent, DirectoryStorage, StoredEntry, StoredProposal } from './directory-port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type EntryRow = Selectable<Tables['directory_entries']>;

/** What clients hold for ringing back and whom they can ask, on any engine that Kysely speaks to. */
export function directoryIn(db: Kysely<Tables>): DirectoryStorage {
  return {
    async listEntries(client) {
      const rows = await db
        .selectFrom('directory_entries')
        .selectAll()
        .where('client', '=', client)
        .orderBy('name')
        .orderBy('id')
        .execute();
      return rows.map(toEntry);
    },

    async overdueEntries(clients, today) {
      const rows = await db
        .selectFrom('directory_entries')
        .selectAll()
        .where('client', 'in', [...clients])
        .where('review_by', '<', today)
        .orderBy('review_by')
        .orderBy('name')
        .execute();
      return rows.map(toEntry);
    },

    async readEntry(client, id) {
      const row = await findEntry(db, client, id);
      return row && toEntry(row);
    },

    async listProposals(client) {
      const rows = await db
        .selectFrom('directory_proposals')
        .selectAll()
        .where('client', '=', client)
        .orderBy('proposed_at')
        .orderBy('position')
        .execute();
      return rows.map(toProposal);
    },

    addProposals: (proposals, audit) =>
      db.transaction().execute(async (transaction) => {
        for (const [position, proposal] of proposals.entries())
          await transaction
            .insertInto('directory_proposals')
            .values(toProposalRow(proposal, position))
            .execute();
        for (const row of audit) await addAuditRow(transaction, row);
      }),

    approveProposal: (client, id, by, audit) =>
      db.transaction().execute(async (transaction) => {
        const row = await findProposal(transaction, client, id);
        if (row === undefined) return 'gone';
        const refused = await apply(transaction, toProposal(row), by, audit.at);
        if (refused !== undefined) return refused;
        await transaction.deleteFrom('directory_proposals').where('id', '=', id).execute();
        await addAuditRow(transaction, audit);
        return 'approved';
      }),

    dropProposal: (client, id, audit) =>
      db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('directory_proposals')
          .where('client', '=', client)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await addAuditRow(transaction, audit);
        return true;
      }),
  };
}

async function apply(
  db: Transaction<Tables>,
  { client, entry, baseVersion, after, proposedBy }: StoredProposal,
  by: string,
  at: string,
): Promise<'outdated' | 'same' | undefined> {
  if (proposedBy === by) throw new Error('Who proposes a change of the directory cannot approve it.');
  const before = await findEntry(db, client, entry);
  if ((before?.version ?? 0) !== baseVersion) return 'outdated';
  if (after === null) {
    await db.deleteFrom('directory_entries').where('id', '=', entry).execute();
    return undefined;
  }
  const mark = markOf(after);
  const other = await db
    .selectFrom('directory_entries')
    .select('id')
    .where('client', '=', client)
    .where('mark', '=', mark)
    .where('id', '<>', entry)
    .executeTakeFirst();
  if (other !== undefined) return 'same';
  const signed = { version: baseVersion + 1, proposed_by: proposedBy, approved_by: by, approved_at: at };
  const row: EntryRow = { id: entry, client, ...toColumns(after), mark, ...signed };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('directory_entries')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(row).where('directory_entries.client', '=', client),
    )
    .executeTakeFirst();
  // An id of another client is no entry here.
  return numInsertedOrUpdatedRows === 1n ? undefined : 'outdated';
}

async function findEntry(db: Kysely<Tables>, client: string, id: string): Promise<EntryRow | undefined> {
  return await db
    .selectFrom('directory_entries')
    .selectAll()
    .where('client', '=', client)
    .where('id', '=', id)
    .executeTakeFirst();
}

async function findProposal(
  db: Kysely<Tables>,
  client: string,
  id: string,
): Promise<Selectable<Tables['directory_proposals']> | undefined> {
  return await db
    .selectFrom('directory_proposals')
    .selectAll()
    .where('client', '=', client)
    .where('id', '=', id)
    .executeTakeFirst();
}

function toColumns({ reviewBy, passphraseHash, ...content }: DirectoryContent) {
  return { ...content, review_by: reviewBy, passphrase_hash: passphraseHash };
}

function toEntry(row: EntryRow): StoredEntry {
  const { mark: _, review_by, passphrase_hash, proposed_by, approved_by, approved_at, ...rest } = row;
  return {
    ...rest,
    reviewBy: review_by,
    passphraseHash: passphrase_hash,
    proposedBy: proposed_by,
    approvedBy: approved_by,
    approvedAt: approved_at,
  };
}

const text = z.string();
const Content = z.object({
  kind: z.enum(['number', 'colleague']),
  name: text,
  authority: text.nullable(),
  number: text.nullable(),
  login: text.nullable(),
  deputy: text.nullable(),
  source: text,
  owner: text,
  since: text,
  reviewBy: text,
  passphraseHash: text.nullable(),
}) satisfies z.ZodType<DirectoryContent>;

function toProposal(row: Selectable<Tables['directory_proposals']>): StoredProposal {
  return {
    id: row.id,
    client: row.client,
    entry: row.entry,
    baseVersion: row.base_version,
    after: Content.nullable().parse(fromJson(row.after)),
    batch: row.batch,
    proposedBy: row.proposed_by,
    proposedByName: row.proposed_by_name,
    proposedAt: row.proposed_at,
  };
}

function toProposalRow(
  proposal: StoredProposal,
  position: number,
): Selectable<Tables['directory_proposals']> {
  const { id, client, entry, baseVersion, after, batch, proposedBy, proposedByName, proposedAt } = proposal;
  return {
    id,
    client,
    position,
    entry,
    base_version: baseVersion,
    after: toJson(after),
    batch,
    proposed_by: proposedBy,
    proposed_by_name: proposedByName,
    proposed_at: proposedAt,
  };
}
