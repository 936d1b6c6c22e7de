import type { TurnContext } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import type { ConversationReference } from 'botframework-schema';
import type { Reach } from '../../handoff/port.ts';
import type { RoutedAdapter } from './adapter.ts';
import type { Cloud } from './cloud.ts';
import { isLocalServiceUrl } from './cloud.ts';
import { localServiceUrl } from './read-turn.ts';
import { readReference, type Reference } from './reference.ts';
import { sendEffects, type TurnOptions } from './take-turn.ts';

type Parts = {
  adapter: RoutedAdapter;
  cloud: Cloud;
  appId: string | undefined;
  options: TurnOptions;
};

/**
 * Speaks where nobody just wrote: in the channel's own conversation, by the reference that its last activity left. `deliver`
 * rejects when the reply did not arrive, so that whoever asked can try again; what did arrive is not shown twice.
 */
export function createReach({ adapter, cloud, appId, options }: Parts): Reach {
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
    const isAllowed =
      serviceUrl === localServiceUrl ||
      (appId === undefined ? isLocalServiceUrl(serviceUrl) : cloud.allowsServiceUrl(serviceUrl));
    if (!isAllowed)
      throw new Error(
        `Conversation ${conversation} is at ${serviceUrl}, which the bot's token may not be sent to. Check the settings of the bot.`,
      );
    return place;
  }

  return {
    async deliver({ conversation, reference, activity, language }, effects) {
      const place = find(conversation, reference);
      const said = { conversation, activity, language, person: { id: place.user.id } };
      await speak(place, async (context) => await sendEffects(options, context, place, said, effects));
    },

    async typing({ conversation, reference }, name) {
      try {
        await speak(find(conversation, reference), async (context) => {
          await context.sendActivity({ type: 'typing', channelData: { speaker: name } });
        });
      } catch (error) {
        options.log.debug({ err: error, conversation }, 'typing could not be shown');
      }
    },
  };
}
