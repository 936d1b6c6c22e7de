import type { TurnContext } from 'botbuilder';
import { cataloguePath } from '../../../dialog/anchor.ts';
import { sentence, wordingFor } from '../../../dialog/words.ts';
import { adviceFor } from '../../../domain/advice.ts';
import type { Assessment } from '../../../domain/assessment.ts';
import type { Knowledge, Wording } from '../../../domain/knowledge.ts';
import type { Log } from '../../../observability/log.ts';
import type { Aside } from '../aside.ts';
import { cardContentType, renderCard, type Json } from '../card.ts';
import type { Envelope } from '../envelope.ts';
import { languageOf } from '../read-turn.ts';
import { Check, Query, Submission } from './activity.ts';
import { findingCard, type Finding } from './finding-card.ts';
import { messageCard } from './message-card.ts';
import { clean, readMessageText } from './message-text.ts';
import { reportMessage, type ReportOptions } from './report.ts';

export type ExtensionOptions = ReportOptions & {
  knowledge: (client: string) => Knowledge;
  /** Entries that fit the words, the best first. */
  search: (query: string, knowledge: Knowledge) => readonly Finding[];
  /** Scams that this client's people met most lately; others fill the list. */
  mostSeen: (client: string) => Promise<readonly string[]>;
  judge: (story: string, knowledge: Knowledge) => Assessment;
  region: string;
  publicUrl: string | undefined;
  itDesk: { name: string };
  log: Log;
};

/** The message extension: a search above the box to write in, and "Check this message" on every message. */
export function createExtension(options: ExtensionOptions): Aside {
  return {
    takes: ({ type, channelId, name }) =>
      channelId === 'msteams' && type === 'invoke' && name?.startsWith('composeExtension/') === true,
    answer: async (_context: TurnContext, activity, client) => {
      const asked = { activity, client, wording: wordingOf(options, activity, client) };
      try {
        return await answer(options, asked);
      } catch (error) {
        options.log.error({ err: error, name: activity.name, client }, 'a search or a dialog failed');
        return tellFailure(options, asked);
      }
    },
  };
}

type Asked = { activity: Envelope; client: string; wording: Wording };

/** Anything else of the extension's is answered with nothing, which Teams takes for "close". */
async function answer(options: ExtensionOptions, asked: Asked): Promise<Json | undefined> {
  const { activity } = asked;
  switch (activity.name ?? '') {
    case 'composeExtension/query':
      return await answerQuery(options, asked);
    case 'composeExtension/fetchTask':
      return answerCheck(options, asked);
    case 'composeExtension/submitAction':
      return await answerSubmission(options, asked);
    default:
      return undefined;
  }
}

async function answerQuery(options: ExtensionOptions, asked: Asked): Promise<Json | undefined> {
  const query = Query.safeParse(asked.activity['value']).data;
  if (query === undefined) return undefined;
  const { client, wording } = asked;
  const { region, search, mostSeen } = options;
  const knowledge = options.knowledge(client);
  const typed = query.parameters.find(({ name }) => name === 'query')?.value;
  const words = typeof typed === 'string' ? typed.slice(0, 300) : '';
  const findings =
    words.trim() === '' ? listScams(await mostSeen(client), knowledge) : search(words, knowledge);
  const { skip, count } = query.queryOptions;
  const shelf = { knowledge, wording, region, catalogue: catalogueOf(options) };
  const attachments = findings.slice(skip, skip + count).flatMap((finding) => findingCard(finding, shelf));
  if (attachments.length === 0 && skip === 0)
    return { composeExtension: { type: 'message', text: sentence(wording, 'message.not-found') } };
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
}

/** What was met lately first, then the rest by name. */
function listScams(seen: readonly string[], { scams }: Knowledge): Finding[] {
  const place = (id: string): number => (seen.includes(id) ? seen.indexOf(id) : seen.length);
  return scams
    .filter(({ status }) => status === 'published')
    .toSorted((one, other) => place(one.id) - place(other.id) || one.title.localeCompare(other.title))
    .map(({ id }) => ({ kind: 'scam', id }));
}

function answerCheck(options: ExtensionOptions, asked: Asked): Json | undefined {
  const check = Check.safeParse(asked.activity['value']).data;
  if (check === undefined) return undefined;
  const { wording, client } = asked;
  const { id, body, from } = check.messagePayload;
  const { text, wasCut } = readMessageText(body);
  if (text === '') return openDialog(tell('message.empty', wording), wording);
  const knowledge = options.knowledge(client);
  const assessment = options.judge(text, knowledge);
  const { verifyBy } = adviceFor(assessment, options.region, knowledge);
  const card = renderCard(
    messageCard({ assessment, verifyBy, wasCut }, wording),
    wording,
    catalogueOf(options),
  );
  const who = (from?.user?.displayName ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 80);
  const title = sentence(wording, 'message.open-case');
  const data = { callcheck: { verb: 'open-case', message: id, who, text } };
  return openDialog({ ...card, actions: [{ type: 'Action.Submit', title, data }] }, wording);
}

async function answerSubmission(options: ExtensionOptions, asked: Asked): Promise<Json | undefined> {
  const submission = Submission.safeParse(asked.activity['value']).data?.data.callcheck;
  if (submission === undefined) return undefined;
  const { activity, client, wording } = asked;
  const who = submission.who === '' ? sentence(wording, 'message.somebody') : submission.who;
  const story = sentence(wording, 'message.story', { who, text: clean(submission.text).text });
  const { reference, where } = await reportMessage(
    { message: submission.message, story },
    activity,
    client,
    options,
  );
  const desk = options.itDesk.name;
  if (reference === undefined) return openDialog(tell('message.passed-on', wording, { desk }), wording);
  const key = where === 'chat' ? 'message.opened' : 'message.opened-elsewhere';
  return openDialog(tell(key, wording, { reference, desk }), wording);
}

/** A dialog that only says something. */
function tell(key: string, wording: Wording, slots: Record<string, string> = {}): Json {
  const summary = sentence(wording, key, slots);
  const heading = sentence(wording, `${key}.heading`, slots);
  const blocks = [{ kind: 'text', text: summary }] as const;
  return renderCard({ id: 'told', tone: 'calm', heading, summary, blocks, offers: [] }, wording);
}

function openDialog(content: Json, wording: Wording): Json {
  const card = { contentType: cardContentType, content };
  const title = sentence(wording, 'message.title');
  return { task: { type: 'continue', value: { title, height: 'medium', width: 'medium', card } } };
}

/** Said where it happened, to nobody else: an error must not be told in a chat that others read. */
function tellFailure({ itDesk }: ExtensionOptions, { activity, wording }: Asked): Json {
  const slots = { desk: itDesk.name };
  if (activity.name === 'composeExtension/query')
    return { composeExtension: { type: 'message', text: sentence(wording, 'message.failed', slots) } };
  return openDialog(tell('message.failed', wording, slots), wording);
}

function wordingOf({ knowledge, language }: ExtensionOptions, activity: Envelope, client: string): Wording {
  return wordingFor(languageOf(activity) ?? language, knowledge(client).wording);
}

function catalogueOf({ publicUrl }: ExtensionOptions): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}${cataloguePath}`;
}
