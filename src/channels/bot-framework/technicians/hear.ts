import type { TurnContext } from 'botbuilder';
import * as z from 'zod';
import { actOnCase } from '../../../handoff/desk/act.ts';
import { activityPrefix, findCase } from '../../../handoff/desk/cases.ts';
import { Refusal } from '../../../handoff/desk/refusal.ts';
import type { CaseThread } from '../../../storage/threads-port.ts';
import type { Envelope } from '../envelope.ts';
import { wordsOf } from '../words.ts';
import type { AsideParts, Present } from './present.ts';
import { actIdOf } from './carry-out.ts';
import { inertLine } from './inert.ts';
import type { ChannelTarget } from './place.ts';
import { textPost } from './poster.ts';
import { attempt } from './press.ts';
import type { Room } from './room.ts';
import { isNearWish, isTypedClaim, readTypedWish } from './tap.ts';
import { sayings } from './words.ts';

const longestMessage = 8_000;

/** A message in the channel. What is not said to the bot is between the technicians. */
export async function hear(
  parts: AsideParts,
  present: Present,
  context: TurnContext,
  activity: Envelope,
): Promise<void> {
  const { room } = present;
  const thread = await parts.storage.threadIn(room.target.id, activity.conversation.id);
  if (activity.type !== 'message') {
    if (thread !== undefined) await change(parts, present, thread, activity);
    return;
  }
  if (!isForUs(activity)) return;
  const { text } = wordsOf(activity);
  if (/^help\W*$/i.test(text)) return await say(parts, room, activity, sayings.help);
  if (thread === undefined) return await show(parts, present, activity, text);
  const refused = await tellOrDo(parts, present, thread, context, activity, text);
  if (refused !== undefined) await say(parts, room, activity, refused);
}

/** What is written to the bot in the thread of a case: a command word for word, or words for the person. */
async function tellOrDo(
  parts: AsideParts,
  present: Present,
  thread: CaseThread,
  context: TurnContext,
  activity: Envelope,
  text: string,
): Promise<string | undefined> {
  const { desk } = parts;
  const { viewer } = present;
  const wish = readTypedWish(text);
  try {
    const found = await findCase(desk, viewer, thread.case);
    if (wish !== undefined) {
      const tap = { case: found.id, version: found.version, holder: found.technician?.id ?? null, wish };
      return await attempt(parts, present, tap, actIdOf(activity, wish.kind));
    }
    if (isTypedClaim(text)) return sayings.pressItsMe;
    if (isNearWish(text)) return sayings.nearWish;
    const { files, refused } = await parts.takeFiles(context, activity, found.client, found.conversation);
    const notKept = refused.map(({ name, reason }) => `${sayings.notKept}: ${inertLine(name)}. ${reason}`);
    if (text === '' && files.length === 0) return notKept.join('\n') || sayings.nothingSaid;
    const said = {
      kind: 'say' as const,
      text: text.slice(0, longestMessage),
      files: files.map(({ id }) => id),
    };
    const { arrived } = await actOnCase(desk, viewer, found.id, { id: actIdOf(activity), act: said });
    return [...notKept, ...(arrived ? [] : [sayings.notArrived])].join('\n') || undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.failure.message;
    throw error;
  }
}

/** A technician changed or deleted a message: the person sees the same. One that was never sent on changes nothing. */
async function change(
  { desk }: AsideParts,
  { viewer }: Present,
  thread: CaseThread,
  activity: Envelope,
): Promise<void> {
  const text = activity.type === 'messageDelete' ? '' : wordsOf(activity).text.slice(0, longestMessage);
  const message = `${activityPrefix(viewer)}${actIdOf(activity)}`;
  const act = { kind: 'edit' as const, message, text };
  try {
    await actOnCase(desk, viewer, thread.case, { id: actIdOf(activity, `edit ${text}`), act });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

const reference = /\bCC-[0-9A-Z]{5,10}\b/i;

/** Outside of a case's thread: shows a case that somebody names, here. */
async function show(
  parts: AsideParts,
  { room, viewer }: Present,
  activity: Envelope,
  text: string,
): Promise<void> {
  const id = reference.exec(text)?.[0].toUpperCase();
  if (id === undefined) return await say(parts, room, activity, sayings.help);
  const found = await findCase(parts.desk, viewer, id).catch(() => undefined);
  if (found === undefined) return await say(parts, room, activity, sayings.noCase);
  const { target } = room;
  const known = await parts.storage.threadOf({ case: id, target: target.id });
  if (known !== undefined && (await isThere(room, id)))
    return await say(parts, room, activity, `${sayings.hasThread}: ${threadAddress(target, known)}`);
  const { post, digest } = await room.draw(found);
  const conversation = activity.conversation.id;
  const posted = await parts.poster.reply(target, conversation, post);
  await parts.storage.keepThread({ case: id, target: target.id, conversation, activity: posted, digest });
}

async function isThere(room: Room, id: string): Promise<boolean> {
  return await room.refresh(id).then(
    () => true,
    () => false,
  );
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
function threadAddress({ channel, tenant }: ChannelTarget, { conversation }: CaseThread): string {
  const message = conversation.split(';messageid=')[1] ?? '';
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${encodeURIComponent(message)}?tenantId=${encodeURIComponent(tenant)}`;
}

/** Answers where somebody wrote. That it did not arrive costs nothing else. */
export async function say(
  { poster, log }: AsideParts,
  { target }: Room,
  activity: Envelope,
  text: string,
): Promise<void> {
  await poster
    .reply(target, activity.conversation.id, textPost(text))
    .catch((error: unknown) => log.warn({ err: error }, 'a technician could not be answered in the channel'));
}

const Mention = z.looseObject({
  type: z.literal('mention'),
  mentioned: z.looseObject({ id: z.string() }),
});

/** Only what mentions the bot is meant for it, also where it may read every message. */
function isForUs({ entities, recipient }: Envelope): boolean {
  return (entities ?? []).some((entity) => Mention.safeParse(entity).data?.mentioned.id === recipient.id);
}
