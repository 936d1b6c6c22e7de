import type { Storage } from '../../storage/port.ts';
import type { InProcessConnector, WireActivity } from '../port.ts';
import type { Clock } from './conversations.ts';
import type { Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import { fromBot, passing, removed, replyIdOf } from './wire.ts';

type Parts = Clock & { storage: Storage; streams: Streams; turns: Turns };

/**
 * Takes what the bot says in a web chat: messages are logged and shown, typing is only shown. Other activities (traces,
 * events for other systems) are not for the person and end here.
 */
export function createConnector({ storage, streams, turns, now, newId }: Parts): InProcessConnector {
  async function replace(conversation: string, id: string, body: unknown): Promise<{ id: string }> {
    const replaced = await storage.replaceActivity(conversation, id, body);
    if (!replaced) throw new Error(unknownActivity(conversation, id));
    streams.wake(conversation);
    return { id };
  }

  async function say(conversation: string, activity: WireActivity): Promise<{ id: string }> {
    const id = replyIdOf(activity) ?? newId();
    const { created } = await storage.logActivity({
      conversation,
      id,
      clientId: undefined,
      at: now().toISOString(),
      from: 'bot',
      body: fromBot(activity, turns.answering(conversation)),
    });
    // In its old place it answers nothing that came later.
    if (!created) return await replace(conversation, id, fromBot(activity, undefined));
    streams.wake(conversation);
    return { id };
  }

  return {
    async send(conversation, activity) {
      if (activity.type === 'message') return await say(conversation, activity);
      const id = newId();
      if (activity.type === 'typing')
        streams.pass(
          conversation,
          passing(fromBot(activity, undefined), conversation, id, now().toISOString()),
        );
      return { id };
    },

    update: (conversation, activity) =>
      replace(conversation, activity.id ?? '', fromBot(activity, undefined)),

    async remove(conversation, activityId) {
      await replace(conversation, activityId, removed);
    },
  } satisfies InProcessConnector;
}

function unknownActivity(conversation: string, id: string): string {
  return (
    `Nothing with id "${id}" was said in web conversation "${conversation}", so it cannot be changed or taken back. ` +
    `Use the id that \`send\` returned.`
  );
}
