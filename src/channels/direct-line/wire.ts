import * as z from 'zod';
import type { LoggedActivity } from '../../storage/port.ts';
import type { WireActivity } from '../port.ts';
import type { Seat } from './tokens.ts';

/** Where the bot's answers go; the bot adapter keeps what carries this address inside the process. */
export const serviceUrl = 'urn:local-directline';
const channelId = 'webchat';
const bot = { id: 'callcheck', name: 'Callcheck', role: 'bot' };

/** What a reader gets: activities in the order they are shown, and the watermark to read on from. */
export type Page = { activities: readonly WireActivity[]; watermark: number };

/** Logged activities as the chat client sees them, without the ones that only the bot runs on. */
export function toPage(logged: readonly LoggedActivity[], conversation: string, after: number): Page {
  const activities = logged.map((entry) => toClient(entry, conversation));
  return {
    activities: activities.filter(({ type }) => type !== 'conversationUpdate'),
    watermark: Math.max(after, ...logged.map(({ revision }) => revision)),
  };
}

function toClient({ id, at, body }: LoggedActivity, conversation: string): WireActivity {
  return { ...Body.parse(body), id, timestamp: at, channelId, conversation: { id: conversation } };
}

/** A logged activity as the bot receives it, the same now and after a restart. */
export function toBot(logged: LoggedActivity, conversation: string): WireActivity {
  return { ...toClient(logged, conversation), serviceUrl, recipient: bot };
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
  const { replyId: _, ...channelData } = asRecord(activity['channelData']);
  const { name = bot.name } = asRecord(from);
  return {
    ...Object.fromEntries(said),
    type,
    from: { ...bot, name },
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
