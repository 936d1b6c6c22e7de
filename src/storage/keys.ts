import type { Kysely, Selectable } from 'kysely';
import * as z from 'zod';
import type { ApiStorage, StoredKey } from './api-port.ts';
import { addAuditRow } from './desk-audit.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

type Keys = Pick<ApiStorage, 'addKey' | 'readKey' | 'listKeys' | 'revokeKey' | 'touchKey' | 'claimRequest'>;

/** Keys of other systems and the requests they made, on any engine that Kysely speaks to. */
export function keysIn(db: Kysely<Tables>): Keys {
  return {
    addKey: ({ id, secretHash, name, client, scopes, createdAt }, audit) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('api_keys')
          .values({
            id,
            secret_hash: secretHash,
            name,
            client,
            scopes: toJson(scopes),
            created_at: createdAt,
            revoked_at: null,
            last_used_at: null,
          })
          .execute();
        await addAuditRow(transaction, audit);
      }),

    async readKey(id) {
      const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toKey(row);
    },

    async listKeys() {
      const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(toKey);
    },

    revokeKey: (id, audit) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('api_keys')
          .set({ revoked_at: audit.at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await addAuditRow(transaction, audit);
        return true;
      }),

    async touchKey(id, at) {
      await db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute();
    },

    async claimRequest({ key, request, digest, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('api_requests')
        .values({ key_id: key, request, digest, at })
        .onConflict((conflict) => conflict.columns(['key_id', 'request']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return 'new';
      const first = await db
        .selectFrom('api_requests')
        .select('digest')
        .where('key_id', '=', key)
        .where('request', '=', request)
        .executeTakeFirstOrThrow();
      return first.digest === digest ? 'same' : 'other';
    },
  };
}

const Scopes = z.array(z.string());

function toKey(row: Selectable<Tables['api_keys']>): StoredKey {
  return {
    id: row.id,
    secretHash: row.secret_hash,
    name: row.name,
    client: row.client,
    scopes: Scopes.parse(fromJson(row.scopes)),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
