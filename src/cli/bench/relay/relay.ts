import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';
import type { Taken } from './technician.ts';

/** One person and the technician who has their case, who write to each other without waiting for answers. */
export type Relay = {
  /** Both write about every so often until it is over, and what each began to send is accepted. */
  talk(everyMs: number, over: AbortSignal): Promise<void>;
  /** What was said, and what arrived. */
  sides(): Side[];
};

/** One direction. `sent` holds what the server accepted, in order. */
export type Side = {
  name: string;
  sent: readonly Sent[];
  /** As it came while the receiver looked on. */
  seen(): string[];
  arrivedAt(text: string): number | undefined;
  /** Read anew by whom it was for, and by who said it. */
  read(): Promise<string[]>;
  readOwn(): Promise<string[]>;
};
export type Sent = { text: string; at: number };

export function joinBoth(name: string, person: Person, technician: Taken): Relay {
  const byPerson: Sent[] = [];
  const byTechnician: Sent[] = [];
  const arrived = (inbox: Person['inbox']) => ({
    seen: () => inbox.texts().filter((text) => text.startsWith(name)),
    arrivedAt: (text: string) => inbox.arrivedAt(text),
  });
  return {
    async talk(everyMs, over) {
      const pause = async (): Promise<void> =>
        await sleep(everyMs * (0.5 + Math.random()), undefined, { signal: over }).catch(() => undefined);
      await Promise.all([
        write(`${name} staff`, byPerson, (text) => person.say(text), pause, over),
        write(`${name} desk`, byTechnician, (text) => technician.say(text), pause, over),
      ]);
    },
    sides: () => [
      {
        name: `${name} staff`,
        sent: byPerson,
        ...arrived(technician.inbox),
        read: () => technician.read(),
        readOwn: () => person.readOwn(),
      },
      {
        name: `${name} desk`,
        sent: byTechnician,
        ...arrived(person.inbox),
        read: () => person.read(),
        readOwn: () => technician.readOwn(),
      },
    ],
  };
}

async function write(
  name: string,
  sent: Sent[],
  say: (text: string) => Promise<void>,
  pause: () => Promise<void>,
  over: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause();
    if (over.aborted) return;
    const text = `${name} says number ${sent.length + 1}`;
    const at = performance.now();
    await say(text);
    sent.push({ text, at });
  }
}
