import * as z from 'zod';
import type { FileRef } from '../../dialog/brief.ts';
import { isPicture } from '../files.ts';
import type { LoggedActivity } from '../../storage/port.ts';
import type { WireActivity } from '../port.ts';
import type { Seat } from './tokens.ts';

/** Where the bot's answers go; the bot adapter keeps what carries this address inside the process. */
export const serviceUrl = 'urn:local-directline';
const channelId = 'webchat';
const bot = { id: 'callcheck', name: 'Callcheck', role: 'bot' };

/** What a reader gets: activities in the order they are shown, and the watermark to read on from. */
export type Page = { activities: readonly WireActivity[]; watermark: number };

/** Where a file of this conversation can be had, for a while. */
export type AddressOf = (conversation: string, file: FileRef) => Promise<string>;

/** Logged activities as the chat client sees them, without the ones that only the bot runs on. */
export async function toPage(
  logged: readonly LoggedActivity[],
  conversation: string,
  after: number,
  addressOf: AddressOf,
): Promise<Page> {
  const activities = await Promise.all(logged.map((entry) => toClient(entry, conversation, addressOf)));
  return {
    activities: activities.filter(({ type }) => type !== 'conversationUpdate'),
    watermark: Math.max(after, ...logged.map(({ revision }) => revision)),
  };
}

/** Files get their addresses only now: one that was kept in the log would be too old one day. */
async function toClient(
  logged: LoggedActivity,
  conversation: string,
  addressOf: AddressOf,
): Promise<WireActivity> {
  const { files, refused: _, ...shown } = placed(logged, conversation);
  const sent = await Promise.all(
    Files.parse(files).map(async (file) => toAttachment(file, await addressOf(conversation, file))),
  );
  return sent.length === 0 ? shown : { ...shown, attachments: sent };
}

/** The chat client shows a person their own picture only when there is a small copy; ours serves as both. */
function toAttachment(file: FileRef, contentUrl: string): Record<string, string> {
  const { name, type } = file;
  if (!isPicture(file)) return { name, contentType: 'application/octet-stream', contentUrl };
  return { name, contentType: type, contentUrl, thumbnailUrl: contentUrl };
}

function placed({ id, at, body }: LoggedActivity, conversation: string): WireActivity {
  return { ...Body.parse(body), id, timestamp: at, channelId, conversation: { id: conversation } };
}

/** A logged activity as the bot receives it, the same now and after a restart. */
export function toBot(logged: LoggedActivity, conversation: string): WireActivity {
  return { ...placed(logged, conversation), serviceUrl, recipient: bot };
}

/** What is kept of something the person did: the sender is who the token says. */
export function fromPerson(said: Body, { user }: Seat): Body {
  return { ...said, from: { id: user, name: '', role: 'user' } };
}

/**
 * What is kept of something the bot says. The chat client holds a reply back while it does not know the activity replied
 * to, so `replyToId` stays only when it is `answering`, which the client has seen.
 */
export function fromBot(activity: WireActivity, answering: string | undefined): Body {
  const { type, from } = activity;
  const said = Object.entries(activity).filter(([name]) => !setByServer.has(name));
  const { replyId: _, files, ...channelData } = asRecord(activity['channelData']);
  const { name = bot.name } =
    channelData['speaker'] === undefined ? asRecord(from) : { name: channelData['speaker'] };
  return {
    ...Object.fromEntries(said),
    type,
    from: { ...bot, name },
    ...(Files.parse(files).length > 0 && { files }),
    ...(Object.keys(channelData).length > 0 && { channelData }),
    ...(answering !== undefined && activity['replyToId'] === answering && { replyToId: answering }),
  };
}

/** The id the bot adapter chose, so that saying the same again replaces what was said. */
export function replyIdOf(activity: WireActivity): string | undefined {
  const { replyId } = asRecord(activity['channelData']);
  return typeof replyId === 'string' && replyId !== '' ? replyId : undefined;
}

/** Something that is shown now and not kept, such as typing. */
export function passing(body: Body, conversation: string, id: string, at: string): WireActivity {
  return { ...body, id, timestamp: at, channelId, conversation: { id: conversation } };
}

/** Stands where the bot took something back: the chat client shows no empty bubble. */
export const removed: Body = { type: 'message', text: '', from: bot };

/** As we kept them; anything else is none. */
const Files = z
  .array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      bytes: z.number(),
      sha256: z.string(),
    }),
  )
  .catch([]);

const Body = z.looseObject({ type: z.string() });
export type Body = z.infer<typeof Body>;

const setByServer = new Set([
  'id',
  'timestamp',
  'localTimestamp',
  'channelId',
  'serviceUrl',
  'conversation',
  'from',
  'recipient',
  'replyToId',
  'channelData',
  'callerId',
  'relatesTo',
]);

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
