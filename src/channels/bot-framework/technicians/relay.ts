import type { FileRef } from '../../../dialog/brief.ts';
import { FileRef as FileShape } from '../../../handoff/desk/api.ts';
import { keepWorking } from '../../../handoff/keep-working.ts';
import { DeliveryFailure } from '../../../handoff/outbox/port.ts';
import type { Log } from '../../../observability/log.ts';
import type { ReadMessage } from '../../../storage/port.ts';
import type { RelayedThread, ThreadPost } from '../../../storage/threads-port.ts';
import { threadMark } from './carry-out.ts';
import { inertLine, quoteLines } from './inert.ts';
import { textPost } from './poster.ts';
import { digestOf, type Room, type RoomOptions } from './room.ts';

export type RelayParts = RoomOptions & {
  rooms: ReadonlyMap<string, Room>;
  /** Where a file can be had for so many days; `undefined` where this server has no address. */
  fileAddress: (conversation: string, file: FileRef, days: number) => Promise<string | undefined>;
  log: Log;
};

/** Links stay in the channel for good; a week is longer than a case takes. */
const linkDays = 7;
const firstPauseMs = 5_000;
const longestPauseMs = 10 * 60_000;

/**
 * Carries what a person says into the thread of their case, while a technician has it who took it there: at once, in order and once, until
 * it is stopped. What somebody says at the desk comes too, so that both can be used side by side; what was said in the thread does not
 * come back.
 */
export function keepRelaying(parts: RelayParts, everyMs = 5_000): () => Promise<void> {
  const missed = new Map<string, { times: number; nextAt: number }>();
  return keepWorking(
    (stopped) => carryAll(parts, missed, stopped),
    everyMs,
    (error) =>
      parts.log.error({ err: error }, 'the threads of the technicians’ channel could not be looked at'),
    (wake) => parts.desk.bulletin.follow(({ kind }) => kind === 'changed' && wake()),
  );
}

async function carryAll(
  parts: RelayParts,
  missed: Map<string, { times: number; nextAt: number }>,
  stopped: AbortSignal,
): Promise<void> {
  for (const room of parts.rooms.values()) await room.release();
  const now = parts.now().getTime();
  for (const thread of await parts.storage.relayedThreads()) {
    const room = parts.rooms.get(thread.target);
    const name = `${thread.case} ${thread.target}`;
    if (room === undefined || (missed.get(name)?.nextAt ?? 0) > now) continue;
    if (await carry(parts, room, thread, stopped)) missed.delete(name);
    else missed.set(name, nextTry(missed.get(name)?.times ?? 0, now));
  }
}

function nextTry(times: number, now: number): { times: number; nextAt: number } {
  return { times: times + 1, nextAt: now + Math.min(longestPauseMs, firstPauseMs * 2 ** times) };
}

/** False when something could not be put there; what comes after it waits, so that the order is kept. */
async function carry(
  parts: RelayParts,
  room: Room,
  thread: RelayedThread,
  stopped: AbortSignal,
): Promise<boolean> {
  const { storage } = parts;
  const said = await storage.messagesAfter(thread.chat, thread.fromPosition);
  const posts = new Map((await storage.postsIn(thread)).map((one) => [one.message, one]));
  for (const message of said.filter(isCarried)) {
    if (stopped.aborted) return false;
    const known = posts.get(message.id);
    const isDone =
      known === undefined
        ? await post(parts, room, thread, message)
        : await bringUpToDate(parts, room, thread, message, known);
    if (!isDone) return false;
  }
  return true;
}

function isCarried({ id, from }: ReadMessage): boolean {
  return from === 'staff' || (from === 'technician' && !id.includes(threadMark));
}

/** Written down before it is sent: one that was begun and not finished is never sent again. */
async function post(
  parts: RelayParts,
  { target, ...room }: Room,
  thread: RelayedThread,
  message: ReadMessage,
): Promise<boolean> {
  const { storage, poster, log } = parts;
  const digest = digestOfMessage(message);
  const content = textPost(await write(parts, thread, message));
  await storage.beginPost(thread, message.id, digest);
  try {
    const activity = await poster.reply(target, thread.conversation, content);
    await storage.finishPost(thread, { message: message.id, activity, digest });
    return true;
  } catch (error) {
    log.warn({ err: error, case: thread.case }, 'what the person said did not come into the thread');
    if (error instanceof DeliveryFailure && error.happened === 'no') {
      await storage.dropPost(thread, message.id);
      return false;
    }
    await doubt(parts, { target, ...room }, thread, message);
    return true;
  }
}

async function bringUpToDate(
  parts: RelayParts,
  room: Room,
  thread: RelayedThread,
  message: ReadMessage,
  known: ThreadPost,
): Promise<boolean> {
  if (known.activity === null) {
    await doubt(parts, room, thread, message);
    return true;
  }
  const digest = digestOfMessage(message);
  if (known.activity === '' || known.digest === digest) return true;
  const content = textPost(await write(parts, thread, message));
  try {
    await parts.poster.change(room.target, thread.conversation, known.activity, content);
  } catch (error) {
    if (!(error instanceof DeliveryFailure && error.kind === 'refused')) return false;
    // Somebody deleted it in the thread: there is nothing to change.
  }
  await parts.storage.finishPost(thread, { ...known, digest });
  return true;
}

/** The card, which may be changed as often as one likes, says that something may be missing. */
async function doubt(
  { storage, log }: RelayParts,
  room: Room,
  thread: RelayedThread,
  message: ReadMessage,
): Promise<void> {
  await storage.doubtPost(thread, message.id, message.at);
  await room
    .refresh(thread.case)
    .catch((error: unknown) => log.warn({ err: error, case: thread.case }, 'a card could not be changed'));
}

function digestOfMessage({ text, files }: ReadMessage): string {
  return digestOf([text, files]);
}

async function write(
  { fileAddress }: RelayParts,
  { chat }: RelayedThread,
  { from, name, text, files }: ReadMessage,
): Promise<string> {
  const who = inertLine(name ?? (from === 'staff' ? 'The person' : 'A technician'), 80);
  const said = from === 'technician' ? `${who}, from the desk` : who;
  const sent = files.flatMap((file) => FileShape.safeParse(file).data ?? []);
  const links = sent.map(async (file) => {
    const address = await fileAddress(chat, file, linkDays);
    return `File: ${inertLine(file.name)} (${inertLine(file.type)}), ${address ?? 'open it at the desk'}`;
  });
  const words =
    text === ''
      ? sent.length === 0
        ? [`${said} took this message back.`]
        : []
      : [`${said}: ${quoteLines(text)}`];
  return [
    ...words,
    ...(text === '' && sent.length > 0 ? [`${said}:`] : []),
    ...(await Promise.all(links)),
  ].join('\n');
}
