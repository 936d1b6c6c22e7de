import * as z from 'zod';
import type { Technician } from '../../../dialog/brief.ts';
import { DeliveryFailure, type Delivery } from '../../../handoff/outbox/port.ts';
import type { Mentioned } from './mention.ts';
import type { Room, RoomOptions } from './room.ts';
import { idsOf } from './viewer.ts';

const Given = z.object({
  from: z.object({ id: z.string() }).nullable(),
  to: z.object({ id: z.string(), name: z.string() }),
});

/** Whoever was given the case with this news and has it still, where they are in this channel's team; they work in the thread from now on. */
export async function welcomeTaker(
  options: RoomOptions,
  room: Room,
  { news, case: about }: Delivery,
): Promise<Mentioned | undefined> {
  const given = news.kind === 'assigned' ? Given.safeParse(news.detail).data : undefined;
  if (given === undefined || about.technician?.id !== given.to.id) return undefined;
  const object = await findMember(options, room, given.to);
  if (object === undefined) return undefined;
  await joinThread(options, room, { caseId: about.id, chat: about.conversation, at: news.at, ...given });
  return { object, name: given.to.name };
}

/** A team that does not let its members be read calls nobody. */
async function findMember(
  { poster, settings }: RoomOptions,
  { target }: Room,
  { id }: Technician,
): Promise<string | undefined> {
  try {
    const members = await poster.members(target);
    return members.find((object) => idsOf(settings, target, object).includes(id));
  } catch (error) {
    if (error instanceof DeliveryFailure && error.kind === 'refused') return undefined;
    throw error;
  }
}

type Joining = z.infer<typeof Given> & { caseId: string; chat: string; at: string };

/** What was said since they have it comes into the thread, or goes on coming. */
async function joinThread(
  { storage }: RoomOptions,
  { target }: Room,
  { caseId, chat, at, from, to }: Joining,
): Promise<void> {
  const key = { case: caseId, target: target.id };
  const thread = await storage.threadOf(key);
  if (thread === undefined || thread.technicians.includes(to.id)) return;
  const goesOn = from !== null && thread.technicians.includes(from.id);
  const before = goesOn ? [] : (await storage.messagesAfter(chat, 0)).filter((message) => message.at <= at);
  await storage.joinThread(key, to.id, goesOn ? undefined : (before.at(-1)?.position ?? 0));
}
