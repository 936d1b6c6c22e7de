import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { insist, randomPauseMs } from './insist.ts';
import { createInbox, type Inbox } from './inbox.ts';

/** Somebody in the web chat whose case a technician is to take. */
export type Person = {
  conversation: string;
  /** The case that was opened for them. */
  case: string;
  /** Resolves when the server has it for good. */
  say(text: string): Promise<void>;
  /** What the technician said, as it came over the WebSocket. */
  inbox: Inbox;
  /** What the technician said, read anew. */
  read(): Promise<string[]>;
  /** What this person said, read anew. */
  readOwn(): Promise<string[]>;
  close(): void;
};

const story = 'A man from Microsoft is on the phone and wants me to install AnyDesk to fix a virus';
const opening = [story, 'get a person', 'skip'];

const Token = z.object({ token: z.string(), domain: z.string(), conversationId: z.string() });
const Connection = z.object({ streamUrl: z.string() });
const Activity = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().default(''),
  from: z.looseObject({ role: z.string().optional() }),
  channelData: z.looseObject({ speaker: z.string().optional() }).default({}),
});
type Activity = z.infer<typeof Activity>;
const Page = z.object({ activities: z.array(Activity), watermark: z.string().optional() });

/** Opens a chat as the official client does, from `localAddress`, tells a story and asks for a person. */
export async function openPerson(origin: string, localAddress: string): Promise<Person> {
  const { token, domain, conversationId } = Token.parse(await post(`${origin}/api/chat/token`, localAddress));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const address = `${domain}/conversations/${conversationId}`;
  await insist(`${domain}/conversations`, { method: 'POST', headers, body: '{}' });

  const inbox = createInbox();
  const { promise: opened, resolve: tellCase } = Promise.withResolvers<string>();
  const stream = follow(address, headers, (activity) => {
    const reference = /\bCC-[0-9A-Z]{5}\b/.exec(activity.text)?.[0];
    if (reference !== undefined) tellCase(reference);
    if (isFromTechnician(activity)) inbox.take(activity.id, activity.text);
  });
  const say = async (text: string): Promise<void> => {
    const channelData = { clientActivityID: randomUUID() };
    const body = JSON.stringify({ type: 'message', text, channelData });
    await insist(`${address}/activities`, { method: 'POST', headers, body });
  };
  const readAll = async (): Promise<Activity[]> =>
    Page.parse(await insist(`${address}/activities?watermark=0`, { headers })).activities;

  for (const text of opening) await say(text);
  return {
    conversation: conversationId,
    case: await opened,
    say,
    inbox,
    read: async () => textsOf((await readAll()).filter(isFromTechnician)),
    readOwn: async () =>
      textsOf((await readAll()).filter(({ type, from }) => type === 'message' && from.role === 'user')).slice(
        opening.length,
      ),
    close: () => stream.close(),
  };
}

function isFromTechnician({ type, channelData }: Activity): boolean {
  return type === 'message' && channelData.speaker !== undefined;
}

function textsOf(activities: readonly Activity[]): string[] {
  return activities.map(({ text }) => text);
}

/** Reads the stream, and reads on from where it was when it breaks. */
function follow(
  address: string,
  headers: Record<string, string>,
  take: (activity: Activity) => void,
): { close(): void } {
  let watermark = '';
  let socket: WebSocket | undefined;
  const over = new AbortController();
  const connect = async (): Promise<void> => {
    const { streamUrl } = Connection.parse(
      await insist(`${address}?watermark=${watermark}`, { headers, signal: over.signal }),
    );
    socket = new WebSocket(streamUrl);
    socket.on('message', (data: Buffer) => {
      if (data.length === 0) return;
      const page = Page.parse(JSON.parse(data.toString()));
      page.activities.filter(({ type }) => type === 'message').forEach(take);
      watermark = page.watermark ?? watermark;
    });
    await once(socket, 'close');
  };
  void (async () => {
    while (!over.signal.aborted) {
      // A socket that cannot be opened says so by an error; the next try follows.
      await connect().catch(() => undefined);
      await sleep(randomPauseMs());
    }
  })();
  return {
    close() {
      over.abort();
      socket?.close();
    },
  };
}

/** From an address of its own, since how many chats one address may start in a minute is limited. */
async function post(url: string, localAddress: string): Promise<unknown> {
  const sent = request(url, { method: 'POST', localAddress, agent: false }).end();
  const [response] = z.tuple([z.custom<NodeJS.ReadableStream>()]).parse(await once(sent, 'response'));
  return await json(response);
}
