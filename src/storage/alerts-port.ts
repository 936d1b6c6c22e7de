import type { ClientScope } from './desk-port.ts';
import type { AuditRow, StoredTechnician } from './port.ts';

/** An alert to the staff of one client. `content` and the names of `groups` are opaque to storage. */
export type StoredAlert = {
  id: string;
  client: string;
  /** The campaign that it was drafted from; null when somebody wrote it. */
  campaign: string | null;
  content: unknown;
  /** Who gets it. */
  groups: readonly string[];
  status: 'draft' | 'approved' | 'withdrawn';
  /** Null when a campaign drafted it. */
  draftedBy: StoredTechnician | null;
  draftedAt: string;
  approvedBy: StoredTechnician | null;
  approvedAt: string | null;
  /** Set when it is approved: nobody gets it later, and what was shown is settled then. */
  expiresAt: string | null;
  withdrawnBy: StoredTechnician | null;
  withdrawnAt: string | null;
  version: number;
};

export type AlertWay = 'teams' | 'chat' | 'email';

/**
 * `sending`: it is on its way, and is tried again. `sent`: it arrived. `held`: they had as many as anybody gets in a week.
 * `unreachable`: it cannot be told there now. `unknown`: nobody knows whether it arrived, so it is not sent again. `missed`: it was
 * refused, or ended before it arrived.
 */
export type AlertState = 'sending' | 'sent' | 'held' | 'unreachable' | 'unknown' | 'missed';

/** One alert for one person, once. */
export type AlertDelivery = {
  alert: string;
  /** Whom, on this way: `teams:<id>`, `chat:<user>` or `email:<address>`. */
  person: string;
  way: AlertWay;
  /** What they sign in with or are written to, in small letters, by which they are the same person on another way. */
  login: string | null;
  conversation: string | null;
  state: AlertState;
  /** Why it is not sent, for the desk. */
  why: string | null;
  /** Counts to their week from then on. */
  claimedAt: string | null;
  /** What was shown of it is settled: answered, withdrawn or expired. */
  settledAt: string | null;
  answer: string | null;
  answeredAt: string | null;
};

/** Whom to give it, and how many alerts since `since` are the most. */
export type AlertClaim = Pick<AlertDelivery, 'alert' | 'person' | 'way' | 'login' | 'conversation'> & {
  at: string;
  since: string;
  most: number;
};

/** How many people are where with an alert. */
export type AlertTally = {
  alert: string;
  way: AlertWay;
  state: AlertState;
  answer: string | null;
  why: string | null;
  people: number;
};

export type AlertStorage = {
  /** False when there is one with this id already; nothing is changed then. */
  addAlert(alert: Omit<StoredAlert, 'version'>, audit: AuditRow): Promise<boolean>;
  /** False when somebody changed it since this version. */
  changeAlert(
    id: string,
    version: number,
    changes: Partial<Omit<StoredAlert, 'id' | 'client' | 'campaign' | 'version'>>,
    audit: AuditRow,
  ): Promise<boolean>;
  readAlert(id: string): Promise<StoredAlert | undefined>;
  /** Drafts first, then the newest; 200 at most. */
  listAlerts(clients: ClientScope): Promise<readonly StoredAlert[]>;
  /** Approved, not withdrawn and not expired, of every client or of one; the one that was approved first comes first. */
  activeAlerts(at: string, client?: string): Promise<readonly StoredAlert[]>;

  /**
   * Takes a place in somebody's week. `had`: they have it, on this way or on another. `full`: their week is, which is written down as
   * `held`. Counting and taking are one, so that two alerts never take the same last place.
   */
  claimAlert(claim: AlertClaim): Promise<'claimed' | 'had' | 'full'>;
  /** A delivery that is not claimed yet is written down too: whom it cannot reach is told at the desk. */
  setDelivery(
    delivery: Pick<AlertDelivery, 'alert' | 'person' | 'way' | 'login' | 'conversation' | 'state' | 'why'>,
  ): Promise<void>;
  settleDelivery(alert: string, person: string, at: string): Promise<void>;
  deliveriesOf(alert: string): Promise<readonly AlertDelivery[]>;
  deliveryTo(alert: string, person: string): Promise<AlertDelivery | undefined>;
  /** What was shown in Teams, or is on its way there, of alerts that have ended by then. */
  unsettledDeliveries(at: string): Promise<readonly AlertDelivery[]>;
  /** The same person in another chat of theirs: what they answer there counts. */
  moveDelivery(alert: string, person: string, conversation: string): Promise<void>;
  tallyAlerts(alerts: readonly string[]): Promise<readonly AlertTally[]>;
};
