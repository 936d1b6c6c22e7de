/** What arrived at one side while it looked on, in the order of arriving. The same id again is the same message shown anew. */
export type Inbox = {
  take(id: string, text: string): void;
  texts(): string[];
  /** When a message with this text first arrived. */
  arrivedAt(text: string): number | undefined;
};

export function createInbox(): Inbox {
  const arrived = new Map<string, { text: string; at: number }>();
  return {
    take(id, text) {
      arrived.set(id, { text, at: arrived.get(id)?.at ?? performance.now() });
    },
    texts: () => [...arrived.values()].map(({ text }) => text),
    arrivedAt: (text) => [...arrived.values()].find((one) => one.text === text)?.at,
  };
}
