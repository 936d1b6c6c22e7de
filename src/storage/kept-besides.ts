import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { fromJson, type Tables } from './tables.ts';
import type { KeptBesides } from './upkeep-port.ts';

/** What is kept of whoever has this conversation, beside what is in it. */
export async function readBesides(
  db: Kysely<Tables>,
  { conversation, login }: { conversation: string; login: string | null },
): Promise<KeptBesides> {
  return {
    alerts: await readAlerts(db, conversation, login),
    fingerprints: await readFingerprints(db, conversation),
    checks: await db
      .selectFrom('checks')
      .select(['id', 'kind', 'about', 'asked_at as askedAt', 'outcome'])
      .where('conversation', '=', conversation)
      .orderBy('asked_at')
      .execute(),
    asked: await db
      .selectFrom('check_questions')
      .select(['check_id as check', 'answer'])
      .where('conversation', '=', conversation)
      .execute(),
  };
}

async function readAlerts(
  db: Kysely<Tables>,
  conversation: string,
  login: string | null,
): Promise<KeptBesides['alerts']> {
  const rows = await db
    .selectFrom('alert_deliveries')
    .leftJoin('alerts', 'alerts.id', 'alert_deliveries.alert')
    .selectAll('alert_deliveries')
    .select('alerts.content')
    .where((row) =>
      row.or([
        row('conversation', '=', conversation),
        ...(login === null ? [] : [row(sql`lower(login)`, '=', login.toLowerCase())]),
      ]),
    )
    .orderBy('claimed_at')
    .execute();
  return rows.map(({ alert, content, way, state, claimed_at: at, answer, answered_at: answeredAt }) => {
    const title = Titled.safeParse(fromJson(content ?? 'null')).data?.title ?? null;
    return { alert, title, way, state, at, answer, answeredAt };
  });
}
const Titled = z.object({ title: z.string() });

async function readFingerprints(
  db: Kysely<Tables>,
  conversation: string,
): Promise<KeptBesides['fingerprints']> {
  const rows = await db
    .selectFrom('sightings')
    .innerJoin('cases', 'cases.id', 'sightings.case_id')
    .selectAll('sightings')
    .where('cases.conversation', '=', conversation)
    .orderBy('sightings.at')
    .execute();
  return rows.map(({ case_id, at, reporter, print, subject, campaign }) => ({
    case: case_id,
    at,
    reporter,
    print: fromJson(print),
    subject: fromJson(subject),
    campaign,
  }));
}
