import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Act, ActRequest } from '../../../handoff/desk/api.ts';
import { MessageList } from '../../../handoff/desk/api.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { insist, randomPauseMs } from './insist.ts';

/** Somebody at the desk, in a session of their own, as the desk's page behaves. */
export type Technician = {
  take(about: { case: string; conversation: string }): Promise<Taken>;
  close(): void;
};

/** One case of this technician. */
export type Taken = {
  say(text: string): Promise<void>;
  /** What the person said, as it came to be read. */
  inbox: Inbox;
  read(): Promise<string[]>;
  readOwn(): Promise<string[]>;
};

/** As the page waits before it reads again, since several things often change at once. */
const settleMs = 60;

/** Comes in by `link`, which is spent then. */
export async function signIn(origin: string, link: string): Promise<Technician> {
  const over = new AbortController();
  const { signal } = over;
  const session = { origin, headers: await enter(origin, link), signal };

  const readers = new Map<string, () => void>();
  void follow(session, (conversation) => {
    if (conversation !== undefined) readers.get(conversation)?.();
    else for (const read of readers.values()) read();
  });
  return {
    async take({ case: id, conversation }) {
      const inbox = createInbox();
      const messages = `${origin}/desk/api/cases/${id}/messages?after=0`;
      const readAll = async () =>
        MessageList.parse(await insist(messages, { headers: session.headers, signal })).messages;
      readers.set(
        conversation,
        coalesce(async () => {
          for (const { id: message, from, text } of await readAll())
            if (from === 'staff') inbox.take(message, text);
        }, signal),
      );
      await act(session, id, { kind: 'join', takeOver: false });
      const before = (await readAll()).length;
      const textsOf = async (whose: 'staff' | 'technician'): Promise<string[]> =>
        (await readAll()).slice(before).flatMap(({ from, text }) => (from === whose ? [text] : []));
      return {
        say: async (text) => await act(session, id, { kind: 'say', text, files: [] }),
        inbox,
        read: async () => await textsOf('staff'),
        readOwn: async () => await textsOf('technician'),
      };
    },
    close: () => over.abort(),
  };
}

/** The headers of a new session. */
export async function enter(origin: string, link: string): Promise<Record<string, string>> {
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`The link to the desk let nobody in: ${entered.status}.`);
  return { cookie, origin, 'x-callcheck-desk': '1' };
}

/** `signal` says when nobody waits for answers any more. */
type Session = { origin: string; headers: Record<string, string>; signal: AbortSignal };

async function act({ origin, headers, signal }: Session, about: string, wanted: Act): Promise<void> {
  const body = JSON.stringify({ id: randomUUID(), act: wanted } satisfies ActRequest);
  await insist(`${origin}/desk/api/cases/${about}/acts`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal,
  });
}

/** Reads after a moment, and once more when news came while it read; no more once it is over. */
function coalesce(read: () => Promise<void>, over: AbortSignal): () => void {
  let state: 'idle' | 'reading' | 'again' = 'idle';
  return function wake(): void {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    state = 'reading';
    void sleep(settleMs)
      .then(() => {
        state = 'reading';
        return read();
      })
      .finally(() => {
        const isStale = state === 'again';
        state = 'idle';
        if (isStale && !over.aborted) wake();
      })
      .catch((error: unknown) => {
        if (!over.aborted) throw error;
      });
  };
}

const Changed = z.object({ conversation: z.string() });

/** Tells of each conversation that changed; of no one in particular when the line was gone, so anything may have. */
async function follow(
  { origin, headers, signal: over }: Session,
  tell: (conversation?: string) => void,
): Promise<void> {
  while (!over.aborted) {
    try {
      const { body } = await fetch(`${origin}/desk/api/live`, { headers, signal: over });
      if (body === null) throw new Error('The desk sent no news.');
      tell();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same stream by another name
      const lines = createInterface(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]));
      for await (const line of lines)
        if (line.startsWith('data: ')) tell(Changed.parse(JSON.parse(line.slice(6))).conversation);
    } catch {
      // The line broke; the next one is opened in a moment.
    }
    await sleep(randomPauseMs());
  }
}
