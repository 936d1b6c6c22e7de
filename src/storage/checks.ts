import type { Kysely, Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import type { Attestation, CheckStorage, StoredCheck, WrittenCheck } from './checks-port.ts';
import { fromJson, toJson, type Tables } from './tables.ts';

const listLimit = 500;

/** Checks of who is calling, on any engine that Kysely speaks to. */
export function checksIn(db: Kysely<Tables>): CheckStorage {
  return {
    async readCheck(id) {
      const row = await db.selectFrom('checks').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toCheck(row);
    },

    async checksOf(caseId) {
      const rows = await db
        .selectFrom('checks')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('asked_at')
        .execute();
      return rows.map(toCheck);
    },

    async openChecks(kind, clients) {
      const open = db
        .selectFrom('checks')
        .selectAll()
        .where('stage', '<>', 'over')
        .where('kind', '=', kind)
        .limit(listLimit);
      const theirs = clients === 'all' ? open : open.where('client', 'in', [...clients]);
      return (await theirs.orderBy('asked_at').orderBy('id').execute()).map(toCheck);
    },

    async dueChecks(now) {
      const rows = await db
        .selectFrom('checks')
        .selectAll()
        .where('stage', '<>', 'over')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('id')
        .limit(listLimit)
        .execute();
      return rows.map(toCheck);
    },

    async addCheckQuestion({ check, asked, conversation }) {
      await db
        .insertInto('check_questions')
        .values({ check_id: check, asked, conversation, answer: null, stage: 'open' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async openCheckQuestions() {
      const rows = await db
        .selectFrom('check_questions as question')
        .innerJoin('checks', 'checks.id', 'question.check_id')
        .selectAll('checks')
        .select([
          'question.asked as asked_id',
          'question.conversation as asked_in',
          'question.answer',
          'question.stage as question_stage',
        ])
        .where('question.stage', '<>', 'closed')
        .orderBy('checks.asked_at')
        .limit(listLimit)
        .execute();
      return rows.map((row) => ({
        check: row.id,
        asked: row.asked_id,
        conversation: row.asked_in,
        answer: row.answer,
        stage: row.question_stage,
        of: toCheck(row),
      }));
    },

    async moveCheckQuestion({ check, asked }, stage) {
      await db
        .updateTable('check_questions')
        .set({ stage })
        .where('check_id', '=', check)
        .where('asked', '=', asked)
        .where('stage', '<>', 'closed')
        .execute();
    },
  };
}

type Writer = { conversation: string; client: string; activity: string };

/**
 * The checks of one turn. Where one has no words any more, the effects of the turn that showed them go too: they were for one minute
 * and two people.
 */
export async function writeChecks(
  db: Transaction<Tables>,
  { conversation, client, activity }: Writer,
  checks: readonly WrittenCheck[],
): Promise<void> {
  for (const check of checks) {
    const before = await db
      .selectFrom('checks')
      .select(['conversation', 'words_activity'])
      .where('id', '=', check.id)
      .executeTakeFirst();
    if (before !== undefined && before.conversation !== conversation)
      throw new Error(
        `Check ${check.id} belongs to another conversation, so nothing of this turn was stored.`,
      );
    const shownIn = check.words === null ? null : (before?.words_activity ?? activity);
    const row = toRow({ ...check, conversation, client }, shownIn);
    await db.replaceInto('checks').values(row).execute();
    if (check.words === null && before?.words_activity)
      await forgetEffects(db, conversation, before.words_activity);
  }
}

async function forgetEffects(db: Transaction<Tables>, conversation: string, activity: string): Promise<void> {
  await db
    .updateTable('handled_activities')
    .set({ effects: '[]' })
    .where('conversation', '=', conversation)
    .where('activity', '=', activity)
    .execute();
}

/** Only whoever was asked can answer, in their own conversation, once, and while they are asked. */
export async function writeAttestations(
  db: Transaction<Tables>,
  conversation: string,
  attestations: readonly Attestation[],
): Promise<void> {
  for (const { check, answer } of attestations)
    await db
      .updateTable('check_questions')
      .set({ answer })
      .where('check_id', '=', check)
      .where('conversation', '=', conversation)
      .where('answer', 'is', null)
      .where('stage', '<>', 'closed')
      .execute();
}

function toRow(check: StoredCheck, wordsActivity: string | null): Tables['checks'] {
  return {
    id: check.id,
    kind: check.kind,
    client: check.client,
    conversation: check.conversation,
    case_id: check.case,
    person_id: check.person.id,
    person_name: check.person.name,
    person_channel: check.person.channel,
    language: check.person.language,
    about: check.about,
    stage: check.stage,
    asked_at: check.askedAt,
    due_at: check.dueAt,
    technician_id: check.technician?.id ?? null,
    technician_name: check.technician?.name ?? null,
    words: check.words === null ? null : toJson(check.words),
    words_activity: wordsActivity,
    asked: toJson(check.asked),
    outcome: check.outcome,
  };
}

function toCheck(row: Selectable<Tables['checks']>): StoredCheck {
  const { technician_id: technician } = row;
  return {
    id: row.id,
    kind: row.kind,
    client: row.client,
    conversation: row.conversation,
    case: row.case_id,
    person: {
      id: row.person_id,
      name: row.person_name,
      channel: row.person_channel,
      language: row.language,
    },
    about: row.about,
    stage: row.stage,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    technician: technician === null ? null : { id: technician, name: row.technician_name ?? technician },
    words: row.words === null ? null : Words.parse(fromJson(row.words)),
    asked: Asked.parse(fromJson(row.asked)),
    outcome: row.outcome,
  };
}

const Words = z.array(z.string());
const Asked = z.object({ id: z.string(), name: z.string(), teamsId: z.string().nullable() }).nullable();
