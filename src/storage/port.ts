/** A conversation's state as stored: opaque here, versioned for the check on write. */
export type StoredConversation = { state: unknown; version: number };

/** A turn that was answered: its effects, and whether they reached the person. */
export type HandledTurn = { effects: unknown; delivered: boolean };

/** A case as stored; `brief` is opaque to storage. Times are ISO 8601. */
export type StoredCase = {
  id: string;
  conversation: string;
  openedAt: string;
  priority: string;
  brief: unknown;
};
export type CaseEvent = { at: string; kind: string; detail: unknown };

/** All that one turn changes, written in one transaction. */
export type TurnCommit = {
  conversation: string;
  activity: string;
  at: string;
  state: unknown;
  /** The version that was read; 0 for a new conversation. */
  readVersion: number;
  effects: unknown;
  /** New cases, and open ones brought up to date (priority and brief). Another conversation's case is refused. */
  cases: readonly StoredCase[];
  caseEvents: readonly { case: string; event: CaseEvent }[];
  outbox: readonly { id: string; topic: string; payload: unknown }[];
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

export type WebConversation = { id: string; user: string; createdAt: string };

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

  readCase(id: string): Promise<(StoredCase & { events: readonly CaseEvent[] }) | undefined>;
  listCases(): Promise<readonly StoredCase[]>;

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
