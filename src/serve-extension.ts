import * as z from 'zod';
import { searchKnowledge } from './catalogue/search.ts';
import type { Aside } from './channels/bot-framework/aside.ts';
import { createExtension } from './channels/bot-framework/extension/extension.ts';
import type { Config } from './config.ts';
import type { Converse } from './conversation/port.ts';
import { assess } from './domain/assess.ts';
import type { Knowledge } from './domain/knowledge.ts';
import { mostSeenScams } from './handoff/desk/most-seen.ts';
import type { Reach } from './handoff/port.ts';
import { withNumbers } from './numbers/check.ts';
import type { Log } from './observability/log.ts';
import { placeOf } from './server/api/reach.ts';
import type { SqliteStorage } from './storage/sqlite.ts';

type Parts = {
  config: Config;
  storage: SqliteStorage;
  converse: Converse;
  knowledge: (client: string) => Knowledge;
  deliver: Reach['deliver'];
  log: Log;
};

/** The search and "Check this message" in Teams, on the knowledge and the cases that everything else uses. */
export function serveExtension({ config, storage, converse, knowledge, deliver, log }: Parts): Aside {
  const { region, language, publicUrl, itDesk } = config;
  return createExtension({
    knowledge,
    search: searchKnowledge,
    mostSeen: async (client) => await mostSeenScams(storage, client, new Date()),
    judge: (story, known) => assess(withNumbers({ story, answers: [], proofs: [], region }, known), known),
    converse,
    deliver,
    findPerson: async (client, id) => await storage.readTeamsPerson(client, id),
    caseOf: async (conversation, activity) =>
      Opened.parse((await storage.readHandled(conversation, activity))?.effects ?? []),
    nowhere: placeOf('teams'),
    region,
    language,
    publicUrl,
    itDesk,
    now: () => new Date(),
    log,
  });
}

/** The first of the effects that opens a case. */
const Opened = z
  .array(z.looseObject({ kind: z.string(), reference: z.string().optional() }))
  .transform((effects) => effects.find(({ kind }) => kind === 'open-case')?.reference);
