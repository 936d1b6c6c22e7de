import type * as z from 'zod';
import type { CaseEvent, ReadCase, StoredCase } from '../../storage/port.ts';
import type { VersionedCase } from '../../storage/desk-port.ts';
import { mayClientBeSeen, type Viewer } from './access.ts';
import { Closing, DeskBrief, FileRef } from './api.ts';
import type { CaseDetail, CaseList, CaseQuery, CaseSummary, Message } from './api.ts';
import type { DeskOptions } from './options.ts';
import { notFound } from './refusal.ts';
import { readBrief } from './read-brief.ts';
import { findRelated } from './related.ts';

const listed = 200;

/** The case, when whoever asks may see it. Another client's case is not there for them. */
export async function findCase({ storage }: DeskOptions, viewer: Viewer, id: string): Promise<ReadCase> {
  const found = await storage.readCase(id);
  if (found === undefined || !mayClientBeSeen(viewer.clients, found.client)) throw notFound('case');
  return found;
}

export async function listCases(
  options: DeskOptions,
  viewer: Viewer,
  query: z.infer<typeof CaseQuery>,
): Promise<CaseList> {
  const { status, client, priority, mine, q = '' } = query;
  if (client !== undefined && !mayClientBeSeen(viewer.clients, client)) throw notFound('client');
  const words = q.split(/\s+/).filter((word) => word !== '');
  const rows = await options.storage.searchCases({
    clients: client === undefined ? viewer.clients : [client],
    words,
    limit: listed + 1,
    ...(status && status.length > 0 && { status }),
    ...(priority && priority.length > 0 && { priority }),
    ...(mine === '1' && { technician: viewer.id }),
  });
  const shown = rows.slice(0, listed);
  return { cases: await summarise(options, shown), more: rows.length > listed };
}

export async function summarise(
  options: DeskOptions,
  rows: readonly VersionedCase[],
): Promise<CaseSummary[]> {
  const last = await options.storage.lastMessages(rows.map(({ conversation }) => conversation));
  return rows.map((row) => summaryOf(options, row, last.get(row.conversation) ?? null));
}

/** Everything about a case that its page shows, but what was said. */
export async function describeCase(options: DeskOptions, found: ReadCase): Promise<CaseDetail> {
  const { storage, ticketsOf } = options;
  const [[summary], messages, tickets, related, inTeams] = await Promise.all([
    summarise(options, [found]),
    storage.messagesAfter(found.conversation, 0),
    ticketsOf(found.id),
    findRelated(options, found),
    storage.teamsPersonIn(found.conversation),
  ]);
  if (summary === undefined) throw notFound('case');
  return {
    ...summary,
    brief: readBrief(found),
    events: found.events.map(shorten),
    files: messages.flatMap(({ files, at, name, from }) =>
      readFiles(files).map((file) => Object.assign(file, { at, by: name ?? from })),
    ),
    related,
    ticks: ticksOf(found.events),
    closing: Closing.safeParse(found.closing).data ?? null,
    tickets: [...tickets],
    inTeams: inTeams === undefined ? null : { reachable: inTeams.reachable, since: inTeams.since },
  };
}

export async function readMessages(
  { storage }: DeskOptions,
  viewer: Viewer,
  { conversation }: StoredCase,
  after: number,
): Promise<Message[]> {
  const [messages, waiting] = await Promise.all([
    storage.messagesAfter(conversation, after),
    storage.undeliveredTurns(['desk']),
  ]);
  const missing = new Set(
    waiting.filter((turn) => turn.conversation === conversation).map(({ activity }) => activity),
  );
  return messages.map(({ id, position, at, from, name, text, files, earlier }) => ({
    id,
    position,
    at,
    from,
    name,
    text,
    files: readFiles(files),
    earlier: earlier.map((one) => ({ at: one.at, text: one.text })),
    mine: from === 'technician' && id.startsWith(activityPrefix(viewer)),
    arrived: !missing.has(id),
  }));
}

/** The ids of all that a technician says begin alike, so that an edit by somebody else is known without asking. */
export function activityPrefix({ id }: Pick<Viewer, 'id'>): string {
  return `desk-${id}-`;
}

/** The ticks that stand: the last word about each action. */
export function ticksOf(events: readonly CaseEvent[]): CaseDetail['ticks'] {
  const standing = new Map<string, CaseDetail['ticks'][number]>();
  for (const { kind, at, by, detail } of events) {
    if (kind !== 'ticked' || !isTick(detail)) continue;
    if (detail.done) standing.set(detail.action, { action: detail.action, at, by, initials: initialsOf(by) });
    else standing.delete(detail.action);
  }
  return [...standing.values()];
}

function summaryOf(options: DeskOptions, row: VersionedCase, lastMessageAt: string | null): CaseSummary {
  const { settings, clockOf, now } = options;
  const brief = readBrief(row);
  const { judgement, caller } = brief;
  return {
    id: row.id,
    client: row.client,
    clientName: settings.clients.find(({ id }) => id === row.client)?.name ?? row.client,
    conversation: row.conversation,
    headline: brief.headline,
    priority: DeskBrief.shape.priority.parse(row.priority),
    status: row.status,
    technician: row.technician,
    openedAt: row.openedAt,
    acceptedAt: row.acceptedAt,
    closedAt: row.closedAt,
    live: brief.live,
    harm: brief.harm.map(({ title }) => title),
    verdict: judgement?.verdict ?? null,
    scam: judgement?.scam?.title ?? null,
    claimed: caller.claimed ?? null,
    person: { name: brief.person.name ?? null, contact: brief.person.contact ?? null },
    clock: clockOf(row, now()),
    lastMessageAt,
    version: row.version,
  };
}

/** The page has the newest brief already; of earlier ones it shows a line. */
function shorten({ at, kind, by, detail }: CaseEvent): CaseEvent {
  if (kind !== 'opened' && kind !== 'updated') return { at, kind, by, detail };
  const { headline, priority } = readBrief({ brief: detail });
  return { at, kind, by, detail: { headline, priority } };
}

function readFiles(files: readonly unknown[]): z.infer<typeof FileRef>[] {
  return files.flatMap((file) => FileRef.safeParse(file).data ?? []);
}

function isTick(detail: unknown): detail is { action: string; done: boolean } {
  return (
    typeof detail === 'object' &&
    detail !== null &&
    'action' in detail &&
    typeof detail.action === 'string' &&
    'done' in detail &&
    typeof detail.done === 'boolean'
  );
}

function initialsOf(name: string): string {
  const letters = name.split(/\s+/).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 63));
  return letters.slice(0, 3).join('').toUpperCase();
}
