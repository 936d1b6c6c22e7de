import { sql, type ExpressionBuilder, type Kysely } from 'kysely';
import { toCase } from './cases.ts';
import type { CaseSearch, ClientScope, DeskStorage } from './desk-port.ts';
import type { Tables } from './tables.ts';

type DeskCases = Pick<DeskStorage, 'searchCases' | 'casesOpened' | 'casesHolding' | 'lastMessages'>;

/** More than a year of a busy firm; figures over more than this are no help to anybody. */
const mostCases = 20_000;

/** Read whenever somebody looks at a case; a wave of one scam has more than anybody counts. */
const mostAlike = 500;

/** Cases as the desk looks for them, on any engine that Kysely speaks to. */
export function deskCasesIn(db: Kysely<Tables>): DeskCases {
  return {
    async searchCases(search) {
      const rows = await matching(db, search)
        .orderBy((row) => row.case().when('status', '=', 'closed').then(1).else(0).end())
        .orderBy((row) => row.case().when('status', '=', 'closed').then('').else(row.ref('priority')).end())
        .orderBy((row) => row.case().when('status', '=', 'closed').then('').else(row.ref('opened_at')).end())
        .orderBy('closed_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toCase);
    },

    async casesOpened(clients, from, until) {
      const rows = await ofClients(db, clients)
        .where('opened_at', '>=', from)
        .where('opened_at', '<', until)
        .orderBy('opened_at')
        .limit(mostCases)
        .execute();
      return rows.map(toCase);
    },

    async casesHolding(texts, since) {
      if (texts.length === 0) return [];
      const rows = await db
        .selectFrom('cases')
        .selectAll()
        .where('opened_at', '>=', since)
        .where((either) => either.or(texts.map((text) => contains(either, 'brief', inJson(text)))))
        .orderBy('opened_at', 'desc')
        .limit(mostAlike)
        .execute();
      return rows.map(toCase);
    },

    async lastMessages(conversations) {
      if (conversations.length === 0) return new Map();
      const rows = await db
        .selectFrom('messages')
        .select(['conversation', (of) => of.fn.max('at').as('at')])
        .where('conversation', 'in', [...conversations])
        .groupBy('conversation')
        .execute();
      return new Map(rows.map(({ conversation, at }) => [conversation, at]));
    },
  };
}

function matching(db: Kysely<Tables>, { clients, status, priority, technician, words, limit }: CaseSearch) {
  let query = ofClients(db, clients).limit(limit);
  if (status !== undefined) query = query.where('status', 'in', [...status]);
  if (priority !== undefined) query = query.where('priority', 'in', [...priority]);
  if (technician !== undefined) query = query.where('technician_id', '=', technician);
  for (const word of words) query = query.where((row) => holds(row, word));
  return query;
}

function ofClients(db: Kysely<Tables>, clients: ClientScope) {
  const query = db.selectFrom('cases').selectAll();
  return clients === 'all' ? query : query.where('client', 'in', [...clients]);
}

type CaseRow = ExpressionBuilder<Tables, 'cases'>;

function holds(row: CaseRow, word: string) {
  const said = row
    .selectFrom('messages')
    .select('messages.id')
    .whereRef('messages.conversation', '=', 'cases.conversation')
    .where(sql<boolean>`messages.text like ${pattern(word)} escape '\\'`);
  return row.or([
    contains(row, 'id', word),
    contains(row, 'technician_name', word),
    contains(row, 'brief', inJson(word)),
    contains(row, 'closing', inJson(word)),
    row.exists(said),
  ]);
}

function contains(row: CaseRow, column: 'id' | 'technician_name' | 'brief' | 'closing', text: string) {
  return sql<boolean>`coalesce(${row.ref(column)}, '') like ${pattern(text)} escape '\\'`;
}

/** What is looked for is text, not a pattern. */
function pattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** As the text stands inside JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
