import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { WireActivity } from '../port.ts';
import { createReader, type Reader } from './reader.ts';
import { createTickets, type Place } from './tickets.ts';
import type { Page } from './wire.ts';

/** The live connections of the chat clients. Everything they show comes from the log, so a late one misses nothing. */
export type Streams = {
  /** The path of a stream from `watermark` on; opens once, within a minute, and holds no lasting secret. */
  pathFor(conversation: string, watermark: number): string;
  /** The log of this conversation grew. */
  wake(conversation: string): void;
  /** Shows something that is not in the log, such as typing, to whoever looks on now. */
  pass(conversation: string, activity: WireActivity): void;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye to every client, spread over `spreadMs` so that they do not all come back at once. */
  close(spreadMs: number): Promise<void>;
};

export type StreamOptions = {
  readAfter: (conversation: string, watermark: number) => Promise<Page>;
  allows: (req: IncomingMessage) => boolean;
  now: () => Date;
  /** How often a silent client is asked whether it is still there. */
  pingEveryMs: number;
};

const prefix = '/v3/directline/conversations/';
/** A person has a few tabs open; more is a fault or an attack. */
const maxPerConversation = 20;
/** Clients send empty frames to keep proxies awake, and nothing else. */
const maxFrameBytes = 1024;
/** RFC 6455: the server restarts; come back. */
const serviceRestart = 1012;
const goodbyeMs = 1000;

type Admission = { kind: 'admitted'; place: Place } | { kind: 'turned-away'; status: string };

export function createStreams({ readAfter, allows, now, pingEveryMs }: StreamOptions): Streams {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const tickets = createTickets(now);
  const readers = new Map<string, Set<Reader>>();
  const heartbeat = setInterval(() => sockets.clients.forEach(checkAlive), pingEveryMs).unref();
  const alive = new WeakSet<WebSocket>();
  let closing = false;

  function checkAlive(socket: WebSocket): void {
    if (!alive.delete(socket)) socket.terminate();
    else socket.ping();
  }

  function attach(socket: WebSocket, { conversation, watermark }: Place): void {
    const reader = createReader(socket, (after) => readAfter(conversation, after), watermark);
    const audience = readers.get(conversation) ?? new Set();
    readers.set(conversation, audience.add(reader));
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      audience.delete(reader);
      if (audience.size === 0) readers.delete(conversation);
    });
    reader.wake();
  }

  function admit(req: IncomingMessage): Admission {
    const url = URL.parse(req.url ?? '', 'http://localhost');
    if (!url?.pathname.startsWith(prefix)) return turnAway('404 Not Found');
    if (closing) return turnAway('503 Service Unavailable');
    if (!allows(req)) return turnAway('403 Forbidden');
    const place = tickets.redeem(url.searchParams.get('t') ?? '');
    if (!place || url.pathname !== streamPath(place.conversation)) return turnAway('401 Unauthorized');
    const count = readers.get(place.conversation)?.size ?? 0;
    return count < maxPerConversation ? { kind: 'admitted', place } : turnAway('429 Too Many Requests');
  }

  return {
    pathFor: (conversation, watermark) =>
      `${streamPath(conversation)}?t=${tickets.issue({ conversation, watermark })}`,

    wake(conversation) {
      readers.get(conversation)?.forEach((reader) => reader.wake());
    },

    pass(conversation, activity) {
      readers.get(conversation)?.forEach((reader) => reader.pass(activity));
    },

    upgrade(req, socket, head) {
      socket.on('error', () => socket.destroy());
      const admission = admit(req);
      switch (admission.kind) {
        case 'admitted':
          sockets.handleUpgrade(req, socket, head, (opened) => attach(opened, admission.place));
          return;
        case 'turned-away':
          socket.end(`HTTP/1.1 ${admission.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      }
    },

    async close(spreadMs) {
      closing = true;
      clearInterval(heartbeat);
      await Promise.all([...sockets.clients].map((socket) => sayGoodbye(socket, Math.random() * spreadMs)));
    },
  };
}

function turnAway(status: string): Admission {
  return { kind: 'turned-away', status };
}

function streamPath(conversation: string): string {
  return `${prefix}${encodeURIComponent(conversation)}/stream`;
}

async function sayGoodbye(socket: WebSocket, afterMs: number): Promise<void> {
  await sleep(afterMs);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (socket.readyState === socket.CLOSED) return;
  socket.close(serviceRestart, 'The server restarts');
  const timer = setTimeout(() => socket.terminate(), goodbyeMs);
  await gone;
  clearTimeout(timer);
}
