import type { TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import * as z from 'zod';
import type { Log } from '../../observability/log.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import type { Envelope } from './envelope.ts';
import { tenantOf } from './guard.ts';
import { conversationKey, languageOf } from './read-turn.ts';
import { referenceOf } from './reference.ts';

type Options = {
  /** Without it nobody is remembered. */
  store: TeamsStorage | undefined;
  language: string;
  now: () => Date;
  log: Log;
};

/** Whom the bot met in Teams. Nothing here may cost the person their answer: what fails is logged. */
export type People = {
  /** Before the turn: the bot can reach them here, or has just been taken away. */
  meet(activity: Envelope, client: string): Promise<void>;
  /** After the turn, once: the roster knows what they sign in with. Does not wait for the answer. */
  askLogin(context: TurnContext, activity: Envelope): void;
};

/** So many people's logins are asked for once; of more than that, some twice. */
const remembered = 10_000;

/**
 * Only from personal chats: in a group or a channel the same person would leave an address that others read too. Activities come out of
 * order and twice, so the channel's own time says which is newest, and never one that has not come yet.
 */
export function createPeople({ store, language, now, log }: Options): People {
  const asked = new Set<string>();

  async function meet(known: TeamsStorage, activity: Envelope, client: string): Promise<void> {
    const conversation = conversationKey(activity);
    const seenAt = timeOf(activity, now());
    if (isRemoval(activity)) return await known.markTeamsPerson(conversation, 'removed', seenAt);
    const { id: user, name, aadObjectId } = Somebody.parse(activity.from);
    if (aadObjectId === undefined) return;
    await known.keepTeamsPerson({
      client,
      // An emulator of Teams may have none.
      tenant: tenantOf(activity) ?? '',
      id: aadObjectId,
      user,
      name,
      conversation,
      reference: referenceOf(activity),
      language: languageOf(activity) ?? language,
      seenAt,
    });
  }

  const quietly = (activity: Envelope, what: string) => (error: unknown) =>
    log.warn({ err: error, conversation: conversationKey(activity) }, what);

  return {
    async meet(activity, client) {
      if (store === undefined || !isPersonal(activity) || isUpgrade(activity)) return;
      await meet(store, activity, client).catch(quietly(activity, 'somebody in Teams was not remembered'));
    },

    askLogin(context, activity) {
      const conversation = conversationKey(activity);
      if (store === undefined || !isPersonal(activity) || isRemoval(activity) || asked.has(conversation))
        return;
      asked.add(conversation);
      for (const oldest of asked) if (asked.size > remembered) asked.delete(oldest);
      // The context is gone once the turn is over; the client is not.
      const connector = context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
      void keepLogin(store, connector, activity).catch(
        quietly(activity, 'the roster did not tell what somebody signs in with'),
      );
    },
  };
}

async function keepLogin(known: TeamsStorage, connector: ConnectorClient, activity: Envelope): Promise<void> {
  const conversation = conversationKey(activity);
  if ((await known.teamsPersonIn(conversation))?.login !== null) return;
  const member = await connector.conversations.getConversationMember(
    activity.conversation.id,
    activity.from.id,
  );
  const { userPrincipalName, email } = Member.parse(member);
  const login = userPrincipalName ?? email;
  if (login !== undefined) await known.keepTeamsLogin(conversation, login);
}

/** A search or a dialog may come from a chat of two people, which is personal too and not with the bot; taps are on our own cards. */
function isPersonal({ channelId, conversation, type, name }: Envelope): boolean {
  const isOurs = type !== 'invoke' || ['adaptiveCard/action', 'message/submitAction'].includes(name ?? '');
  return channelId === 'msteams' && conversation.conversationType === 'personal' && isOurs;
}

/** An update of the app tells of a removal and an installation, in any order; the person did neither. */
function isUpgrade({ type, action }: Envelope): boolean {
  return type === 'installationUpdate' && action === 'remove-upgrade';
}

function isRemoval({ type, action, membersRemoved, recipient }: Envelope): boolean {
  if (type === 'installationUpdate') return action === 'remove';
  const leaves = (member: unknown): boolean =>
    typeof member === 'object' && member !== null && 'id' in member && member.id === recipient.id;
  return type === 'conversationUpdate' && (membersRemoved ?? []).some(leaves);
}

/** An administrator's installation says who, but not always by what name. */
const Somebody = z.looseObject({
  id: z.string(),
  name: z
    .string()
    .trim()
    .nullish()
    .catch('')
    .transform((name) => name ?? ''),
  aadObjectId: z.string().trim().min(1).optional().catch(undefined),
});
const Login = z.string().trim().min(1).optional().catch(undefined);
const Member = z.looseObject({ userPrincipalName: Login, email: Login });

function timeOf({ timestamp }: Envelope, now: Date): string {
  const told = new Date(timestamp ?? Number.NaN);
  return (told <= now ? told : now).toISOString();
}
