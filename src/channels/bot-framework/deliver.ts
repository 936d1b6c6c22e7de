import { createHash } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import * as z from 'zod';
import type { Reply } from './replies.ts';
import { statusOf } from './status.ts';

/** Remembers what channels took: the id of a reply there, and a digest of what it said. `Storage` does it for good. */
export type SentReplies = {
  readSentReply(
    conversation: string,
    reply: string,
  ): Promise<{ activity: string; digest: string } | undefined>;
  keepSentReply(
    conversation: string,
    reply: string,
    sent: { activity: string; digest: string },
  ): Promise<void>;
};

export type Delivery = {
  /** As we name it, which is how replies are found again. */
  conversation: string;
  /** Absent for our own Direct Line, which knows its replies by their ids. */
  sent: SentReplies | undefined;
};

/**
 * Sends the replies one after the other, in order. A reply that the channel has is not sent again: changed, it takes the old
 * one's place there, and without words it is taken back.
 */
export async function deliverReplies(
  context: TurnContext,
  replies: readonly Reply[],
  delivery: Delivery,
): Promise<void> {
  for (const reply of replies) await deliverReply(context, reply, delivery);
}

/**
 * Puts each reply in the place of the one that the channel has under its id; where it has none, or cannot change it, nothing is sent:
 * what is new was sent otherwise. Rejects as soon as one fails.
 */
export async function replaceReplies(
  context: TurnContext,
  replies: readonly Reply[],
  { conversation, sent }: Delivery,
): Promise<void> {
  for (const reply of replies) {
    const { replyId = '' } = Identified.parse(reply).channelData;
    if (sent === undefined) {
      await context.updateActivity({ ...structuredClone(reply), id: replyId });
      continue;
    }
    const known = await sent.readSentReply(conversation, replyId);
    const digest = digestOf(reply);
    if (!known?.activity || known.digest === digest) continue;
    await context.updateActivity({ ...structuredClone(reply), id: known.activity });
    await sent.keepSentReply(conversation, replyId, { activity: known.activity, digest });
  }
}

async function deliverReply(context: TurnContext, reply: Reply, delivery: Delivery): Promise<void> {
  const { conversation, sent } = delivery;
  const { replyId } = Identified.parse(reply).channelData;
  // The SDK edits what it sends, so each attempt gets a copy.
  const send = () => context.sendActivity(structuredClone(reply) satisfies Partial<Activity>);
  if (sent === undefined || replyId === undefined) return void (await send());
  const digest = digestOf(reply);
  const known = await sent.readSentReply(conversation, replyId);
  if (known?.digest === digest) return;
  const activity = await change(context, reply, known?.activity, send);
  await sent.keepSentReply(conversation, replyId, { activity, digest });
}
const Identified = z.looseObject({
  channelData: z.looseObject({ replyId: z.string().optional() }).default({}),
});

function digestOf(reply: Reply): string {
  return createHash('sha256').update(JSON.stringify(reply)).digest('base64url').slice(0, 22);
}

/**
 * The person deleted it, or the channel cannot change what it has: asked again, it says the same. What is said after it must not wait
 * for that.
 */
const unchangeable = new Set([400, 404, 405, 410, 501]);

/** The id that the channel has it under now; empty when it told none. */
async function change(
  context: TurnContext,
  reply: Reply,
  known: string | undefined,
  send: () => Promise<{ id?: string } | undefined>,
): Promise<string> {
  const isTakenBack = reply['text'] === '' && reply['attachments'] === undefined;
  if (known === undefined || known === '') {
    if (isTakenBack) return '';
    return (await send())?.id ?? '';
  }
  try {
    if (isTakenBack) await context.deleteActivity(known);
    else await context.updateActivity({ ...structuredClone(reply), id: known });
    return isTakenBack ? '' : known;
  } catch (error) {
    if (!unchangeable.has(statusOf(error) ?? 0)) throw error;
    return isTakenBack ? '' : ((await send())?.id ?? '');
  }
}

/** Remembers while the process runs, and only the newest: for a server without a place to keep it. */
export function rememberSent(most = 10_000): SentReplies {
  const sent = new Map<string, { activity: string; digest: string }>();
  return {
    readSentReply: async (conversation, reply) => sent.get(`${conversation}\n${reply}`),
    async keepSentReply(conversation, reply, one) {
      sent.set(`${conversation}\n${reply}`, one);
      for (const oldest of sent.keys()) {
        if (sent.size <= most) return;
        sent.delete(oldest);
      }
    },
  };
}
