import type { Attestation, WrittenCheck } from './checks-port.ts';

/** A conversation's state as stored: opaque here, versioned for the check on write. */
export type StoredConversation = { state: unknown; version: number };

export type UndeliveredTurn = { conversation: string; activity: string; channel: string; client: string };

/** A turn that was answered: its effects, and whether they reached the person. */
export type HandledTurn = { effects: unknown; delivered: boolean };

/** Whoever takes cases at the desk. */
export type StoredTechnician = { id: string; name: string };

/** A case as stored; `brief` and `closing` are opaque to storage. Times are ISO 8601. */
export type StoredCase = {
  id: string;
  /** The organisation it belongs to: nothing of one is ever shown to another. */
  client: string;
  conversation: string;
  openedAt: string;
  priority: string;
  status: 'waiting' | 'accepted' | 'closed';
  technician: StoredTechnician | null;
  /** When somebody took it for the first time. */
  acceptedAt: string | null;
  closedAt: string | null;
  brief: unknown;
  closing: unknown;
};
/** A line of the timeline; it is never changed or taken away. */
export type CaseEvent = { at: string; kind: string; by: string; detail: unknown };
export type ReadCase = StoredCase & { version: number; events: readonly CaseEvent[] };

/** `readVersion` is the version that the change is based on; 0 for a new case. */
export type WrittenCase = StoredCase & { readVersion: number };

/** Which cases to list; all of `clients` when nothing else is given. Newest 500 at most, most urgent and oldest first. */
export type CaseFilter = {
  clients: readonly string[] | 'all';
  status?: readonly StoredCase['status'][];
  technician?: string;
  /** Opened at or after this time. */
  since?: string;
  conversation?: string;
};

/** Something said in a conversation, by whomever. Written again with the same id by the same side it is an edit, and the old text is kept. */
export type StoredMessage = {
  id: string;
  at: string;
  from: 'staff' | 'bot' | 'technician';
  name: string | null;
  text: string;
  files: readonly unknown[];
};
/** `position` grows by one within a conversation; `earlier` holds the texts it had before, oldest first. */
export type ReadMessage = StoredMessage & {
  position: number;
  earlier: readonly { at: string; text: string }[];
};

/** Something to be sent to `target`, at least once. `id` makes it one thing however often it is sent. */
export type OutboxRow = { id: string; target: string; topic: string; payload: unknown };

/** Who did what to what; only ever added to. */
export type AuditRow = { at: string; who: string; what: string; about: string; detail: unknown };

/** What follows from a change, written with it or not at all. */
export type Consequences = {
  caseEvents: readonly { case: string; event: CaseEvent }[];
  outbox: readonly OutboxRow[];
  audit: readonly AuditRow[];
};

/** All that one turn changes, written in one transaction. */
export type TurnCommit = Consequences & {
  conversation: string;
  activity: string;
  client: string;
  channel: string;
  at: string;
  state: unknown;
  /** The version that was read; 0 for a new conversation. */
  readVersion: number;
  /** How the channel finds the conversation again; `undefined` leaves what is there. */
  reference: unknown;
  effects: unknown;
  /** New cases, and open ones brought up to date. Another conversation's case is refused. */
  cases: readonly WrittenCase[];
  messages: readonly StoredMessage[];
  /** Checks of this conversation that began, went on or ended. */
  checks?: readonly WrittenCheck[];
  /** Answers about checks of other conversations. */
  attestations?: readonly Attestation[];
  /** What the person said to alerts that were given to them here. */
  alertAnswers?: readonly { alert: string; answer: string }[];
};

/**
 * An activity in the web chat's log. `position` grows by one within a conversation and is never reused. `revision` counts
 * every append and every replacement in the conversation: who has read up to one asks for what came after it.
 */
export type LoggedActivity = {
  id: string;
  position: number;
  revision: number;
  at: string;
  from: 'user' | 'bot';
  body: unknown;
};

/** `client` is the organisation whose page it was opened on. */
export type WebConversation = { id: string; user: string; client: string; createdAt: string };

/** A reply that a channel took: the id it has there, and a digest of what it said. */
export type SentReply = { activity: string; digest: string };

/**
 * Where everything durable lives. One contract suite (`test/storage/contract.ts`) runs on every engine.
 * Every method is atomic; a rejected promise means that nothing was written.
 */
export type Storage = {
  readConversation(conversation: string): Promise<StoredConversation | undefined>;
  readHandled(conversation: string, activity: string): Promise<HandledTurn | undefined>;
  /** `conflict`: somebody wrote a newer version; `duplicate`: this activity was handled before. Neither writes anything. */
  commitTurn(commit: TurnCommit): Promise<'committed' | 'conflict' | 'duplicate'>;
  markDelivered(conversation: string, activity: string): Promise<void>;
  /** Turns of these channels whose answer has not reached the person yet, oldest first. */
  undeliveredTurns(channels: readonly string[]): Promise<readonly UndeliveredTurn[]>;
  /** Where a conversation is and whose, as its channel last said. */
  readPlace(conversation: string): Promise<{ client: string; reference: unknown } | undefined>;
  /** What was said, in order, after `position`; 0 gives everything. */
  messagesAfter(conversation: string, position: number): Promise<readonly ReadMessage[]>;

  readCase(id: string): Promise<ReadCase | undefined>;
  listCases(filter: CaseFilter): Promise<readonly (StoredCase & { version: number })[]>;
  /** A change of a case that is no turn of its conversation. `conflict`: somebody changed it since; nothing is written. */
  commitCase(written: WrittenCase, consequences: Consequences): Promise<'committed' | 'conflict'>;

  readSentReply(conversation: string, reply: string): Promise<SentReply | undefined>;
  /** In place of what was kept for the same reply. */
  keepSentReply(conversation: string, reply: string, sent: SentReply): Promise<void>;

  createWebConversation(conversation: WebConversation): Promise<void>;
  readWebConversation(id: string): Promise<WebConversation | undefined>;
  /** Appends, or returns what is there when `id` (or `clientId`, for posts by the person) was logged before. Timestamps strictly increase within a conversation. */
  logActivity(entry: {
    conversation: string;
    id: string;
    clientId: string | undefined;
    at: string;
    from: 'user' | 'bot';
    body: unknown;
  }): Promise<{ activity: LoggedActivity; created: boolean }>;
  /** Replaces the body under a new revision, keeping id, time and position; `undefined` when there is no such activity. */
  replaceActivity(conversation: string, id: string, body: unknown): Promise<LoggedActivity | undefined>;
  /** What was appended or replaced after `revision`, in the order of position; 0 gives everything. */
  activitiesAfter(conversation: string, revision: number): Promise<readonly LoggedActivity[]>;
  /** This one wants no answer. Nothing happens when there is no such activity. */
  dismissActivity(conversation: string, id: string): Promise<void>;
  /** What people posted that has no delivered answer yet and was not dismissed, oldest first: run again after a restart. */
  unansweredActivities(): Promise<readonly (LoggedActivity & { conversation: string })[]>;

  /** Rejects when the store cannot be read or written. */
  check(): Promise<void>;
  close(): Promise<void>;
};
