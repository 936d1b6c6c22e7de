import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { DialogEvent, Turn } from '../../dialog/turn.ts';
import type { Arrived } from '../files.ts';
import type { Envelope } from './envelope.ts';
import { referenceOf } from './reference.ts';
import { readCardAction, readRating, readTapped } from './taps.ts';
import { wordsOf, type Words } from './words.ts';

/** Ours is the chat whose activities never leave the process. */
export const localServiceUrl = 'urn:local-directline';

/** `ignored` activities are fine and want no answer: channels send kinds that did not exist when this was written. */
export type Read = { kind: 'turn'; turn: Turn } | { kind: 'ignored' };

export type Circumstances = {
  language: string;
  now: () => Date;
  client: string;
  /** What became of the files that came along. */
  arrived: Arrived;
};

/** What the person did, whatever the channel. `now` is used where nobody we trust says when. */
export function readTurn(activity: Envelope, { language, now, client, arrived }: Circumstances): Read {
  const event = readEvent(activity, arrived);
  if (event === undefined) return { kind: 'ignored' };
  const { channelId: channel, from } = activity;
  const turn: Turn = {
    channel,
    conversation: conversationKey(activity),
    activity: idOf(activity),
    client,
    reference: referenceOf(activity),
    person: { id: from.id, name: from.name?.trim() || undefined },
    ...((activity.conversation.conversationType ?? 'personal') !== 'personal' && { shared: true }),
    at: timeOf(activity, now),
    language: languageOf(activity) ?? language,
    event,
  };
  return { kind: 'turn', turn };
}

/** Other channels may not name our own conversations, so theirs have the channel in front. */
export function conversationKey({
  channelId,
  serviceUrl,
  conversation,
}: Pick<Envelope, 'channelId' | 'serviceUrl'> & { conversation: { id: string } }): string {
  return serviceUrl === localServiceUrl ? conversation.id : `${channelId}/${conversation.id}`;
}

function readEvent(activity: Envelope, arrived: Arrived): DialogEvent | undefined {
  switch (activity.type) {
    case 'message':
      return readMessage(activity, arrived);
    case 'messageUpdate':
      return readEdit(activity, wordsOf(activity));
    case 'messageDelete':
      return readEdit(activity, { text: '', masked: false });
    case 'conversationUpdate':
      return readMembers(activity);
    case 'installationUpdate':
      return readInstallation(activity);
    case 'event':
      return activity.name === 'webchat/join' ? { kind: 'joined' } : undefined;
    case 'invoke':
      return readInvoke(activity);
    default:
      return undefined;
  }
}

/** A tap has a value and no text; in Teams every text also comes as an HTML attachment, which is no file. */
function readMessage(activity: Envelope, { files, refused }: Arrived): DialogEvent | undefined {
  const tapped = readTapped(activity['value']);
  if (tapped !== undefined) return tapped;
  const words = wordsOf(activity);
  const phrase = phraseIn(activity);
  if (phrase !== undefined) return { kind: 'said', text: words.text, masked: false, phrase };
  if (files.length > 0) return { kind: 'said', ...words, files };
  if (words.text.trim() !== '') return { kind: 'said', ...words };
  // The person is told why; there is nothing else to answer.
  if (refused.length > 0) return undefined;
  if ((activity.attachments ?? []).some((attachment) => !isHtml(attachment)))
    return { kind: 'unsupported', what: 'file' };
  if (activity['value'] !== undefined && activity['value'] !== null)
    return { kind: 'unsupported', what: 'button' };
  return { kind: 'said', ...words };
}

/** Whether a passphrase fitted, from our own web chat alone: nobody else can say so. */
function phraseIn({ serviceUrl, ...activity }: Envelope): 'right' | 'wrong' | undefined {
  if (serviceUrl !== localServiceUrl) return undefined;
  return Sealed.safeParse(activity['channelData']).data?.phrase;
}
const Sealed = z.looseObject({ phrase: z.enum(['right', 'wrong']) });

/** An edit comes under the id of the message that it changes; one that names none changes nothing. */
function readEdit({ id }: Envelope, words: Words): DialogEvent | undefined {
  return id === undefined || id === null ? undefined : { kind: 'edited', message: id, ...words };
}

/** A card action, or what somebody thinks of our answer; the other invokes are none of a conversation's. */
function readInvoke({ name, value }: Envelope): DialogEvent | undefined {
  if (name === 'adaptiveCard/action') return readCardAction(value) ?? { kind: 'unsupported', what: 'button' };
  return name === 'message/submitAction' ? readRating(value) : undefined;
}

/** In Teams somebody else who comes or goes is no business of ours: the bot greets where it is new itself. Elsewhere people join. */
function readMembers({
  channelId,
  membersAdded,
  recipient,
  conversation,
}: Envelope): DialogEvent | undefined {
  const added = (membersAdded ?? []).flatMap((member) => Member.safeParse(member).data?.id ?? []);
  if (channelId === 'msteams')
    return added.includes(recipient.id) ? joinedIn(conversation.conversationType) : undefined;
  return added.some((id) => id !== recipient.id) ? { kind: 'joined' } : undefined;
}
const Member = z.looseObject({ id: z.string() });

/** `add` only: an app that was brought up to date is where it was. */
function readInstallation({ action, conversation }: Envelope): DialogEvent | undefined {
  return action === 'add' ? joinedIn(conversation.conversationType) : undefined;
}

function joinedIn(type: string | null | undefined): DialogEvent {
  return (type ?? 'personal') === 'personal' ? { kind: 'joined' } : { kind: 'joined', shared: true };
}

function isHtml(attachment: unknown): boolean {
  return z.looseObject({ contentType: z.literal('text/html') }).safeParse(attachment).success;
}

/** An edit is a turn of its own, the same however often the channel tells of it. */
function idOf(activity: Envelope): string {
  if (activity.id === undefined || activity.id === null) return fingerprint(activity);
  const isEdit = activity.type === 'messageUpdate' || activity.type === 'messageDelete';
  return isEdit ? `${activity.id}-${fingerprint(activity)}` : activity.id;
}

/** Channels that give no id get the same one for the same content, so that a repeat is still known. */
function fingerprint({ type, text, timestamp, value, membersAdded }: Envelope): string {
  const content = JSON.stringify([type, text, timestamp, value, membersAdded]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function timeOf({ serviceUrl, timestamp }: Envelope, now: () => Date): string {
  const ours = serviceUrl === localServiceUrl && z.iso.datetime().safeParse(timestamp).success;
  return ours && typeof timestamp === 'string' ? timestamp : now().toISOString();
}

/** What the person's own client is set to. */
export function languageOf({ locale }: Pick<Envelope, 'locale'>): string | undefined {
  return Language.parse(locale);
}
const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  .optional()
  .catch(undefined);
