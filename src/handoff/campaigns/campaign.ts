/**
 * A campaign as one organisation may know it: its own cases, and of others nothing but how many. All words are ids of the knowledge,
 * so that whatever is written from it (an alert) holds no text of staff or callers. Times are ISO 8601.
 */
export type Campaign = {
  /** The same for every client that is in it. */
  id: string;
  client: string;
  openedAt: string;
  /** When the newest of its cases, of whichever client, was opened. */
  lastSeenAt: string;
  /** `running` until nobody has told of it for three days. */
  status: 'running' | 'over';
  /** The scam that most of its cases look like (`knowledge/scams/`); null where no scam is clear. */
  scam: string | null;
  /** Who the caller says they are, when that is one of ours (`knowledge/authorities/`). */
  authority: string | null;
  /** Signals of what the caller wants (`knowledge/signals/`), the most told first. */
  requests: readonly string[];
  /** The client's own cases, oldest first. */
  cases: readonly { id: string; at: string }[];
  /** How many cases at other organisations belong to it. */
  elsewhere: number;
};
