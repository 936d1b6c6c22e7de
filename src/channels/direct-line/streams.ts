import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { WireActivity } from '../port.ts';
import { createReader, type Reader } from './reader.ts';
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
const ticketLifetimeMs = 60_000;
/** A person has a few tabs open; more is a fault or an attack. */
const maxPerConversation = 20;
/** Clients send empty frames to keep proxies awake, and nothing else. */
const maxFrameBytes = 1024;
/** RFC 6455: the server restarts; come back. */
const serviceRestart = 1012;
const goodbyeMs = 1000;

type Ticket = { conversation: string; watermark: number; expiresAt: number };

export function createStreams({ readAfter, allows, now, pingEveryMs }: StreamOptions): Streams {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const tickets = new Map<string, Ticket>();
  const readers = new Map<string, Set<Reader>>();
  const heartbeat = setInterval(() => sockets.clients.forEach(checkAlive), pingEveryMs).unref();
  const alive = new WeakSet<WebSocket>();
  let closing = false;

  function checkAlive(socket: WebSocket): void {
    if (!alive.delete(socket)) socket.terminate();
    else socket.ping();
  }

  /** Takes the ticket away whatever comes of it. */
  function redeem(url: URL | null): Ticket | undefined {
    const code = url?.searchParams.get('t') ?? '';
    const ticket = tickets.get(code);
    tickets.delete(code);
    if (!ticket || ticket.expiresAt <= now().getTime()) return undefined;
    return url?.pathname === streamPath(ticket.conversation) ? ticket : undefined;
  }

  function dropExpiredTickets(): void {
    for (const [code, { expiresAt }] of tickets) {
      // Oldest first: behind the first good one all are good.
      if (expiresAt > now().getTime()) return;
      tickets.delete(code);
    }
  }

  function attach(socket: WebSocket, { conversation, watermark }: Ticket): void {
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

  /** The status with which an upgrade is turned away, or the ticket that lets it in. */
  function admit(
    req: IncomingMessage,
  ):
    | Ticket
    | '401 Unauthorized'
    | '403 Forbidden'
    | '404 Not Found'
    | '429 Too Many Requests'
    | '503 Service Unavailable' {
    const url = URL.parse(req.url ?? '', 'http://localhost');
    if (!url?.pathname.startsWith(prefix)) return '404 Not Found';
    if (closing) return '503 Service Unavailable';
    if (!allows(req)) return '403 Forbidden';
    const ticket = redeem(url);
    if (!ticket) return '401 Unauthorized';
    const count = readers.get(ticket.conversation)?.size ?? 0;
    return count < maxPerConversation ? ticket : '429 Too Many Requests';
  }

  return {
    pathFor(conversation, watermark) {
      dropExpiredTickets();
      const code = randomBytes(24).toString('base64url');
      tickets.set(code, { conversation, watermark, expiresAt: now().getTime() + ticketLifetimeMs });
      return `${streamPath(conversation)}?t=${code}`;
    },

    wake(conversation) {
      readers.get(conversation)?.forEach((reader) => reader.wake());
    },

    pass(conversation, activity) {
      readers.get(conversation)?.forEach((reader) => reader.pass(activity));
    },

    upgrade(req, socket, head) {
      socket.on('error', () => socket.destroy());
      const admitted = admit(req);
      if (typeof admitted === 'string')
        socket.end(`HTTP/1.1 ${admitted}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else sockets.handleUpgrade(req, socket, head, (opened) => attach(opened, admitted));
    },

    async close(spreadMs) {
      closing = true;
      clearInterval(heartbeat);
      await Promise.all([...sockets.clients].map((socket) => sayGoodbye(socket, Math.random() * spreadMs)));
    },
  };
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
