/** A case in a target, such as a technicians' channel. */
export type ThreadKey = { case: string; target: string };

/** The thread that a case has in a technicians' channel. */
export type CaseThread = ThreadKey & {
  /** As the channel names the thread, and the card that begins it. */
  conversation: string;
  activity: string;
  /** Of what the card shows; empty when it is not known. */
  digest: string;
  /** Who took the case from within the thread. */
  technicians: readonly string[];
  /** What the person said after this one comes into the thread. */
  fromPosition: number;
  /** Since when something that the person said may be missing in the thread. */
  doubtAt: string | null;
};

/** A thread whose case a technician has who took it there. */
export type RelayedThread = CaseThread & { client: string; chat: string };

/** Something of the person's chat that was put into a thread. `activity` is null while nobody knows whether it arrived. */
export type ThreadPost = { message: string; activity: string | null; digest: string };

/** The threads of cases and what was put into them. */
export type ThreadStorage = {
  /** In place of the thread that the case had there, if any; who took the case stays. */
  keepThread(thread: ThreadKey & Pick<CaseThread, 'conversation' | 'activity' | 'digest'>): Promise<void>;
  threadOf(key: ThreadKey): Promise<CaseThread | undefined>;
  threadIn(target: string, conversation: string): Promise<CaseThread | undefined>;
  /** What the card shows now. */
  keepCard(key: ThreadKey, digest: string): Promise<void>;
  /** Somebody takes the case in the thread. `fromPosition` is left as it is when not given. */
  joinThread(key: ThreadKey, technician: string, fromPosition: number | undefined): Promise<void>;
  /** Threads of accepted cases whose technician took them in the thread. */
  relayedThreads(): Promise<readonly RelayedThread[]>;

  /** Written before it is sent. */
  beginPost(key: ThreadKey, message: string, digest: string): Promise<void>;
  finishPost(key: ThreadKey, post: ThreadPost): Promise<void>;
  /** It certainly did not arrive. */
  dropPost(key: ThreadKey, message: string): Promise<void>;
  /** Nobody will know whether it arrived: it counts as sent, and the thread says that it may be missing. */
  doubtPost(key: ThreadKey, message: string, at: string): Promise<void>;
  postsIn(key: ThreadKey): Promise<readonly ThreadPost[]>;
};
