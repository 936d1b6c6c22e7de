import type { TurnContext } from 'botbuilder';
import type { Aside } from '../aside.ts';
import type { Json } from '../card.ts';
import type { Envelope } from '../envelope.ts';
import { toldAnswer } from './answers.ts';
import { hear, say } from './hear.ts';
import { findChannel, isInTeam, readMember, type ChannelTarget } from './place.ts';
import { press } from './press.ts';
import type { AsideParts, Present } from './present.ts';
import { carriesTap } from './tap.ts';
import { meetMember } from './viewer.ts';
import { sayings } from './words.ts';

const inChannel = new Set(['message', 'messageUpdate', 'messageDelete']);
/** Nobody in this team wants to be asked whether somebody rang them. */
const comings = new Set(['installationUpdate', 'conversationUpdate']);

/** What technicians do in their channel in Teams. `wired` is there once the bot and the desk are. */
export function createTechniciansAside(
  targets: readonly ChannelTarget[],
  wired: () => Promise<AsideParts>,
): Aside {
  return {
    takes: (activity) =>
      activity.channelId === 'msteams' &&
      (carriesTap(activity) ||
        (inChannel.has(activity.type) && findChannel(targets, activity) !== undefined) ||
        (comings.has(activity.type) && isInTeam(targets, activity))),

    async answer(context, activity) {
      const parts = await wired();
      try {
        return await answer(parts, targets, context, activity);
      } catch (error) {
        parts.log.error({ err: error, type: activity.type }, 'the technicians’ channel could not be served');
        return activity.type === 'invoke' ? toldAnswer(sayings.failed) : undefined;
      }
    },
  };
}

async function answer(
  parts: AsideParts,
  targets: readonly ChannelTarget[],
  context: TurnContext,
  activity: Envelope,
): Promise<Json | undefined> {
  const present = await findPresent(parts, targets, activity);
  if (!carriesTap(activity)) {
    if (typeof present !== 'string' && inChannel.has(activity.type))
      await hear(parts, present, context, activity);
    return undefined;
  }
  const told = typeof present === 'string' ? toldAnswer(present) : await press(parts, present, activity);
  if (activity.type === 'invoke') return told;
  // Older clients show no answer to a button; a refusal is said in the thread.
  if (typeof present !== 'string' && typeof told['value'] === 'string')
    await say(parts, present.room, activity, told['value']);
  return undefined;
}

/** Why not, when somebody may not act here. */
async function findPresent(
  parts: AsideParts,
  targets: readonly ChannelTarget[],
  activity: Envelope,
): Promise<Present | string> {
  const target = findChannel(targets, activity);
  const room = target && parts.rooms.get(target.id);
  if (target === undefined || room === undefined) return sayings.elsewhere;
  const member = readMember(target, activity);
  if (member === undefined) return sayings.stranger;
  const viewer = await meetMember(parts, target, member);
  return viewer === undefined ? sayings.shutOut : { room, viewer };
}
