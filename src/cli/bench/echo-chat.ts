import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { Chat } from './turns.ts';

/** Takes replies as a channel's own service would: over HTTP, each answered with an id. */
export type Channel = { url: string; reply(to: string): Promise<void>; close(): void };

const Reply = z.object({ replyToId: z.string() });

export async function startChannel(): Promise<Channel> {
  const waiting = new Map<string, () => void>();
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      response.setHeader('content-type', 'application/json').end('{"id":"1"}');
      waiting.get(Reply.parse(body).replyToId)?.();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    reply: async (to) =>
      await new Promise<void>((resolve) => waiting.set(to, resolve)).finally(() => waiting.delete(to)),
    close: () => server.close(),
  };
}

/** One person talking to the echo bot: through `channel`, or with the reply in the response when there is none. */
export async function openEchoChat(origin: string, channel: Channel | undefined): Promise<Chat> {
  const conversation = randomUUID();
  let turns = 0;
  return {
    async say(text) {
      const id = `${conversation}-${turns++}`;
      const replied = channel?.reply(id);
      const response = await fetch(`${origin}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(messageOf(id, conversation, text, channel)),
      });
      await response.arrayBuffer();
      if (!response.ok)
        throw new Error(`The echo bot answered ${response.status}, so there is nothing to measure.`);
      await replied;
    },
    close: () => {},
  };
}

function messageOf(id: string, conversation: string, text: string, channel: Channel | undefined): unknown {
  return {
    type: 'message',
    id,
    text,
    channelId: 'webchat',
    serviceUrl: channel?.url ?? 'http://127.0.0.1:9/',
    conversation: { id: conversation },
    from: { id: 'bench' },
    recipient: { id: 'echo' },
    ...(channel ? {} : { deliveryMode: 'expectReplies' }),
  };
}
