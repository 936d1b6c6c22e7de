import * as z from 'zod';
import type { Envelope } from './envelope.ts';

const Account = z.looseObject({ id: z.string() });
const Reference = z.looseObject({
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.looseObject({ id: z.string(), conversationType: z.string().nullish() }),
  user: Account,
  bot: Account,
});

/** What the SDK needs to say something in a conversation later. */
export type Reference = z.infer<typeof Reference>;

export function referenceOf({
  channelId,
  serviceUrl,
  conversation,
  from,
  recipient,
  locale,
}: Envelope): Reference {
  return { channelId, serviceUrl, conversation, user: from, bot: recipient, locale };
}

/** A reference as storage gives it back; throws when it is none. */
export function readReference(conversation: string, stored: unknown): Reference {
  const reference = Reference.safeParse(stored);
  if (reference.success) return reference.data;
  throw new Error(
    `Conversation ${conversation} left no address to speak to, so nothing was said. It must have taken a turn of the person's first.`,
  );
}
