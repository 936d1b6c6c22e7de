import type { Storage } from '../../storage/port.ts';
import type { Delivery, Target } from '../outbox/port.ts';
import { readBrief } from '../desk/read-brief.ts';
import { subjectOf } from './details.ts';
import { createSignedPost, type WebhookOptions } from './webhook.ts';

/**
 * Tells an external agent hub with the Bot Framework's handoff events: `handoff.initiate` with the case as context and what was
 * said so far as its transcript, then `handoff.status`. What happened otherwise is no part of that protocol and is not told.
 */
export function createHub(
  options: Pick<WebhookOptions, 'url' | 'secret' | 'http'> & { storage: Pick<Storage, 'messagesAfter'> },
): Target {
  return createSignedPost(options, (delivery) => activityOf(delivery, options.storage));
}

const states: Readonly<Record<string, 'accepted' | 'completed'>> = {
  accepted: 'accepted',
  'taken-over': 'accepted',
  assigned: 'accepted',
  closed: 'completed',
};

async function activityOf(delivery: Delivery, storage: Pick<Storage, 'messagesAfter'>): Promise<unknown> {
  const { id, news, case: about } = delivery;
  const activity = {
    type: 'event',
    id,
    timestamp: news.at,
    channelId: 'callcheck',
    from: { id: 'callcheck', role: 'bot' },
    conversation: { id: about.conversation },
  };
  if (news.kind === 'opened' || news.kind === 'reopened') {
    const attachments = [await transcriptOf(about.conversation, storage)];
    return { ...activity, name: 'handoff.initiate', value: contextOf(delivery), attachments };
  }
  const state = states[news.kind];
  if (state === undefined) return undefined;
  const value = { state, case: about.id, closing: about.closing ?? null };
  return { ...activity, name: 'handoff.status', value };
}

function contextOf({ case: about }: Delivery) {
  const { id, client, priority, openedAt } = about;
  return {
    case: id,
    client,
    priority,
    openedAt,
    headline: subjectOf(about),
    brief: readBrief(about),
  };
}

/** https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human, "Handoff transcript". */
async function transcriptOf(conversation: string, storage: Pick<Storage, 'messagesAfter'>) {
  const messages = await storage.messagesAfter(conversation, 0);
  const activities = messages.map(({ id, at, from, name, text }) => ({
    type: 'message',
    id,
    timestamp: at,
    from: { id: from, name: name ?? from, role: from === 'staff' ? 'user' : 'bot' },
    conversation: { id: conversation },
    text,
    textFormat: 'plain',
  }));
  return { contentType: 'application/json', name: 'Transcript', content: { activities } };
}
