import type { AuditRow, CaseFilter, StoredCase } from './port.ts';

/** Which organisations somebody may see. */
export type ClientScope = CaseFilter['clients'];

/** Somebody who signed in at the desk. `role` and `clients` are opaque to storage; by hand goes before what the sign-in said. */
export type StoredPerson = {
  id: string;
  name: string;
  /** As the sign-in names them. */
  login: string | null;
  role: string;
  clients: ClientScope;
  roleByHand: string | null;
  clientsByHand: ClientScope | null;
  firstSeenAt: string;
  lastSeenAt: string;
};

/** A session. Only the hash of what the browser holds is kept, so that a copy of the database opens nothing. */
export type StoredSession = {
  idHash: string;
  person: string;
  /** How it was begun. */
  means: 'provider' | 'link';
  /** Hash of what the browser says it is. */
  browserHash: string;
  createdAt: string;
  activeAt: string;
};

export type CaseSearch = {
  clients: ClientScope;
  status?: readonly StoredCase['status'][];
  priority?: readonly string[];
  technician?: string;
  /** Words that all stand somewhere in the case as it is stored, or in its conversation. */
  words: readonly string[];
  limit: number;
};

export type VersionedCase = StoredCase & { version: number };

/** What the desk keeps and asks besides the conversations themselves. */
export type DeskStorage = {
  /** Somebody signed in: what the sign-in said is kept, what was set by hand stays. */
  meetPerson(person: Omit<StoredPerson, 'roleByHand' | 'clientsByHand' | 'firstSeenAt'>): Promise<void>;
  readPerson(id: string): Promise<StoredPerson | undefined>;
  /** All of them by name, each with how many sessions were active since. */
  listPeople(activeSince: string): Promise<readonly (StoredPerson & { sessions: number })[]>;
  /** False when nobody is called that. */
  setByHand(
    id: string,
    byHand: Partial<Pick<StoredPerson, 'roleByHand' | 'clientsByHand'>>,
    audit: AuditRow,
  ): Promise<boolean>;

  beginSession(session: StoredSession, audit: AuditRow): Promise<void>;
  readSession(idHash: string): Promise<StoredSession | undefined>;
  touchSession(idHash: string, at: string): Promise<void>;
  endSession(idHash: string, audit: AuditRow): Promise<void>;
  endSessionsOf(person: string, audit: AuditRow): Promise<void>;

  /** Open cases first, most urgent and oldest first; closed ones behind them, newest first. */
  searchCases(search: CaseSearch): Promise<readonly VersionedCase[]>;
  /** Opened from `from` up to but not including `until`. */
  casesOpened(clients: ClientScope, from: string, until: string): Promise<readonly VersionedCase[]>;
  /** The newest 500 cases opened since, of every client, whose brief holds one of these texts. */
  casesHolding(texts: readonly string[], since: string): Promise<readonly VersionedCase[]>;
  /** When something was last said in each of these conversations. */
  lastMessages(conversations: readonly string[]): Promise<ReadonlyMap<string, string>>;

  addAudit(row: AuditRow): Promise<void>;
  /** Newest first. Of some clients only: rows about their cases and directories, and those of `reader`. */
  readAudit(filter: {
    clients: ClientScope;
    reader: string;
    about?: string;
    who?: string;
    from?: string;
    limit: number;
  }): Promise<readonly AuditRow[]>;
};
