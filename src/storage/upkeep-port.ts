import type { AuditRow, StoredCase } from './port.ts';
import type { TeamsPerson } from './teams-port.ts';

/** What is known of a file; its bytes lie apart, under `id`. */
export type StoredFile = {
  id: string;
  conversation: string;
  client: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** Who sent it, as the transcript names them. */
  by: string;
  keptAt: string;
};

/** Files that people sent, as the one who keeps their bytes needs them. */
export type FileStorage = {
  /** `full`: the conversation has `most` files already, and nothing was written. */
  addFile(file: StoredFile, most: number): Promise<'added' | 'full'>;
  readStoredFile(id: string): Promise<StoredFile | undefined>;
  /** The same bytes under the same name from the same sender. */
  findSameFile(
    file: Pick<StoredFile, 'conversation' | 'name' | 'sha256' | 'by'>,
  ): Promise<StoredFile | undefined>;
  /** Of every file there is. */
  fileIds(): Promise<readonly string[]>;
};

/** Kinds of records that are deleted after some time. */
export type RecordKind = 'conversations' | 'cases' | 'files' | 'callRecords' | 'sessions' | 'audit';

/** What is found of somebody in one conversation. Everything but the ids is as it was stored. */
export type Trace = {
  conversation: string;
  client: string;
  state: unknown;
  reference: unknown;
  /** Whose web chat it is. */
  webUser: string | null;
  /** Whose personal chat in Teams it is. */
  inTeams: TeamsPerson | null;
  /** Who wrote in it, but for technicians and the bot. */
  writers: readonly string[];
  cases: readonly (StoredCase & { version: number })[];
};

/** What is kept of somebody beside what they wrote. */
export type KeptBesides = {
  /** Alerts that they were given, in this chat or by email to what they sign in with, and what they said to them. */
  alerts: readonly {
    alert: string;
    title: string | null;
    way: string;
    state: string;
    at: string | null;
    answer: string | null;
    answeredAt: string | null;
  }[];
  /** By which their cases are compared with others: keyed hashes, as they are stored. */
  fingerprints: readonly {
    case: string;
    at: string;
    reporter: string;
    print: unknown;
    subject: unknown;
    campaign: string | null;
  }[];
  /** Checks of who was calling that they asked for. */
  checks: readonly {
    id: string;
    kind: string;
    about: string | null;
    askedAt: string;
    outcome: string | null;
  }[];
  /** Checks in which they were asked whether it was them who rang, and what they said. */
  asked: readonly { check: string; answer: string | null }[];
};

/** How many rows of each table went. */
export type Deleted = Readonly<Record<string, number>>;

/** What the clock, and whoever deletes what is old or asked for, need. */
export type UpkeepStorage = {
  /** When these activities of a conversation were handled; those that were not are left out. */
  handledTimes(conversation: string, activities: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Every case that waits in a conversation where no technician is, however many there are; most urgent and oldest first. */
  waitingCases(): Promise<readonly { id: string; version: number }[]>;

  /**
   * Deletes what is older than these times, counted from the last thing that happened: of a case its closing. What was said since the
   * day on which a case was opened stays while that case is open, and as long after it was closed. A case takes its
   * files, its call records and its messages out with it. One transaction, with `audit` when anything went.
   */
  purge(
    before: Readonly<Record<RecordKind, string>>,
    emptyState: unknown,
    audit: (deleted: Deleted) => AuditRow,
  ): Promise<Deleted>;

  /** Conversations that may be about somebody: those with this id, and those in which one of these texts stands as a whole value. */
  findTraces(looked: { conversation?: string; texts: readonly string[] }): Promise<readonly Trace[]>;
  filesOf(conversation: string): Promise<readonly StoredFile[]>;
  keptBesides(of: { conversation: string; login: string | null }): Promise<KeptBesides>;
  /** Deletes these conversations with all that is in them, of them and attached to them, in one transaction with `audit`. */
  eraseConversations(
    conversations: readonly string[],
    audit: (deleted: Deleted) => readonly AuditRow[],
  ): Promise<Deleted>;

  /** After a deletion: nothing that was deleted is left in the files of the database. */
  flush(): Promise<void>;
};
