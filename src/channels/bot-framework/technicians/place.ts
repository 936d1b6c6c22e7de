import * as z from 'zod';
import type { Target } from '../../../settings/schema.ts';
import type { Envelope } from '../envelope.ts';
import { tenantOf } from '../guard.ts';

export type ChannelTarget = Extract<Target, { kind: 'teams-channel' }>;

/** Somebody as the channel vouches for them. */
export type Member = { object: string; name: string };

const Named = z.looseObject({ id: z.string() }).optional().catch(undefined);
const Where = z.looseObject({ team: Named, channel: Named });
const Who = z.looseObject({
  aadObjectId: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(120).catch('A technician'),
  tenantId: z.string().optional().catch(undefined),
});

/** The target whose channel an activity comes from; the tenant and the team are still to be checked. */
export function findChannel(
  targets: readonly ChannelTarget[],
  { channelId, conversation }: Envelope,
): ChannelTarget | undefined {
  if (channelId !== 'msteams') return undefined;
  const [channel] = conversation.id.split(';');
  return targets.find((target) => target.channel === channel);
}

/** Whether it happened in the team of a technicians' channel, in whichever of its channels. */
export function isInTeam(targets: readonly ChannelTarget[], activity: Envelope): boolean {
  const { team } = Where.parse(activity.channelData ?? {});
  return (
    findChannel(targets, activity) !== undefined ||
    targets.some((target) => team?.id === target.team && isSame(tenantOf(activity), target.tenant))
  );
}

/**
 * Who wrote, when it is a member of the target's team: the right tenant, team and channel, and a person of that tenant. Whoever can
 * write in a channel is in its team; its owner decides who is.
 */
export function readMember(target: ChannelTarget, activity: Envelope): Member | undefined {
  const { team, channel } = Where.parse(activity.channelData ?? {});
  const who = Who.safeParse(activity.from).data;
  const isHere =
    isSame(tenantOf(activity), target.tenant) &&
    (team === undefined || team.id === target.team) &&
    (channel === undefined || channel.id === target.channel) &&
    (who?.tenantId === undefined || isSame(who.tenantId, target.tenant));
  return isHere && who !== undefined ? { object: who.aadObjectId.toLowerCase(), name: who.name } : undefined;
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
