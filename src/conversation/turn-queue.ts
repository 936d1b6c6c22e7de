/** Runs the work of one conversation one piece at a time, in the order it came; conversations do not wait for each other. */
export type TurnQueue = {
  run<T>(conversation: string, work: () => Promise<T>): Promise<T>;
  /** Conversations with work under way; 0 when all is quiet. */
  busy(): number;
};

export function createTurnQueue(): TurnQueue {
  const last = new Map<string, Promise<unknown>>();

  return {
    async run(conversation, work) {
      const before = last.get(conversation) ?? Promise.resolve();
      const mine = before.then(work);
      const settled = mine.catch(() => {});
      last.set(conversation, settled);
      try {
        return await mine;
      } finally {
        if (last.get(conversation) === settled) last.delete(conversation);
      }
    },
    busy: () => last.size,
  };
}
