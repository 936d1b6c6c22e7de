import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Turn } from '../../dialog/turn.ts';
import { readBrief } from '../../handoff/desk/read-brief.ts';
import { Closing } from '../../handoff/desk/api.ts';
import type { StoredCall } from '../../storage/api-port.ts';
import type { ReadCase } from '../../storage/port.ts';
import type { Key } from './guard.ts';
import type { Api } from './options.ts';
import { placeOf, readPlace } from './reach.ts';
import { Refusal } from './refusal.ts';
import { CaseReceipt, CaseView, type CaseRequest } from './schemas.ts';

const activity = 'report';

/**
 * Opens a case: a conversation of its own with one turn, named by the key and by its word for the request. The same request again
 * finds the same case. Throws a `Refusal` when that word was used for something else.
 */
export async function openCase(
  api: Api,
  key: Key,
  request: string,
  body: z.output<typeof CaseRequest>,
): Promise<{ isNew: boolean; receipt: z.input<typeof CaseReceipt> }> {
  const { storage, now } = api;
  const claimed = await storage.claimRequest({
    key: key.id,
    request,
    digest: digestOf(body),
    at: now().toISOString(),
  });
  if (claimed === 'other')
    throw new Refusal(
      'conflict',
      'This Idempotency-Key came before with another body, so nothing was opened. Send each case under a key of its own.',
    );
  const turn = toTurn(api, key, request, body);
  // Nobody waits at the other end: what is answered is fetched.
  const outcome = await api.converse(turn, async () => undefined);
  const [found] = await storage.listCases({ clients: [key.client], conversation: turn.conversation });
  if (found === undefined)
    throw new Refusal('failed', 'No case could be opened. Send it again under another Idempotency-Key.');
  const isNew = outcome === 'answered';
  if (isNew) {
    const at = now().toISOString();
    await storage.addAudit({ at, who: `key:${key.id}`, what: 'opened', about: found.id, detail: {} });
  }
  return { isNew, receipt: CaseReceipt.encode({ case: receiptOf(found) }) };
}

/** The case, when it is one of this key's client. Another client's case is not there. */
export async function readCase(api: Api, key: Key, id: string): Promise<z.input<typeof CaseView>> {
  const { storage } = api;
  const found = await storage.readCase(id);
  if (found === undefined || found.client !== key.client)
    throw new Refusal('not-found', 'There is no such case for the client of this key.');
  const [calls, place] = await Promise.all([storage.callsOf(id), storage.readPlace(found.conversation)]);
  const isOurs = readPlace(place?.reference) !== undefined;
  const messages = isOurs ? await storage.messagesAfter(found.conversation, 0) : [];
  return CaseView.encode({
    case: {
      ...viewOf(found),
      calls: calls.map(viewCall),
      messages: messages.flatMap(({ at, from, name, text }) =>
        from === 'staff' || text === '' ? [] : [{ at, from, name, text }],
      ),
    },
  });
}

function toTurn(
  { now, language }: Api,
  key: Key,
  request: string,
  { story, person }: z.output<typeof CaseRequest>,
): Turn {
  return {
    channel: 'api',
    conversation: `api:${key.id}:${request}`,
    activity,
    client: key.client,
    reference: placeOf(key.id),
    person: { id: person.id ?? `api:${key.id}`, name: person.name },
    at: now().toISOString(),
    language,
    event: { kind: 'reported', text: story, contact: person.contact },
  };
}

function digestOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('base64url');
}

type Receipt = z.output<typeof CaseReceipt>['case'];

function receiptOf(found: Omit<ReadCase, 'events'>): Receipt {
  const { headline, judgement } = readBrief(found);
  const { priority, verdict } = CaseReceipt.shape.case.shape;
  return {
    id: found.id,
    status: found.status,
    priority: priority.parse(found.priority),
    headline,
    verdict: verdict.parse(judgement?.verdict ?? null),
    openedAt: found.openedAt,
  };
}

function viewOf(found: ReadCase): Omit<z.output<typeof CaseView>['case'], 'calls' | 'messages'> {
  const { live, story, person, harm, caller, judgement, actions } = readBrief(found);
  const { requestRisk, identity } = CaseView.shape.case.shape;
  return {
    ...receiptOf(found),
    live,
    acceptedAt: found.acceptedAt,
    closedAt: found.closedAt,
    technician: found.technician?.name ?? null,
    outcome: Closing.safeParse(found.closing).data?.outcome ?? null,
    story,
    person: { id: person.id, name: person.name ?? null, contact: person.contact ?? null },
    harm,
    claimed: caller.claimed ?? null,
    requestRisk: requestRisk.parse(judgement?.requestRisk ?? null),
    identity: identity.parse(judgement?.identity ?? null),
    scam: judgement?.scam ?? null,
    actions,
  };
}

function viewCall(call: StoredCall): z.output<typeof CaseView>['case']['calls'][number] {
  const { id, number, direction, startedAt: start, endedAt: end, extension, person, recording } = call;
  return { id, number, direction, start, end, extension, person, recording };
}
