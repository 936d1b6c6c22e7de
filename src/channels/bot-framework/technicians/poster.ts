import type { ConnectorClient } from 'botframework-connector';
import type { Activity, ConversationParameters } from 'botframework-schema';
import * as z from 'zod';
import { DeliveryFailure } from '../../../handoff/outbox/port.ts';
import { cardContentType, type Json } from '../card.ts';
import { statusOf } from '../status.ts';
import type { ChannelTarget } from './place.ts';

/** A way to the channel service that may be used: the bot's own token goes with it. */
export type Connect = (serviceUrl: string) => Promise<ConnectorClient>;

type Where = Pick<ChannelTarget, 'serviceUrl' | 'tenant' | 'channel'>;

/** Says things in a channel. Everything rejects with a `DeliveryFailure`, which tells whether it may have arrived. */
export type Poster = {
  /** A new thread that begins with this. */
  begin(where: Where, post: Json): Promise<{ conversation: string; activity: string }>;
  /** At the end of a thread; gives the id that the channel has it under. */
  reply(where: Where, conversation: string, post: Json): Promise<string>;
  /** In place of what was said under this id. Twice is as good as once. */
  change(where: Where, conversation: string, activity: string, post: Json): Promise<void>;
  /** Who is in the team, by their object ids. */
  members(where: Where & Pick<ChannelTarget, 'team'>): Promise<string[]>;
};

export function createPoster(connect: Connect): Poster {
  /** What fails before anything was sent certainly did not happen. */
  async function reach({ serviceUrl }: Where): Promise<ConnectorClient> {
    try {
      const connector = await connect(serviceUrl);
      await signIn(connector);
      return connector;
    } catch (error) {
      throw new DeliveryFailure('later', `Teams could not be reached: ${messageOf(error)}`, { cause: error });
    }
  }

  return {
    async begin(where, post) {
      const connector = await reach(where);
      const { id, activityId } = await tellApart('create', () =>
        connector.conversations.createConversation(parametersOf(where, post)),
      );
      return { conversation: id, activity: activityId ?? id.split(';messageid=')[1] ?? '' };
    },

    async reply(where, conversation, post) {
      const connector = await reach(where);
      const { id } = await tellApart('create', () =>
        connector.conversations.sendToConversation(conversation, inThread(where, conversation, post)),
      );
      return id;
    },

    async change(where, conversation, activity, post) {
      const connector = await reach(where);
      const changed = { ...inThread(where, conversation, post), id: activity };
      await tellApart('change', () =>
        connector.conversations.updateActivity(conversation, activity, changed),
      );
    },

    async members(where) {
      const { conversations } = await reach(where);
      const found: string[] = [];
      let next: string | undefined;
      do {
        const token = next;
        // Reading twice is as good as once, so a lost answer is no doubt.
        const page = await tellApart('change', () =>
          token === undefined
            ? conversations.getConversationPagedMembers(where.team)
            : conversations.getConversationPagedMembers(where.team, { pageSize, continuationToken: token }),
        );
        found.push(...objectsIn(page.members));
        next = page.continuationToken === '' ? undefined : page.continuationToken;
      } while (next !== undefined && found.length < membersRead);
      return found;
    },
  };
}

/** As many as a team may have. */
const membersRead = 25_000;
/** The most that Teams gives at once. */
const pageSize = 500;

const InDirectory = z.looseObject({ aadObjectId: z.string().min(1) });

function objectsIn(members: readonly unknown[]): string[] {
  return members.flatMap((one) => InDirectory.safeParse(one).data?.aadObjectId.toLowerCase() ?? []);
}

/** A message that is a card; `summary` is what the notification says. */
export function cardPost(summary: string, content: Json): Json {
  return { type: 'message', summary, attachments: [{ contentType: cardContentType, content }] };
}

/** A message in plain words, in which no sign means anything. */
export function textPost(text: string): Json {
  return { type: 'message', text, textFormat: 'plain' };
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
function parametersOf({ channel, tenant }: Where, post: Json): ConversationParameters {
  const parameters = {
    isGroup: true,
    tenantId: tenant,
    channelData: { channel: { id: channel }, tenant: { id: tenant } },
    activity: post,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type asks for a bot and members, which a channel has already
  return parameters as unknown as ConversationParameters;
}

function inThread({ tenant }: Where, conversation: string, post: Json): Activity {
  const activity = {
    ...post,
    channelId: 'msteams',
    conversation: { id: conversation, isGroup: true, conversationType: 'channel', tenantId: tenant },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type asks for fields that the channel fills in
  return activity as unknown as Activity;
}

/** The SDK would ask for a token within the call, where a failure could not be told from one on the way. */
async function signIn(connector: ConnectorClient): Promise<void> {
  const credentials: unknown = connector.credentials;
  // An emulator on this computer needs none, and the SDK throws when it is asked for one.
  if (canAsk(credentials) && credentials.appId !== '') await credentials.getToken();
}

function canAsk(value: unknown): value is { appId: string; getToken(): Promise<unknown> } {
  if (typeof value !== 'object' || value === null || !('appId' in value && 'getToken' in value)) return false;
  return typeof value.appId === 'string' && typeof value.getToken === 'function';
}

async function tellApart<T>(what: 'create' | 'change', call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toFailure(what, error);
  }
}

const unsent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/;

function toFailure(what: 'create' | 'change', error: unknown): DeliveryFailure {
  const status = statusOf(error);
  const why = `Teams: ${status === undefined ? '' : `${status} `}${messageOf(error)}`;
  const facts = { cause: error, ...(status !== undefined && { status }) };
  if (status === 429 || status === 412 || unsent.test(messageOf(error)))
    return new DeliveryFailure('later', why, facts);
  if (status !== undefined && status >= 400 && status < 500 && status !== 408)
    return new DeliveryFailure('refused', `${why} ${remedies[status] ?? ''}`.trim(), facts);
  if (what === 'change') return new DeliveryFailure('later', why, facts);
  return new DeliveryFailure('refused', why, { ...facts, happened: 'unknown' });
}

const remedies: Readonly<Record<number, string>> = {
  401: 'The bot is not registered, or its secret is wrong.',
  403: 'Add the app to the team, then try again.',
  404: 'The channel, the thread or the message is not there. Check the ids in the settings.',
  413: 'The message was too large.',
};

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
