/** An activity as it travels on the wire, after our own envelope check. Each channel narrows what it needs. */
export type WireActivity = { type: string; id?: string; conversation: { id: string } } & Record<
  string,
  unknown
>;

/**
 * Our own Direct Line, seen by the bot adapter as one more connector: what the bot says is delivered in this process.
 * An id that was sent before replaces that activity in place. In `channelData`, `replyId` is the id to have, `speaker` the
 * name to show, and `files` are kept files that come with it.
 */
export type InProcessConnector = {
  send(conversation: string, activity: WireActivity): Promise<{ id: string }>;
  update(conversation: string, activity: WireActivity): Promise<{ id: string }>;
  remove(conversation: string, activityId: string): Promise<void>;
};

/**
 * Runs the bot on one activity that our own Direct Line accepted; resolves when the turn has ended. `client` is the
 * organisation of the chat. `ignored`: the bot makes no turn of such an activity, now or later.
 */
export type Receive = (activity: WireActivity, client: string) => Promise<'taken' | 'ignored'>;

/** Somebody is writing. */
export type OnTyping = (where: { conversation: string; client: string }) => void;

/**
 * Takes a passphrase that a conversation waits for out of what was typed, before anything keeps it: whether it fits, and what stands in
 * its place. `undefined` when the words are no passphrase.
 */
export type SealPhrase = (
  where: { client: string; conversation: string; language: string },
  typed: string,
) => Promise<{ phrase: 'right' | 'wrong'; text: string } | undefined>;
