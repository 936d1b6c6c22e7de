import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ClaimedRow, OutboxOutcome, OutboxStorage } from '../../storage/outbox-port.ts';
import type { Storage } from '../../storage/port.ts';
import { backoffMs, triesLimit } from './backoff.ts';
import { DeliveryFailure, type CaseNews, type Target } from './port.ts';

type Log = Record<'info' | 'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type PostmanOptions = {
  storage: Pick<Storage, 'readCase'> & Pick<OutboxStorage, 'claimOutbox' | 'settleOutbox'>;
  /** By the id of the target in the settings. */
  targets: ReadonlyMap<string, Target>;
  /** Whether cases of this client may be told there: settings can change after a message was written. */
  mayTell: (client: string, target: string) => boolean;
  now: () => Date;
  /** 0 to 1. */
  random: () => number;
  /** Hears when a message was given up. */
  onDead?: (row: { id: string; case: string; target: string }) => void;
  log: Log;
};

export type Postman = {
  /** Tries everything that is due, once. How many messages were tried. */
  tick(now?: Date): Promise<number>;
  /** Ticks from now on, and soon after `wake`; ends when `signal` says so, and after what is under way. */
  run(signal: AbortSignal): Promise<void>;
  /** Something was written just now. */
  wake(): void;
};

/** Nobody else takes a message that long. A process that was killed holds up what it had for as long. */
export const leaseMs = 60_000;
/** Shorter than the lease: two processes must never deliver the same message at once. */
const deadlineMs = 45_000;
/** A slow target takes one place for each of its messages, never all of the next tick. */
const atOnce = 8;
const pauseMs = 5_000;
/** What is under way when the server stops may end by itself for so long. */
const graceMs = 3_000;

/** Delivers what lies in the outbox, at least once and in order. `tick` rejects only when storage fails. */
export function createPostman(options: PostmanOptions): Postman {
  let woken = Promise.withResolvers<void>();
  return {
    async tick(now = options.now()) {
      const rows = await options.storage.claimOutbox(now.toISOString(), atOnce, leaseMs);
      await Promise.all(
        rows.map((row) => deliverAndSettle(options, row, now, AbortSignal.timeout(deadlineMs))),
      );
      return rows.length;
    },
    wake: () => woken.resolve(),
    async run(signal) {
      const { stopped, cutOff } = endingOf(signal);
      const underWay = new Set<Promise<void>>();
      while (!signal.aborted) {
        woken = Promise.withResolvers();
        const now = options.now();
        const rows = await claim(options, now, atOnce - underWay.size);
        for (const row of rows) {
          const deadline = AbortSignal.any([AbortSignal.timeout(deadlineMs), cutOff]);
          const delivery = deliverAndSettle(options, row, now, deadline)
            .catch((error: unknown) =>
              options.log.error({ err: error, id: row.id }, 'a message was not settled'),
            )
            .finally(() => {
              underWay.delete(delivery);
              woken.resolve();
            });
          underWay.add(delivery);
        }
        if (rows.length === 0 || underWay.size >= atOnce) await pause(stopped, woken.promise);
      }
      await Promise.all(underWay);
    },
  };
}

async function claim(
  { storage, log }: PostmanOptions,
  now: Date,
  free: number,
): Promise<readonly ClaimedRow[]> {
  if (free <= 0) return [];
  try {
    return await storage.claimOutbox(now.toISOString(), free, leaseMs);
  } catch (error) {
    log.error({ err: error }, 'the outbox could not be read; it is tried again');
    return [];
  }
}

function endingOf(signal: AbortSignal): { stopped: Promise<void>; cutOff: AbortSignal } {
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const cutOff = new AbortController();
  const end = (): void => {
    resolve();
    setTimeout(() => cutOff.abort(new Error('The server stops.')), graceMs).unref();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return { stopped, cutOff: cutOff.signal };
}

/** A timer that neither outlives its use nor keeps the process alive. */
async function pause(...sooner: Promise<void>[]): Promise<void> {
  const over = new AbortController();
  const timer = sleep(pauseMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
  await Promise.race([...sooner, timer]);
  over.abort();
}

async function deliverAndSettle(
  options: PostmanOptions,
  row: ClaimedRow,
  now: Date,
  deadline: AbortSignal,
): Promise<void> {
  const outcome = await deliver(options, row, now, deadline).then(
    (): OutboxOutcome => ({ kind: 'delivered', at: options.now().toISOString() }),
    (error: unknown) => outcomeOf(error, row, options),
  );
  const { id, case: about, target, attempts } = row;
  const settled = await options.storage.settleOutbox(row, outcome);
  if (!settled) options.log.warn({ id, target }, 'the claim on a message ran out while it was delivered');
  if (outcome.kind === 'later')
    options.log.warn({ id, target, attempts, why: outcome.error }, 'a message waits');
  if (outcome.kind !== 'dead') return;
  options.log.error({ id, target, attempts, why: outcome.error }, 'a message was given up');
  options.onDead?.({ id, case: about, target });
}

async function deliver(
  { storage, targets, mayTell }: PostmanOptions,
  row: ClaimedRow,
  now: Date,
  deadline: AbortSignal,
): Promise<void> {
  const target = targets.get(row.target);
  if (target === undefined) throw new DeliveryFailure('refused', noTarget(row.target));
  const parsed = News.safeParse(row.payload);
  if (!parsed.success) throw new DeliveryFailure('refused', notNews(row.id));
  const about = await storage.readCase(parsed.data.case);
  if (about === undefined) throw new DeliveryFailure('refused', noCase(parsed.data.case));
  if (!mayTell(about.client, row.target))
    throw new DeliveryFailure('refused', notTheirs(about.client, row.target));
  await target.deliver({ id: row.id, news: parsed.data, case: about, now }, deadline);
}

const News: z.ZodType<CaseNews> = z.object({
  case: z.string(),
  kind: z.string(),
  at: z.string(),
  by: z.string(),
  detail: z.unknown(),
});

function outcomeOf(error: unknown, { attempts }: ClaimedRow, { now, random }: PostmanOptions): OutboxOutcome {
  const at = now();
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  if (error instanceof DeliveryFailure && error.kind === 'refused')
    return { kind: 'dead', at: at.toISOString(), error: why };
  if (attempts >= triesLimit)
    return {
      kind: 'dead',
      at: at.toISOString(),
      error: `Given up after ${attempts} tries. The last one: ${why}`,
    };
  const asked = error instanceof DeliveryFailure ? (error.afterMs ?? 0) : 0;
  const waitMs = Math.max(asked, backoffMs(attempts, random));
  return { kind: 'later', nextAt: new Date(at.getTime() + waitMs).toISOString(), error: why };
}

function noTarget(target: string): string {
  return `There is no target "${target}" in the settings any more, so nobody can be told. Put it back, then try again.`;
}

function notNews(id: string): string {
  return `Message ${id} is not about a case, so no target knows what to do with it. The row was changed by hand.`;
}

function noCase(id: string): string {
  return `Case ${id} is not there any more, so there is nothing to tell.`;
}

function notTheirs(client: string, target: string): string {
  return (
    `Cases of client "${client}" are not to be told to "${target}": its list of targets in the settings does not name it. ` +
    `Add it there, then try again.`
  );
}
