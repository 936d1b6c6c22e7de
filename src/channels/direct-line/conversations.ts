import type { Storage } from '../../storage/port.ts';
import type { Posted } from './posted.ts';
import type { Streams } from './streams.ts';
import type { Seat } from './tokens.ts';
import type { Turns } from './turns.ts';
import { fromPerson, passing, toBot, toPage, type Page } from './wire.ts';

/** The web chats of this server: what people do in them is logged first, shown, and then answered by the bot. */
export type Conversations = {
  /** A new conversation; for a new person when `user` is not given. */
  open(user: string | undefined): Promise<Seat>;
  /** False once the conversation was deleted: its tokens are worth nothing then. */
  isOpen(seat: Seat): Promise<boolean>;
  /** Lets the bot greet. Only the first call does something. */
  start(seat: Seat, locale: string | undefined): Promise<'started' | 'started-before'>;
  /** The id of the activity; the same for a post that is repeated, which is answered once. */
  post(seat: Seat, posted: Posted): Promise<string>;
  readAfter(conversation: string, watermark: number): Promise<Page>;
  /** Runs the bot on everything that it had not answered when the process ended, oldest first. */
  resume(): Promise<void>;
};

export type Clock = { now: () => Date; newId: () => string };
type Parts = Clock & { storage: Storage; turns: Turns; streams: Streams };

/** One per conversation, so that it is logged once. */
const startId = 'start';

export function createConversations({ storage, turns, streams, now, newId }: Parts): Conversations {
  async function start(seat: Seat, locale: string | undefined): Promise<'started' | 'started-before'> {
    const { conversation, user } = seat;
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: user }], locale };
    const { activity, created } = await storage.logActivity({
      conversation,
      id: startId,
      clientId: undefined,
      at: now().toISOString(),
      from: 'user',
      body: fromPerson(joined, seat),
    });
    if (!created) return 'started-before';
    turns.run(toBot(activity, conversation));
    return 'started';
  }

  async function say(seat: Seat, message: Posted): Promise<string> {
    const { conversation } = seat;
    const { activity, created } = await storage.logActivity({
      conversation,
      id: newId(),
      clientId: message.channelData?.clientActivityID,
      at: now().toISOString(),
      from: 'user',
      // Plain: a story pasted from an email must not become links and remote pictures in the chat.
      body: fromPerson({ ...message, textFormat: 'plain' }, seat),
    });
    if (!created) return activity.id;
    streams.wake(conversation);
    turns.run(toBot(activity, conversation));
    return activity.id;
  }

  function show(seat: Seat, posted: Posted): string {
    const id = newId();
    const body = fromPerson(posted, seat);
    streams.pass(seat.conversation, passing(body, seat.conversation, id, now().toISOString()));
    return id;
  }

  return {
    async open(user = `dl_${newId()}`) {
      const conversation = newId();
      await storage.createWebConversation({ id: conversation, user, createdAt: now().toISOString() });
      return { conversation, user };
    },

    async isOpen({ conversation, user }) {
      const known = await storage.readWebConversation(conversation);
      return known?.user === user;
    },

    start,

    async post(seat, posted) {
      switch (posted.type) {
        case 'message':
          return await say(seat, posted);
        case 'event':
          await start(seat, posted.locale);
          return show(seat, posted);
        case 'typing':
          return show(seat, posted);
      }
      return posted satisfies never;
    },

    async readAfter(conversation, watermark) {
      const logged = await storage.activitiesAfter(conversation, watermark);
      return toPage(logged, conversation, watermark);
    },

    async resume() {
      const unanswered = await storage.unansweredActivities();
      for (const activity of unanswered) turns.run(toBot(activity, activity.conversation));
    },
  };
}
