import type { ReadCase } from '../../storage/port.ts';

/** What happened to a case, as the outbox row tells it. */
export type CaseNews = { case: string; kind: string; at: string; by: string; detail: unknown };

/** One message for one target. `id` stays the same however often it is tried. */
export type Delivery = {
  id: string;
  news: CaseNews;
  /** The case as it is now, with its timeline. */
  case: ReadCase;
  now: Date;
};

/** Somewhere outside that hears of cases. Rejects with a `DeliveryFailure`, or with anything else when it went wrong unexpectedly. */
export type Target = { deliver(delivery: Delivery, signal: AbortSignal): Promise<void> };

type FailureFacts = { happened?: 'no' | 'unknown'; afterMs?: number; status?: number; cause?: unknown };

/**
 * Why a delivery did not end well. `refused`: trying again would not help. `later`: it may, after `afterMs` when that is
 * known. `happened` is `no` when the other side certainly did nothing.
 */
export class DeliveryFailure extends Error {
  readonly kind: 'refused' | 'later';
  readonly happened: 'no' | 'unknown';
  readonly afterMs: number | undefined;
  /** The HTTP status that was answered, when there was one. */
  readonly status: number | undefined;

  constructor(
    kind: 'refused' | 'later',
    message: string,
    { happened = 'no', afterMs, status, cause }: FailureFacts = {},
  ) {
    super(message, { cause });
    this.name = 'DeliveryFailure';
    this.kind = kind;
    this.happened = happened;
    this.afterMs = afterMs;
    this.status = status;
  }
}
