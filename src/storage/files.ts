import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';
import type { FileStorage, StoredFile } from './upkeep-port.ts';

/** What is known of the files that people sent, on any engine that Kysely speaks to. */
export function filesIn(db: Kysely<Tables>): FileStorage {
  return {
    addFile: (file, most) =>
      db.transaction().execute(async (transaction) => {
        const { count } = await transaction
          .selectFrom('files')
          .select((files) => files.fn.countAll<number | bigint | string>().as('count'))
          .where('conversation', '=', file.conversation)
          .executeTakeFirstOrThrow();
        if (Number(count) >= most) return 'full';
        const { keptAt, ...row } = file;
        await transaction
          .insertInto('files')
          .values({ ...row, kept_at: keptAt })
          .execute();
        return 'added';
      }),

    async readStoredFile(id) {
      const row = await db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toFile(row);
    },

    async findSameFile({ conversation, name, sha256, by }) {
      const row = await db
        .selectFrom('files')
        .selectAll()
        .where('conversation', '=', conversation)
        .where('sha256', '=', sha256)
        .where('name', '=', name)
        .where('by', '=', by)
        .executeTakeFirst();
      return row && toFile(row);
    },

    async fileIds() {
      const rows = await db.selectFrom('files').select('id').execute();
      return rows.map(({ id }) => id);
    },
  };
}

export function toFile({ kept_at: keptAt, ...file }: Selectable<Tables['files']>): StoredFile {
  return { ...file, keptAt };
}
