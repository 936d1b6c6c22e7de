import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as z from 'zod';
import type { Chat } from './turns.ts';

const Started = z.object({ conversationId: z.string(), streamUrl: z.string(), token: z.string() });
const Token = z.object({ token: z.string(), domain: z.string() });
const Posted = z.object({ id: z.string() });
const Frame = z.object({ activities: z.array(z.looseObject({ replyToId: z.string().optional() })) });

/** A reply that takes longer will not come; the run ends instead of waiting for ever. */
const patienceMs = 20_000;

/** One person in our web chat: posts over HTTP as the official client does, reads the replies from the WebSocket. */
export async function openWebChat(origin: string): Promise<Chat> {
  const { token, domain } = Token.parse(await post(`${origin}/api/chat/token`, undefined, {}));
  const started = Started.parse(await post(`${domain}/conversations`, token, {}));
  const activities = `${domain}/conversations/${started.conversationId}/activities`;
  const socket = new WebSocket(started.streamUrl);
  await once(socket, 'open');

  const answered = new Set<string>();
  socket.on('message', (data: Buffer) => {
    for (const id of answersIn(data.toString())) answered.add(id);
  });

  return {
    async say(text) {
      const posted = await post(activities, token, { type: 'message', text, from: { id: 'bench' } });
      const { id } = Posted.parse(posted);
      while (!answered.has(id)) await once(socket, 'message', { signal: AbortSignal.timeout(patienceMs) });
      answered.clear();
    },
    close: () => socket.close(),
  };
}

/** The ids of the messages that this frame brings replies to. */
function answersIn(frame: string): string[] {
  if (frame === '') return [];
  const { activities } = Frame.parse(JSON.parse(frame));
  return activities.flatMap(({ replyToId }) => replyToId ?? []);
}

async function post(url: string, token: string | undefined, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  return await response.json();
}
