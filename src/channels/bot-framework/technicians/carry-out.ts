import { createHash } from 'node:crypto';
import type { Viewer } from '../../../handoff/desk/access.ts';
import { actOnCase } from '../../../handoff/desk/act.ts';
import type { Act } from '../../../handoff/desk/api.ts';
import { findCase } from '../../../handoff/desk/cases.ts';
import { setPriority } from '../../../handoff/desk/change.ts';
import { Refusal } from '../../../handoff/desk/refusal.ts';
import { listTakers } from '../../../handoff/desk/takers.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { Envelope } from '../envelope.ts';
import { findNamed } from './named.ts';
import { digestOf, type Room, type RoomOptions } from './room.ts';
import type { Tap } from './tap.ts';
import { sayings } from './words.ts';

/** What says of a message that it was said in a thread: it stands there already. */
export const threadMark = '-thread-';

/** The same activity makes the same act, however often it comes. */
export function actIdOf(
  { conversation, id, value, timestamp }: Envelope & { value?: unknown },
  what = '',
): string {
  const content = id === undefined || id === null ? [value, timestamp] : [id];
  const digest = createHash('sha256').update(JSON.stringify([conversation.id, what, ...content]));
  return `${threadMark.slice(1)}${digest.digest('hex').slice(0, 32)}`;
}

/**
 * Does what a technician asked for by a button or by its words, by the same rules as the desk. Throws a `Refusal` that names who
 * was first.
 */
export async function carryOut(
  { desk, storage }: RoomOptions,
  { target }: Room,
  viewer: Viewer,
  { case: id, version, holder, wish }: Tap,
  act: string,
): Promise<void> {
  const found = await findCase(desk, viewer, id);
  const perform = async (what: Act): Promise<void> =>
    void (await actOnCase(desk, viewer, id, { id: act, act: what }));
  switch (wish.kind) {
    case 'take-over':
      checkSeen(found, version, holder);
      await markJoining();
      return await perform({ kind: 'join', takeOver: true });
    case 'take':
      await markJoining();
      return await perform({ kind: 'join', takeOver: false });
    case 'reopen':
      await markJoining();
      return await perform({ kind: 'reopen' });
    case 'hand-back':
      return await perform({ kind: 'hand-back' });
    case 'give': {
      const to = 'id' in wish.to ? wish.to.id : findNamed(await listTakers(desk, found), wish.to.name);
      // Once they have it, the same button again changes nothing.
      if (found.technician?.id !== to) checkSeen(found, version, holder);
      return await perform({ kind: 'assign', to });
    }
    case 'its-me':
      return await perform({ kind: 'its-me', check: wish.check });
    case 'close': {
      const { outcome, right, note } = wish;
      return await perform({ kind: 'close', closing: { outcome, botWasRight: right, note } });
    }
    case 'priority':
      await setPriority(desk, viewer, id, { priority: wish.priority, why: wish.why, version });
  }

  /** Before the act, so that no restart between the two leaves somebody without the chat. Whoever came in before keeps it going. */
  async function markJoining(): Promise<void> {
    const key = { case: id, target: target.id };
    const thread = await storage.threadOf(key);
    const isRelayed = found.technician !== null && thread?.technicians.includes(found.technician.id) === true;
    const messages = isRelayed ? [] : await storage.messagesAfter(found.conversation, 0);
    await storage.joinThread(key, viewer.id, isRelayed ? undefined : (messages.at(-1)?.position ?? 0));
  }
}

/** Somebody who looks at an old card must not take a case from whom they do not see there. */
function checkSeen(found: ReadCase, version: number, holder: string | null): void {
  if (found.version === version || (found.technician?.id ?? null) === holder) return;
  const who = found.technician?.name ?? found.events.at(-1)?.by ?? sayings.somebody;
  const first = found.technician === null ? {} : { holder: found.technician };
  throw new Refusal('conflict', sayings.changed(who), first);
}

/** Lets the thread of a case be known when only its own button tells where it is. */
export async function adopt(
  { storage }: RoomOptions,
  { target }: Room,
  caseId: string,
  { conversation, ...activity }: Envelope,
): Promise<void> {
  const key = { case: caseId, target: target.id };
  const replyTo = activity['replyToId'];
  const isLost =
    (await storage.threadOf(key)) === undefined &&
    (await storage.readStep({ ...key, step: 'thread' })) !== undefined;
  if (!isLost || typeof replyTo !== 'string') return;
  const digest = digestOf('not known');
  await storage.keepThread({ ...key, conversation: conversation.id, activity: replyTo, digest });
}
