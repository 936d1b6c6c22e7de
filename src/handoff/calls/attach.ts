import type { ApiStorage, StoredCall } from '../../storage/api-port.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import type { ReadCase, Storage } from '../../storage/port.ts';
import type { Bulletin } from '../port.ts';
import { beganWithin, findCase, openedWithin } from './match.ts';

export type CallsOptions = {
  storage: Storage & DeskStorage & ApiStorage;
  bulletin: Bulletin;
  /** Who outside is told about the cases of this client. */
  targets: (client: string) => readonly string[];
  now: () => Date;
  log: Record<'info' | 'error', (fields: Record<string, unknown>, message: string) => void>;
};

export type Calls = {
  /** Attaches the call to the case it belongs to. Returns the case's id, or `null` while there is none. */
  attach(call: StoredCall): Promise<string | null>;
  /** Stops looking at new cases; resolves when what was begun is done. */
  close(): Promise<void>;
};

/** Somebody else can change a case this often before a call waits for the next chance. */
const attemptLimit = 20;
const dayMs = 24 * 60 * 60 * 1000;

/** Joins calls and cases, whichever comes first: calls as they are told, cases as they are opened or changed, and both at the start. */
export function followCalls(options: CallsOptions): Calls {
  const { storage, bulletin, now, log } = options;
  let last = Promise.resolve();
  const queue = (work: () => Promise<void>): void => {
    last = last.then(work).catch((error: unknown) => {
      log.error(
        { err: error },
        'call records could not be matched; it is tried again with the next change or start',
      );
    });
  };
  const attach = (call: StoredCall): Promise<string | null> => attachCall(options, call);
  const attachAll = async (calls: readonly StoredCall[]): Promise<void> => {
    for (const call of calls) await attach(call);
  };

  queue(async () => {
    const until = new Date(now().getTime() + dayMs).toISOString();
    const from = new Date(now().getTime() - 3 * dayMs).toISOString();
    await attachAll(await storage.waitingCalls(undefined, from, until));
  });
  const stop = bulletin.follow((news) => {
    if (news.kind !== 'changed') return;
    for (const id of news.cases)
      queue(async () => {
        const found = await storage.readCase(id);
        if (found === undefined) return;
        const { from, until } = beganWithin(found);
        await attachAll(await storage.waitingCalls(found.client, from, until));
      });
  });
  return {
    attach,
    close: async () => {
      stop();
      await last;
    },
  };
}

async function attachCall(options: CallsOptions, call: StoredCall): Promise<string | null> {
  const { storage, bulletin, log } = options;
  for (let attempt = 0; attempt < attemptLimit; attempt++) {
    const { from, until } = openedWithin(call);
    const best = findCase(call, await storage.casesOpened([call.client], from, until));
    const found = best && (await storage.readCase(best.id));
    if (found === undefined) return null;
    const outcome = await write(options, call, found);
    if (outcome === 'taken') return (await storage.readCall(call.id))?.case ?? null;
    if (outcome === 'conflict') continue;
    const { id, client, conversation } = found;
    log.info({ case: id, call: call.id }, 'a call record was attached');
    bulletin.tell({ kind: 'changed', client, conversation, cases: [id] });
    return id;
  }
  return null;
}

async function write(
  { storage, targets, now }: CallsOptions,
  call: StoredCall,
  { version, events: _events, ...row }: ReadCase,
): Promise<'attached' | 'conflict' | 'taken'> {
  const at = now().toISOString();
  const kind = 'call-record';
  const by = (await storage.readKey(call.key))?.name ?? 'telephone system';
  const { id, number, direction, startedAt, endedAt, extension, person, recording } = call;
  const detail = {
    call: id,
    number,
    direction,
    start: startedAt,
    end: endedAt,
    extension,
    person,
    recording,
  };
  return await storage.attachCall(
    id,
    { ...row, readVersion: version },
    {
      caseEvents: [{ case: row.id, event: { at, kind, by, detail } }],
      outbox: targets(row.client).map((target) => ({
        id: `${row.id}-call-${id}-${target}`,
        target,
        topic: `case-${kind}`,
        payload: { case: row.id, kind, at, by, detail },
      })),
      audit: [{ at, who: `key:${call.key}`, what: kind, about: row.id, detail: { call: id } }],
    },
  );
}
