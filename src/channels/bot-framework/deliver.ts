import { setTimeout as wait } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import type { Activity } from 'botframework-schema';
import type { Reply } from './replies.ts';

/** A channel that says nothing for this long will not; the conversation must go on. */
const patienceMs = 15_000;
const attempts = 3;
/** Each further pause is twice as long. */
const firstPauseMs = 500;

/**
 * Sends the replies one after the other, in order. Tried again only when the channel says it did not take the message:
 * 429 and 412. After anything else the person may have it already, and a second post would show it twice.
 */
export async function deliverReplies(
  context: TurnContext,
  replies: readonly Reply[],
  pauseMs = firstPauseMs,
): Promise<void> {
  for (const reply of replies) await sendReply(context, reply, pauseMs);
}

async function sendReply(context: TurnContext, reply: Reply, pauseMs: number): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      // The SDK edits what it sends, so each attempt gets a copy.
      await withinPatience(context.sendActivity(structuredClone(reply) satisfies Partial<Activity>));
      return;
    } catch (error) {
      if (!isNotTaken(error) || attempt === attempts) throw error;
      await wait(pauseMs * 2 ** (attempt - 1));
    }
}

async function withinPatience(sending: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const late = wait(patienceMs, undefined, { signal: given.signal }).then(() => {
    throw new Error(
      `The channel did not answer within ${patienceMs} ms, so the reply may or may not be there.`,
    );
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    given.abort();
    late.catch(() => undefined);
  }
}

/** Whether another attempt can do no harm. */
function isNotTaken(error: unknown): boolean {
  return [412, 429].includes(statusOf(error) ?? 0);
}

/** The HTTP status that a channel answered with, if it answered. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
