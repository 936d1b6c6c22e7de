import * as z from 'zod';
import type { Settings } from '../../../settings/schema.ts';
import type { ReadCase } from '../../../storage/port.ts';
import { DeliveryFailure, type Delivery, type Target } from '../../../handoff/outbox/port.ts';
import { createOnce, type Once } from '../../../handoff/targets/once.ts';
import { summarise } from './case-card.ts';
import { welcomeTaker } from './given.ts';
import { mentionOf, type Mentioned } from './mention.ts';
import { cardPost } from './poster.ts';
import { firstOnCall, type Room, type RoomOptions } from './room.ts';

/** A create may be under way for so long: waiting for its turn, and for an answer, several times. */
const settleMs = 90_000;

type Telling = { options: RoomOptions; room: Room; delivery: Delivery; once: Once };

/**
 * Tells the technicians' channel. The first news of a case begins its thread, later ones bring its card up to date, and whoever is on
 * call is mentioned when they are wanted. A thread of which nobody knows whether it was made is not made again: a person decides.
 */
export function createChannelTarget(options: RoomOptions, room: Room): Target {
  const { storage } = options;
  return {
    async deliver(delivery) {
      const about = { case: delivery.case.id, target: room.target.id };
      const telling = { options, room, delivery, once: createOnce(storage, about, delivery.now) };
      if ((await storage.threadOf(about)) === undefined && !(await begin(telling))) return;
      await room.refresh(about.case);
      await mention(telling);
    },
  };
}

/** False when an earlier message must be looked into first; that one says so at the desk, and this one adds nothing. */
async function begin({ options: { storage }, room, delivery, once }: Telling): Promise<boolean> {
  const { id, case: about } = delivery;
  const key = { case: about.id, target: room.target.id };
  const mine = { ...key, step: `thread-by:${id}` };
  const isBegun = (await storage.readStep({ ...key, step: 'thread' })) !== undefined;
  if (isBegun && (await storage.readStep(mine)) === undefined) return false;
  await once('thread', {
    settleMs,
    async seen() {
      if ((await storage.threadOf(key)) !== undefined) return true;
      throw unknownThread(about.id);
    },
    async act() {
      await storage.beginStep(mine, delivery.now.toISOString());
      await room.begin(about).catch((error: unknown) => {
        if (error instanceof DeliveryFailure && error.happened === 'unknown')
          throw unknownThread(about.id, error);
        throw error;
      });
    },
  });
  if (isP1Waiting(about)) await sayOnce(once, 'mention:P1', async () => undefined);
  return true;
}

function unknownThread(id: string, cause?: unknown): DeliveryFailure {
  return new DeliveryFailure(
    'refused',
    `Nobody knows whether the card of case ${id} came into the technicians' channel: the answer was lost. Look there. If it ` +
      `is there, press any of its buttons; if not, write "${id}" to the bot in the channel.`,
    { happened: 'unknown', cause },
  );
}

/** A changed card tells nobody, so a call to somebody is a message of its own. */
async function mention({ options, room, delivery, once }: Telling): Promise<void> {
  const { settings, storage } = options;
  const { id, news, case: about } = delivery;
  const call = async (who: Mentioned | undefined, why: string): Promise<void> => {
    const thread = await storage.threadOf({ case: about.id, target: room.target.id });
    if (who === undefined || thread === undefined) return;
    await options.poster.reply(room.target, thread.conversation, callPost(who, about, why));
  };
  if (isP1Waiting(about)) await sayOnce(once, 'mention:P1', () => call(firstOnCall(settings), nowP1));
  const reached = about.status === 'waiting' ? reachedBy(news, settings) : undefined;
  if (reached !== undefined && !(await isJustCalled(options, room, delivery, reached)))
    await sayOnce(once, `mention:${id}`, () => call(reached, nobodyTook));
  const taker = await welcomeTaker(options, room, delivery);
  if (taker !== undefined) await sayOnce(once, `mention:${id}`, () => call(taker, nowYours));
}

const nowP1 = 'This case is a P1 now, and you are on call.';
const nowYours = 'This case was given to you. What you write to me here goes to the person.';
const nobodyTook = 'Nobody has taken this case yet, and you are on call.';

function isP1Waiting({ priority, status }: ReadCase): boolean {
  return priority === 'P1' && status === 'waiting';
}

/** At night the clock comes to whoever is on call at once, when the card of the P1 has called them already. */
async function isJustCalled(
  { settings, storage }: RoomOptions,
  { target }: Room,
  { case: about, now }: Delivery,
  { object }: Mentioned,
): Promise<boolean> {
  if (firstOnCall(settings)?.object !== object) return false;
  const called = await storage.readStep({ case: about.id, target: target.id, step: 'mention:P1' });
  const waitMs = settings.onCallAfterMinutes * 60_000;
  return called !== undefined && now.getTime() < Date.parse(called.begunAt) + waitMs;
}

/** What may have arrived is not said again: twice mentioned is twice woken. */
async function sayOnce(once: Once, name: string, act: () => Promise<void>): Promise<void> {
  await once(name, { settleMs: 0, seen: async () => true, act });
}

const Marked = z.object({
  mark: z.object({ kind: z.literal('on-call'), name: z.string(), phone: z.string() }),
});

/** Whom the clock came to with this news. */
function reachedBy({ kind, detail }: Delivery['news'], { onCall }: Settings): Mentioned | undefined {
  const mark = kind === 'noted' ? Marked.safeParse(detail).data?.mark : undefined;
  const found = mark && onCall.find(({ name, phone }) => name === mark.name && phone === mark.phone);
  return found?.teams === undefined ? undefined : { object: found.teams, name: found.name };
}

function callPost(who: Mentioned, about: ReadCase, why: string): ReturnType<typeof cardPost> {
  const { text, entity } = mentionOf(who);
  const headline = summarise(about);
  return cardPost(`${who.name}: ${headline}`, {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: `${text} ${why}`, wrap: true, weight: 'bolder' },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: headline }] },
    ],
    msteams: { entities: [entity] },
  });
}
