import * as z from 'zod';
import type { FileRef } from '../../dialog/brief.ts';
import type { DeskAct, Turn } from '../../dialog/turn.ts';
import { maskSecrets } from '../../observability/redaction.ts';
import { drawWords } from '../draw-words.ts';
import type { ReadCase } from '../../storage/port.ts';
import { mayActAs, type Viewer } from './access.ts';
import type { Act, ActAnswer, ActRequest } from './api.ts';
import { activityPrefix, describeCase, findCase } from './cases.ts';
import { deliverTurn, redeliver } from './deliver.ts';
import type { DeskOptions } from './options.ts';
import { isOwnCheck } from './own-check.ts';
import { readBrief } from './read-brief.ts';
import { notFound, Refusal } from './refusal.ts';
import { findTaker } from './takers.ts';

/**
 * A technician does something in the conversation of a case: one turn of it, told to the person. The same request again changes
 * nothing and gets the same answer. Throws a `Refusal` that names who was first.
 */
export async function actOnCase(
  options: DeskOptions,
  viewer: Viewer,
  id: string,
  request: z.output<typeof ActRequest>,
): Promise<ActAnswer> {
  const { storage, converse } = options;
  const found = await findCase(options, viewer, id);
  const turn = await toTurn(options, viewer, found, request);
  const known = await storage.readHandled(turn.conversation, turn.activity);
  if (known === undefined) checkOpen(found, request.act);
  await redeliver(options, turn.conversation);
  const outcome = await converse(turn, (effects) =>
    deliverTurn(
      options,
      { conversation: turn.conversation, activity: turn.activity, client: turn.client },
      effects,
    ),
  );
  const handled = await storage.readHandled(turn.conversation, turn.activity);
  const after = await findCase(options, viewer, id);
  throwIfRefused(handled?.effects, after, request.act);
  return {
    case: await describeCase(options, after),
    message: turn.activity,
    arrived: outcome !== 'undelivered' && handled?.delivered === true,
  };
}

async function toTurn(
  options: DeskOptions,
  viewer: Viewer,
  found: ReadCase,
  { id, act }: z.output<typeof ActRequest>,
): Promise<Turn> {
  const { person } = readBrief(found);
  const by = { id: viewer.id, name: viewer.name };
  return {
    channel: 'desk',
    conversation: found.conversation,
    activity: `${activityPrefix(viewer)}${id}`,
    client: found.client,
    person: { id: person.id, name: person.name },
    at: options.now().toISOString(),
    language: person.language,
    event: { kind: 'desk', case: found.id, by, act: await toDeskAct(options, viewer, found, act) },
  };
}

async function toDeskAct(
  options: DeskOptions,
  viewer: Viewer,
  found: ReadCase,
  act: z.output<typeof Act>,
): Promise<DeskAct> {
  if (act.kind === 'say') {
    const files = await Promise.all(act.files.map((file) => findFile(options, found, file)));
    checkCount(options, files);
    return { ...act, text: hide(act.text), files };
  }
  if (act.kind === 'edit') {
    await checkEdit(options, viewer, found, act.message);
    return { ...act, text: hide(act.text) };
  }
  if (act.kind === 'its-me')
    return { ...act, words: drawWords(), own: await isOwnCheck(options, viewer, found.conversation) };
  if (act.kind === 'assign') {
    const to = await findTaker(options, found, act.to);
    return { ...act, to, asLead: mayActAs(viewer.role, 'lead') };
  }
  return act.kind === 'close' ? { ...act, closing: { ...act.closing, note: hide(act.closing.note) } } : act;
}

/** What a technician typed is kept, shown and sent on as what staff typed is, so it hides the same. */
function hide(text: string): string {
  return maskSecrets(text).text;
}

/** The page names files by id only: what they are is read from where they are kept, and only this conversation's are taken. */
async function findFile({ readFile }: DeskOptions, found: ReadCase, id: string): Promise<FileRef> {
  const kept = await readFile(id);
  if (kept === undefined || kept.conversation !== found.conversation || kept.client !== found.client)
    throw notFound('file');
  return kept.file;
}

function checkCount({ settings }: DeskOptions, files: readonly FileRef[]): void {
  const most = settings.files.maxPerMessage;
  if (files.length > most)
    throw new Refusal(
      'refused-file',
      `One message takes ${most} files at most. Send the others in the next one.`,
    );
}

/** Nobody changes what somebody else said. */
async function checkEdit(
  { storage }: DeskOptions,
  viewer: Viewer,
  { conversation }: ReadCase,
  message: string,
): Promise<void> {
  const isOwn = message.startsWith(activityPrefix(viewer));
  const messages = isOwn ? await storage.messagesAfter(conversation, 0) : [];
  if (!messages.some(({ id, from }) => id === message && from === 'technician'))
    throw new Refusal('not-yours', 'Only a message that you sent in this chat yourself can be changed.');
}

function checkOpen({ status, technician }: ReadCase, act: z.output<typeof Act>): void {
  if (status === 'closed' && act.kind !== 'reopen')
    throw new Refusal('closed', 'This case is closed. Open it again first.', holderOf(technician));
  if (status !== 'closed' && act.kind === 'reopen')
    throw new Refusal('conflict', 'This case is open already.', holderOf(technician));
}

const Refused = z
  .array(z.unknown())
  .transform((effects) => effects.flatMap((effect) => RefuseEffect.safeParse(effect).data ?? []));
const RefuseEffect = z.object({
  kind: z.literal('refuse'),
  reason: z.enum(['no-case', 'not-yours', 'taken', 'closed', 'too-late', 'own-check']),
  holder: z.object({ id: z.string(), name: z.string() }).optional(),
});

function throwIfRefused(effects: unknown, { technician }: ReadCase, act: z.output<typeof Act>): void {
  const [refused] = Refused.safeParse(effects).data ?? [];
  if (refused === undefined) return;
  const isClaim = act.kind === 'its-me';
  const holder = refused.holder ?? (isClaim ? undefined : technician);
  const say =
    isClaim && refused.reason === 'taken'
      ? sayClaimed
      : act.kind === 'assign' && refused.reason === 'not-yours'
        ? sayNotToGive
        : sayRefused;
  throw new Refusal(refused.reason, say(refused.reason, holder?.name), holderOf(holder));
}

function sayClaimed(_reason: string, holder: string | undefined): string {
  return `${holder ?? 'Somebody else'} was first and said that it was them. If you rang too, speak to each other now.`;
}

function sayNotToGive(_reason: string, holder: string | undefined): string {
  return holder === undefined
    ? 'Nobody has this case yet. Take it first, then give it to somebody. A lead can give it at once.'
    : `${holder} has this case. Only they can give it to somebody else, or a lead.`;
}

function sayRefused(reason: z.infer<typeof RefuseEffect>['reason'], holder: string | undefined): string {
  switch (reason) {
    case 'taken':
      return `${holder ?? 'Somebody else'} was first and has this case.`;
    case 'not-yours':
      return holder === undefined
        ? 'Nobody has this case yet. Take it first, then write.'
        : `${holder} has this case. Take it over first, then write.`;
    case 'closed':
      return 'This case is closed. Open it again first.';
    case 'too-late':
      return 'This check is over. They were told that nobody here rang them. If you did, ring again and ask for a new check.';
    case 'own-check':
      return 'You asked this yourself, so you cannot answer it. Another technician has to say whether they rang you.';
    case 'no-case':
      return 'This chat has gone on to another case. Look for the newer one in the queue.';
  }
}

function holderOf(holder: { id: string; name: string } | null | undefined): {
  holder?: { id: string; name: string };
} {
  return holder ? { holder: { id: holder.id, name: holder.name } } : {};
}
