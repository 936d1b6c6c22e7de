import type { FileRef } from '../dialog/brief.ts';
import type { Effect } from '../dialog/effect.ts';

/** Where a conversation is, as its channel last said; `reference` is opaque to all but the channel. */
export type Place = { conversation: string; reference: unknown };

/**
 * Nothing more can be said in this conversation until the person does something: they took the bot away or blocked it, an
 * administrator turned it off, or the chat is gone. Trying again helps nobody.
 */
export class Unreachable extends Error {
  readonly reason: 'removed' | 'blocked' | 'disabled';

  constructor(reason: Unreachable['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unreachable';
    this.reason = reason;
  }
}

/** Speaks in a conversation that nobody just wrote in. Channels do it; the desk and the clock ask for it. */
export type Reach = {
  /**
   * Shows the effects of the turn `activity`; again with the same one, it changes nothing. Rejects when it did not arrive, with
   * `Unreachable` when nothing can until the person does something.
   */
  deliver(
    to: Place & { activity: string; language: string; client: string },
    effects: readonly Effect[],
  ): Promise<void>;
  /** Shows that `name` is typing. A channel that cannot say so does nothing. */
  typing(to: Place, name: string): Promise<void>;
};

/** Keeps the bytes of a file apart and says what they are; `refused` comes with a reason for whoever sent it. */
export type KeepFile = (file: {
  conversation: string;
  client: string;
  name: string;
  bytes: Uint8Array;
  /** Who sent it, as the transcript names them. */
  by: string;
}) => Promise<{ kind: 'kept'; file: FileRef } | { kind: 'refused'; reason: string }>;

export type ReadFile = (
  id: string,
) => Promise<{ file: FileRef; conversation: string; client: string; bytes: Uint8Array } | undefined>;

/** In-process news for whoever looks on; what it is about is read from storage. */
export type News =
  | { kind: 'changed'; client: string; conversation: string; cases: readonly string[] }
  | { kind: 'typing'; client: string; conversation: string };

export type Bulletin = {
  tell(news: News): void;
  /** Returns how to stop listening. */
  follow(listener: (news: News) => void): () => void;
};
