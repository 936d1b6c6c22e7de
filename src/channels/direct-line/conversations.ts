import type { Storage } from '../../storage/port.ts';
import { noFiles, type Arrived } from '../files.ts';
import type { OnTyping, SealPhrase } from '../port.ts';
import type { Posted, PostedMessage } from './posted.ts';
import type { Streams } from './streams.ts';
import type { Seat } from './tokens.ts';
import type { Turns } from './turns.ts';
import { fromPerson, passing, toBot, toPage, type AddressOf, type Page } from './wire.ts';

/** The web chats of this server: what people do in them is logged first, shown, and then answered by the bot. */
export type Conversations = {
  /** A new conversation; for a new person when `user` is not given. */
  open(user: string | undefined, client: string): Promise<Seat>;
  /** False once the conversation was deleted: its tokens are worth nothing then. */
  isOpen(seat: Seat): Promise<boolean>;
  /** Lets the bot greet. Only the first call does something. */
  start(seat: Seat, locale: string | undefined): Promise<'started' | 'started-before'>;
  /**
   * The id of the activity; the same for a post that is repeated, which is answered once. `typed` is the text before secrets were hidden
   * in it; a passphrase is looked for there, and nothing of it is kept.
   */
  post(seat: Seat, posted: Posted, typed?: string): Promise<string>;
  /** The same for a message that came with files. */
  postWithFiles(
    seat: Seat,
    message: PostedMessage,
    typed: string | undefined,
    arrived: Arrived,
  ): Promise<string>;
  clientOf(conversation: string): Promise<string>;
  readAfter(conversation: string, watermark: number): Promise<Page>;
  /** Runs the bot on everything that it had not answered when the process ended, oldest first. */
  resume(): Promise<void>;
};

export type Clock = { now: () => Date; newId: () => string };
type Parts = Clock & {
  storage: Storage;
  turns: Turns;
  streams: Streams;
  addressOf: AddressOf;
  onTyping: OnTyping;
  sealPhrase: SealPhrase;
};

/** One per conversation, so that it is logged once. */
const startId = 'start';

export function createConversations(parts: Parts): Conversations {
  const { storage, turns, streams, addressOf, onTyping, sealPhrase, now, newId } = parts;

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

  async function say(
    seat: Seat,
    message: PostedMessage,
    typed: string | undefined,
    { files, refused }: Arrived,
  ): Promise<string> {
    const { conversation } = seat;
    const sealed = await sealIn(seat, message, typed);
    const { activity, created } = await storage.logActivity({
      conversation,
      id: newId(),
      clientId: message.channelData?.clientActivityID,
      at: now().toISOString(),
      from: 'user',
      // Plain: a story pasted from an email must not become links and remote pictures in the chat.
      body: fromPerson(
        {
          ...message,
          ...sealed,
          textFormat: 'plain',
          ...(files.length > 0 && { files }),
          ...(refused.length > 0 && { refused }),
        },
        seat,
      ),
    });
    if (!created) return activity.id;
    streams.wake(conversation);
    turns.run(toBot(activity, conversation));
    return activity.id;
  }

  /** `phrase` is ours alone to write: what a client sends under that name was dropped. */
  async function sealIn(
    { conversation }: Seat,
    { text, locale, channelData }: PostedMessage,
    typed: string | undefined,
  ) {
    if (text === undefined) return {};
    const where = { client: await clientOf(conversation), conversation, language: locale ?? 'en-GB' };
    const sealed = await sealPhrase(where, typed ?? text);
    return sealed && { text: sealed.text, channelData: { ...channelData, phrase: sealed.phrase } };
  }

  async function clientOf(conversation: string): Promise<string> {
    const known = await storage.readWebConversation(conversation);
    if (known) return known.client;
    throw new Error(`Web conversation "${conversation}" is not there, so nobody knows whose it is.`);
  }

  function show(seat: Seat, posted: Posted): string {
    const id = newId();
    const body = fromPerson(posted, seat);
    streams.pass(seat.conversation, passing(body, seat.conversation, id, now().toISOString()));
    return id;
  }

  return {
    async open(user = `dl_${newId()}`, client) {
      const conversation = newId();
      await storage.createWebConversation({ id: conversation, user, client, createdAt: now().toISOString() });
      return { conversation, user };
    },

    async isOpen({ conversation, user }) {
      const known = await storage.readWebConversation(conversation);
      return known?.user === user;
    },

    start,

    async post(seat, posted, typed) {
      switch (posted.type) {
        case 'message':
          return await say(seat, posted, typed, noFiles);
        case 'event':
          if (posted.name === 'handoff.status') return newId();
          await start(seat, posted.locale);
          return show(seat, posted);
        case 'typing':
          onTyping({ conversation: seat.conversation, client: await clientOf(seat.conversation) });
          return show(seat, posted);
      }
      return posted satisfies never;
    },

    postWithFiles: say,
    clientOf,

    async readAfter(conversation, watermark) {
      const logged = await storage.activitiesAfter(conversation, watermark);
      return await toPage(logged, conversation, watermark, addressOf);
    },

    async resume() {
      const unanswered = await storage.unansweredActivities();
      for (const activity of unanswered) turns.run(toBot(activity, activity.conversation));
    },
  };
}
