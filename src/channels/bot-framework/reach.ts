import type { TurnContext } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import type { ConversationReference } from 'botframework-schema';
import { Unreachable, type Reach } from '../../handoff/port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import type { RoutedAdapter } from './adapter.ts';
import type { Cloud } from './cloud.ts';
import { maySpeakTo } from './cloud.ts';
import { localServiceUrl } from './read-turn.ts';
import { readReference, type Reference } from './reference.ts';
import { sendEffects, type TurnOptions } from './take-turn.ts';
import { whyUnreachable } from './unreachable.ts';

type Parts = {
  adapter: RoutedAdapter;
  cloud: Cloud;
  appId: string | undefined;
  options: TurnOptions;
  /** Who can be reached in Teams; without it that is found out each time. */
  people: TeamsStorage | undefined;
};

/**
 * Speaks where nobody just wrote: in the channel's own conversation, by the reference that its last activity left. `deliver`
 * rejects when the reply did not arrive, so that whoever asked can try again; what did arrive is not shown twice. Somebody who took the
 * bot away is remembered as such, and not tried again before they are back.
 */
export function createReach({ adapter, cloud, appId, options, people }: Parts): Reach {
  const { now = () => new Date() } = options;

  async function speak(place: Reference, say: (context: TurnContext) => Promise<void>): Promise<void> {
    const identity =
      place.serviceUrl === localServiceUrl ? new ClaimsIdentity([], true) : adapter.identityOf(appId ?? '');
    let failure: { error: unknown } | undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept as the SDK gave it
    const reference = place as unknown as Partial<ConversationReference>;
    await adapter.continueConversationAsync(identity, reference, async (context) => {
      // The id is made up; a reply to it would answer something that nobody said.
      delete context.activity.id;
      // The adapter would apologise to the person for an error that is between the desk and the channel.
      await say(context).catch((error: unknown) => (failure = { error }));
    });
    if (failure !== undefined) throw failure.error;
  }

  function find(conversation: string, reference: unknown): Reference {
    const place = readReference(conversation, reference);
    const { serviceUrl } = place;
    const isAllowed = serviceUrl === localServiceUrl || maySpeakTo(serviceUrl, cloud, appId);
    if (!isAllowed)
      throw new Error(
        `Conversation ${conversation} is at ${serviceUrl}, which the bot's token may not be sent to. Check the settings of the bot.`,
      );
    return place;
  }

  async function checkReachable(conversation: string): Promise<void> {
    const reachable = (await people?.teamsPersonIn(conversation))?.reachable ?? 'yes';
    if (reachable !== 'yes') throw unreachable(conversation, reachable);
  }

  return {
    async deliver({ conversation, reference, activity, language }, effects) {
      const place = find(conversation, reference);
      const said = { conversation, activity, language, person: { id: place.user.id } };
      await checkReachable(conversation);
      const at = now().toISOString();
      try {
        await speak(
          place,
          async (context) => void (await sendEffects(options, context, place, said, effects)),
        );
      } catch (error) {
        const reason = whyUnreachable(error);
        if (reason === undefined) throw error;
        await people?.markTeamsPerson(conversation, reason, at);
        throw unreachable(conversation, reason, error);
      }
    },

    async typing({ conversation, reference }, name) {
      try {
        await checkReachable(conversation);
        await speak(find(conversation, reference), async (context) => {
          await context.sendActivity({ type: 'typing', channelData: { speaker: name } });
        });
      } catch (error) {
        options.log.debug({ err: error, conversation }, 'typing could not be shown');
      }
    },
  };
}

const causes: Readonly<Record<Unreachable['reason'], string>> = {
  removed: 'the app was taken away, or the chat is gone',
  blocked: 'they blocked the bot',
  disabled: 'an administrator turned the bot off',
};

function unreachable(conversation: string, reason: Unreachable['reason'], cause?: unknown): Unreachable {
  const message = `Nobody can be reached in ${conversation}: ${causes[reason]}. Nothing is sent there until they do something in Teams; ring them instead.`;
  return new Unreachable(reason, message, cause === undefined ? {} : { cause });
}
