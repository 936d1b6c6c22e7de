import type { FileRef } from '../../dialog/brief.ts';
import { oneLine } from '../../dialog/defang.ts';
import type { OutboxStorage, StoredTicket } from '../../storage/outbox-port.ts';
import type { ReadCase } from '../../storage/port.ts';
import { DeliveryFailure, type Delivery, type Target } from '../outbox/port.ts';
import { readBrief } from '../desk/read-brief.ts';
import type { ReadFile } from '../port.ts';
import type { CallWith, Caller, FileBytes } from './caller.ts';
import type { Connector } from './connector.ts';
import { detailsOf, subjectOf } from './details.ts';
import { createOnce, type Once } from './once.ts';
import { pick, pickList, pickText, renderText, type Values } from './template.ts';
import { closingOf, markOf, updateOf } from './update.ts';

export type TicketsOptions = {
  /** The id in the settings. */
  target: string;
  connector: Connector;
  caller: Caller;
  /** Address, fields and secrets. */
  fixed: Values;
  /** What the ticket system calls a client of ours. */
  clientThere: (client: string) => string | undefined;
  storage: Pick<
    OutboxStorage,
    'ticketOf' | 'keepTicket' | 'readStep' | 'beginStep' | 'finishStep' | 'dropStep'
  >;
  /** Files that belong to a case, oldest first. */
  filesOf: (about: ReadCase) => Promise<readonly FileRef[]>;
  readFile: ReadFile;
  /** The case's page at the desk, when the address of this server is known. */
  deskUrl: (caseId: string) => string | undefined;
  timeZone: string;
};

/**
 * Keeps one ticket for each case. It is made by whichever message comes first, later ones add notes and files to it, and the
 * end of the case closes it. Every call that must happen once is written down before it is made; when it is not known whether
 * it happened, it is looked for first.
 */
export function createTickets(options: TicketsOptions): Target {
  return {
    async deliver(delivery, signal) {
      const { target, storage, connector } = options;
      const { news, case: about } = delivery;
      const client = clientOf(options, about.client);
      const once = createOnce(storage, { case: about.id, target }, delivery.now);
      const call = { values: valuesOf(options, delivery, client), signal };
      const ticket =
        (await storage.ticketOf(about.id, target)) ?? (await makeTicket(options, delivery, call, once));
      const at: CallWith = { ...call, values: { ...call.values, reference: ticket.reference } };
      const isClosed = await guard(options, at, client);
      if (ticket.state === 'closed' && about.status !== 'closed')
        await setState(options, ticket, at, 'reopen');
      if (news.kind !== 'opened')
        await once(`note:${delivery.id}`, {
          seen: () => seesMark(options, connector.note.seen, markOf(delivery.id), at),
          act: () => options.caller.act(connector.note, at),
        });
      await attachFiles(options, about, at, once);
      if (news.kind === 'closed') await setState(options, ticket, at, isClosed ? 'closed' : 'close');
    },
  };
}

/** Whoever the ticket is for must be named by the administrator: guessing could tell one client of another's trouble. */
function clientOf({ clientThere, target }: TicketsOptions, client: string): string {
  const there = clientThere(client);
  if (there !== undefined) return there;
  throw new DeliveryFailure(
    'refused',
    `Client "${client}" has no name in ticket system "${target}", so no ticket was made for anybody. ` +
      `Set ticketClients.${target} for this client, then try again.`,
  );
}

async function makeTicket(
  options: TicketsOptions,
  { case: about }: Delivery,
  call: CallWith,
  once: Once,
): Promise<StoredTicket> {
  const { connector, caller, storage, target } = options;
  let made: StoredTicket | undefined;
  const keep = async (reference: string): Promise<void> => {
    made = { case: about.id, target, reference, url: pageOf(options, call.values, reference), state: 'open' };
    await storage.keepTicket(made);
  };
  await once('create', {
    settleMs: connector.find.settleSeconds * 1000,
    async seen() {
      const found = findIn(connector, await caller.ask(connector.find.request, call), about.id);
      if (found !== undefined) await keep(found);
      return found !== undefined;
    },
    async act() {
      const answer = await caller.act(connector.create, call);
      await keep(referenceIn(connector, answer));
    },
  });
  made ??= await storage.ticketOf(about.id, target);
  if (made !== undefined) return made;
  throw new DeliveryFailure(
    'refused',
    `The ticket of case ${about.id} was made and then forgotten. Look at the database.`,
  );
}

function findIn({ find }: Connector, answer: unknown, id: string): string | undefined {
  const found = pickList(answer, find.items).find((entry) => names(pick(entry, find.match), id));
  return pickText(found, find.reference);
}

/** Whether the id stands there whole: `CC-7F3K2` is not in `CC-7F3K23`. */
function names(value: unknown, id: string): boolean {
  const words = (JSON.stringify(value) ?? '').toLowerCase().split(/[^a-z0-9-]+/);
  return words.includes(id.toLowerCase());
}

function referenceIn({ create, name }: Connector, answer: unknown): string {
  const reference = create.reference.map((path) => pickText(answer, path)).find((text) => text !== undefined);
  if (reference !== undefined) return reference;
  throw new DeliveryFailure(
    'later',
    `${name} made a ticket and did not say which. It is looked for at the next try.`,
    {
      happened: 'unknown',
    },
  );
}

/** Tells whether the ticket is closed already. Refuses to write into a ticket that is not this client's any more, or never was. */
async function guard(
  { connector, caller, fixed }: TicketsOptions,
  call: CallWith,
  client: string,
): Promise<boolean> {
  const { request, client: path, closed } = connector.read;
  const answer = await caller.ask(request, call);
  const theirs = pickText(answer, path);
  if (theirs !== client)
    throw new DeliveryFailure(
      'refused',
      `Ticket ${call.values['reference']} at ${connector.name} belongs to client "${theirs ?? 'nobody'}" and not to ` +
        `"${client}", so nothing was written into it. Move the ticket, or mend ticketClients, then try again.`,
    );
  return (
    closed !== undefined &&
    pickText(answer, closed.at) === renderText(closed.is, { ...fixed, ...call.values })
  );
}

async function setState(
  { connector, caller, storage }: TicketsOptions,
  ticket: StoredTicket,
  call: CallWith,
  how: 'close' | 'reopen' | 'closed',
): Promise<void> {
  if (how !== 'closed') await caller.act(connector[how], call);
  await storage.keepTicket({ ...ticket, state: how === 'reopen' ? 'open' : 'closed' });
}

async function attachFiles(
  { connector, caller, filesOf, readFile, ...options }: TicketsOptions,
  about: ReadCase,
  call: CallWith,
  once: Once,
): Promise<void> {
  for (const { id } of await filesOf(about)) {
    const kept = await readFile(id);
    if (kept === undefined || kept.client !== about.client || kept.conversation !== about.conversation)
      continue;
    const file = { name: nameOf(about.id, kept.file), type: kept.file.type, bytes: kept.bytes };
    const given = { ...call, file, values: { ...call.values, ...fileValues(file) } };
    await once(`file:${id}`, {
      seen: () => seesMark({ caller, ...options }, connector.attach.seen, file.name, given),
      act: () => caller.act(connector.attach, given),
    });
  }
}

/** Says whose file it is and is the same at every try, so that it can be looked for; nothing in it can end a header. */
function nameOf(caseId: string, { id, name }: FileRef): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? `.${plain(name.slice(dot + 1))}` : '';
  return `${caseId}-${plain(id).slice(0, 12)}-${plain(dot > 0 ? name.slice(0, dot) : name)}${ending}`;
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
}

function fileValues({ name, type, bytes }: FileBytes): Values {
  return { 'file.name': name, 'file.type': type, 'file.base64': Buffer.from(bytes).toString('base64') };
}

async function seesMark(
  { caller }: Pick<TicketsOptions, 'caller'>,
  request: Connector['note']['seen'],
  mark: string,
  call: CallWith,
): Promise<boolean> {
  const answer = JSON.stringify(await caller.ask(request, call)) ?? '';
  return answer.includes(JSON.stringify(mark).slice(1, -1));
}

function pageOf({ connector, fixed }: TicketsOptions, values: Values, reference: string): string | null {
  const page = renderText(connector.page, { ...fixed, ...values, reference });
  return page !== undefined && URL.canParse(page) ? page : null;
}

const dayMs = 86_400_000;

function valuesOf(
  { connector, fixed, timeZone, deskUrl }: TicketsOptions,
  delivery: Delivery,
  client: string,
): Values {
  const { case: about, news } = delivery;
  const { person, priority } = readBrief(about);
  const link = deskUrl(about.id);
  const details = detailsOf(about, timeZone);
  const mapped = Object.entries(connector.priorities[priority]);
  return {
    ...Object.fromEntries(mapped.map(([name, value]) => [`priority.${name}`, renderText(value, fixed)])),
    case: about.id,
    client,
    subject: subjectOf(about),
    details: link === undefined ? details : `${details}\n\nAt the desk: ${link}`,
    text: updateOf(delivery, timeZone),
    openedAt: about.openedAt,
    due: new Date(Date.parse(about.openedAt) + dayMs).toISOString(),
    outcome: closingOf(news)?.outcome ?? 'unsure',
    'person.name': oneLine(person.name ?? 'not known'),
    'person.contact': oneLine(person.contact ?? 'in the chat'),
  };
}
