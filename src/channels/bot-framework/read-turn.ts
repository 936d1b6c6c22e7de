import { createHash } from 'node:crypto';
import * as z from 'zod';
import { alertAnswers } from '../../dialog/alert.ts';
import { commands } from '../../dialog/turn.ts';
import type { DialogEvent, Tap, Turn } from '../../dialog/turn.ts';
import { hidden, maskSecrets } from '../../observability/redaction.ts';
import type { Arrived } from '../files.ts';
import type { Envelope } from './envelope.ts';
import { referenceOf } from './reference.ts';

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
      return somebodyJoined(activity) ? { kind: 'joined' } : undefined;
    case 'event':
      return activity.name === 'webchat/join' ? { kind: 'joined' } : undefined;
    case 'invoke':
      return readInvoke(activity);
    default:
      return undefined;
  }
}

/** Well over what is listened to, so that the person is told of the cut; masking takes time for each character. */
const longestText = 20_000;

/** A tap has a value and no text; in Teams every text also comes as an HTML attachment, which is no file. */
function readMessage(activity: Envelope, { files, refused }: Arrived): DialogEvent | undefined {
  const tap = readTap(activity['value']);
  if (tap !== undefined) return { kind: 'tapped', tap };
  const words = wordsOf(activity);
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

/** Our own web chat hides secrets before it keeps a text; what is left of them is the mark. */
function wordsOf(activity: Envelope): { text: string; masked: boolean } {
  const { text, masked } = maskSecrets(withoutMentions(activity).slice(0, longestText).toWellFormed());
  return { text, masked: masked || text.includes(hidden) };
}

/** An edit comes under the id of the message that it changes; one that names none changes nothing. */
function readEdit({ id }: Envelope, words: { text: string; masked: boolean }): DialogEvent | undefined {
  return id === undefined || id === null ? undefined : { kind: 'edited', message: id, ...words };
}

function readInvoke(activity: Envelope): DialogEvent | undefined {
  if (activity.name !== 'adaptiveCard/action') return undefined;
  const action = CardAction.safeParse(activity['value']);
  const tap = action.success ? readTap(action.data.action.data) : undefined;
  return tap === undefined ? { kind: 'unsupported', what: 'button' } : { kind: 'tapped', tap };
}
const CardAction = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });

/** The bot itself joins too; only people are greeted. */
function somebodyJoined({ membersAdded, recipient }: Envelope): boolean {
  return (membersAdded ?? []).some((member) => {
    const account = z.looseObject({ id: z.string() }).safeParse(member);
    return account.success && account.data.id !== recipient.id;
  });
}

const Word = z.string().min(1).max(100);
const Submitted = z
  .looseObject({
    callcheck: z.discriminatedUnion('verb', [
      z.object({ verb: z.literal('answer'), question: Word, choice: Word }),
      z.object({ verb: z.literal('answers'), question: Word, choices: z.array(Word).max(50).optional() }),
      z.object({ verb: z.literal('command'), command: z.enum(commands) }),
      z.object({ verb: z.literal('alert'), alert: Word, answer: z.enum(alertAnswers) }),
      z.object({ verb: z.literal('name'), colleague: Word }),
      z.object({ verb: z.literal('attest'), check: Word, answer: z.enum(['yes', 'no', 'unsure']) }),
    ]),
    answers: z.string().max(2000).optional(),
  })
  .transform(({ callcheck, answers }): Tap => {
    if (callcheck.verb !== 'answers') return callcheck;
    const ticked = (answers ?? '').split(/[,;]/).filter((id) => id !== '');
    return { ...callcheck, choices: callcheck.choices ?? ticked };
  });

function readTap(value: unknown): Tap | undefined {
  return Submitted.safeParse(value).data;
}

/** "@Callcheck he wants a code" without the name; other mentions keep their words and lose their tags. */
export function withoutMentions({ text, entities, recipient }: Envelope): string {
  const ours = (entities ?? []).flatMap((entity) => {
    const mention = Mention.safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient.id ? [mention.data.text] : [];
  });
  const spoken = ours.reduce((rest, mention) => rest.replaceAll(mention, ''), text ?? '');
  return spoken.replaceAll(/<\/?at[^>]{0,200}>/gi, '').trim();
}
const Mention = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.looseObject({ id: z.string() }),
});

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
