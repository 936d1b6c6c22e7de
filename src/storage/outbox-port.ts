import type { AuditRow, OutboxRow } from './port.ts';

/** A message that is ours to deliver until `leasedUntil`. `attempts` counts this one. */
export type ClaimedRow = OutboxRow & { case: string; attempts: number; leasedUntil: string };

/** How a delivery ended. `later`: it is tried again at `nextAt`. `dead`: only a person can have it tried again. */
export type OutboxOutcome =
  | { kind: 'delivered'; at: string }
  | { kind: 'later'; nextAt: string; error: string }
  | { kind: 'dead'; at: string; error: string };

export type DeadLetter = {
  id: string;
  target: string;
  topic: string;
  case: string;
  client: string;
  attempts: number;
  deadAt: string;
  lastError: string;
};

/** The ticket that a case has in a ticket system. `url` is the page for people. */
export type StoredTicket = {
  case: string;
  target: string;
  reference: string;
  url: string | null;
  state: 'open' | 'closed';
};

/** What somebody at the desk sees: also targets whose ticket is not made yet, or could not be. */
export type TicketSight = {
  target: string;
  reference: string | null;
  url: string | null;
  state: 'open' | 'closed' | 'waiting' | 'failed';
};

/** One call that must happen once, named within a case and a target. Begun and not done: it may have happened or not. */
export type StepKey = { case: string; target: string; step: string };
export type StoredStep = { begunAt: string; doneAt: string | null };

/** Messages out, as the one who delivers them needs them. */
export type OutboxStorage = {
  /**
   * Takes up to `limit` messages that are due and nobody else has. Of one case and target only the oldest that is still
   * to be delivered, so their order is kept; a dead one holds up nobody.
   */
  claimOutbox(nowIso: string, limit: number, leaseMs: number): Promise<readonly ClaimedRow[]>;
  /** False when the claim was lost meanwhile: somebody else has the message, and this changes nothing. */
  settleOutbox(row: Pick<ClaimedRow, 'id' | 'attempts'>, outcome: OutboxOutcome): Promise<boolean>;
  /** Oldest first, 500 at most. */
  deadLetters(clients: readonly string[] | 'all'): Promise<readonly DeadLetter[]>;
  /** Has a dead letter tried again now. False when there is no such dead letter among the cases of `clients`. */
  retryOutbox(id: string, clients: readonly string[] | 'all', audit: AuditRow): Promise<boolean>;

  ticketOf(caseId: string, target: string): Promise<StoredTicket | undefined>;
  ticketsOf(caseId: string): Promise<readonly TicketSight[]>;
  /** Keeps the ticket and, in the same breath, that the step which made it is done. */
  keepTicket(ticket: StoredTicket, step?: StepKey & { at: string }): Promise<void>;

  readStep(key: StepKey): Promise<StoredStep | undefined>;
  /** Written before the call is made; again, it takes the new time. */
  beginStep(key: StepKey, at: string): Promise<void>;
  finishStep(key: StepKey, at: string): Promise<void>;
  /** The call certainly did not happen. */
  dropStep(key: StepKey): Promise<void>;
};
