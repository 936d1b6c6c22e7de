import type { Kysely, Selectable, Transaction } from 'kysely';
import type { CampaignStorage, ReadCampaign, Sighting, StoredCampaign } from './campaigns-port.ts';
import { toCase } from './cases.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

/** Sightings and campaigns, on any engine that Kysely speaks to. */
export function campaignsIn(db: Kysely<Tables>): CampaignStorage {
  return {
    async casesToSight(since, limit) {
      const rows = await db
        .selectFrom('cases')
        .leftJoin('sightings', 'sightings.case_id', 'cases.id')
        .selectAll('cases')
        .where('cases.opened_at', '>=', since)
        .where((row) =>
          row.or([
            row('sightings.case_version', 'is', null),
            row('sightings.case_version', '<', row.ref('cases.version')),
          ]),
        )
        .orderBy('cases.opened_at')
        .orderBy('cases.id')
        .limit(limit)
        .execute();
      return rows.map(toCase);
    },

    async sightingsBetween(from, until) {
      const rows = await db
        .selectFrom('sightings')
        .selectAll()
        .where('at', '>=', from)
        .where('at', '<=', until)
        .orderBy('at')
        .orderBy('case_id')
        .execute();
      return rows.map(toSighting);
    },

    placeSightings: (sightings, opened) =>
      db.transaction().execute(async (transaction) => {
        for (const campaign of opened) await openCampaign(transaction, campaign);
        for (const sighting of sightings) await writeSighting(transaction, sighting);
        await dropEmpty(transaction);
      }),

    async campaignsSince(since) {
      const rows = await db
        .selectFrom('campaigns')
        .selectAll()
        .where((row) =>
          row.exists(
            row
              .selectFrom('sightings')
              .select('case_id')
              .whereRef('sightings.campaign', '=', 'campaigns.id')
              .where('sightings.at', '>=', since),
          ),
        )
        .orderBy('opened_at', 'desc')
        .orderBy('id')
        .execute();
      return await Promise.all(rows.map((row) => withSightings(db, row)));
    },

    async readCampaign(id) {
      const row = await db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
      return row && (await withSightings(db, row));
    },
  };
}

async function openCampaign(db: Transaction<Tables>, { id, openedAt }: StoredCampaign): Promise<void> {
  await db
    .insertInto('campaigns')
    .values({ id, opened_at: openedAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** A case that was deleted meanwhile leaves nothing behind. */
async function writeSighting(db: Transaction<Tables>, sighting: Sighting): Promise<void> {
  const found = await db.selectFrom('cases').select('id').where('id', '=', sighting.case).executeTakeFirst();
  if (found === undefined) return;
  const row = toRow(sighting);
  await db
    .insertInto('sightings')
    .values(row)
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(row))
    .execute();
}

async function dropEmpty(db: Transaction<Tables>): Promise<void> {
  await db
    .deleteFrom('campaigns')
    .where((row) =>
      row.not(
        row.exists(
          row.selectFrom('sightings').select('case_id').whereRef('sightings.campaign', '=', 'campaigns.id'),
        ),
      ),
    )
    .execute();
}

async function withSightings(
  db: Kysely<Tables>,
  { id, opened_at: openedAt }: Tables['campaigns'],
): Promise<ReadCampaign> {
  const rows = await db
    .selectFrom('sightings')
    .selectAll()
    .where('campaign', '=', id)
    .orderBy('at')
    .orderBy('case_id')
    .execute();
  return { id, openedAt, sightings: rows.map(toSighting) };
}

function toRow({ case: id, caseVersion, print, subject, ...same }: Sighting): Tables['sightings'] {
  return {
    ...same,
    case_id: id,
    case_version: caseVersion,
    print: toJson(print),
    subject: toJson(subject),
  };
}

function toSighting(row: Selectable<Tables['sightings']>): Sighting {
  const { case_id: id, case_version: caseVersion, print, subject, ...same } = row;
  return { ...same, case: id, caseVersion, print: fromJson(print), subject: fromJson(subject) };
}
