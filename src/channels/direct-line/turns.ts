import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../observability/log.ts';
import type { Receive, WireActivity } from '../port.ts';

type RunBot = (activity: WireActivity) => ReturnType<Receive>;

/** Runs the bot on what people posted: one at a time and in order within a conversation, side by side across them. */
export type Turns = {
  run(activity: WireActivity): void;
  /** The message that the conversation's bot is answering now. */
  answering(conversation: string): string | undefined;
  /** Starts nothing more and gives the running turns a few seconds to end; the log holds the rest for the next start. */
  stop(): Promise<void>;
};

type Dismiss = (conversation: string, id: string) => Promise<void>;

const patienceMs = 5000;

/** `dismiss` hears of activities that the bot will never answer. */
export function createTurns(receive: RunBot, dismiss: Dismiss, log: Log): Turns {
  const last = new Map<string, Promise<void>>();
  const answering = new Map<string, string>();
  let stopped = false;

  async function answer(activity: WireActivity): Promise<void> {
    if (stopped) return;
    const { id, type, conversation } = activity;
    if (id !== undefined && type === 'message') answering.set(conversation.id, id);
    try {
      const outcome = await receive(activity);
      if (outcome === 'ignored' && id !== undefined) await dismiss(conversation.id, id);
    } catch (error) {
      // The activity stays unanswered in storage, so the next start tries it again.
      log.error({ err: error, conversation: conversation.id, activity: id }, 'the bot failed on an activity');
    } finally {
      answering.delete(conversation.id);
    }
  }

  return {
    run(activity) {
      const conversation = activity.conversation.id;
      const before = last.get(conversation) ?? Promise.resolve();
      const turn = before
        .then(() => answer(activity))
        .finally(() => {
          if (last.get(conversation) === turn) last.delete(conversation);
        });
      last.set(conversation, turn);
    },
    answering: (conversation) => answering.get(conversation),
    async stop() {
      stopped = true;
      const patience = new AbortController();
      const outOfPatience = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([Promise.all(last.values()), outOfPatience]);
      patience.abort();
    },
  };
}
