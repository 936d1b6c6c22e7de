import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Server } from 'restify';
import type { FileRef } from '../../dialog/brief.ts';
import type { Log } from '../../observability/log.ts';
import type { Storage } from '../../storage/port.ts';
import { findClients, type Clients } from '../clients.ts';
import type { Files } from '../files.ts';
import { createLimit } from '../limit.ts';
import type { InProcessConnector, OnTyping, Receive, SealPhrase } from '../port.ts';
import { refuse, sendAnswer, type Answer } from './answer.ts';
import { createConnector } from './connector.ts';
import { createConversations } from './conversations.ts';
import { createOrigins } from './origins.ts';
import { createRoutes, type Route } from './routes.ts';
import { createSession } from './session.ts';
import { createShelf } from './shelf.ts';
import { createStreams } from './streams.ts';
import { createTokens, type Seat } from './tokens.ts';
import { createTurns } from './turns.ts';

export type DirectLine = {
  /** Adds the routes and the WebSocket upgrade. Body parsers must not run before them. */
  mount(server: Server): void;
  /** Adds only the route that files are had from: for servers whose web chat Azure carries. */
  mountFiles(server: Server): void;
  connector: InProcessConnector;
  /** Where a file of this conversation can be had for `days`: path and query on this server. */
  fileAddress(conversation: string, file: Pick<FileRef, 'id'>, days?: number): Promise<string>;
  /** Who sits where, and of which client, as a chat token says; `undefined` when it is forged, over or of a chat that is gone. */
  readSeat(token: string): Promise<(Seat & { client: string }) | undefined>;
  /** The same for a chat that Azure carries: what its page shows to get alerts, and who that is. */
  azureSeats: {
    issue(conversationId: string, user: string): Promise<string>;
    read(token: string): Promise<(Seat & { client: string }) | undefined>;
  };
  /** Call once, after the bot is ready: answers what was left unanswered when the process last ended. */
  resume(): Promise<void>;
  /** Ends running turns and connections; what was not answered waits in storage. */
  close(): Promise<void>;
};

export type DirectLineOptions = {
  storage: Storage;
  receive: Receive;
  /** At least 32 random characters. */
  signingKey: string;
  /** Keys used before, still good for reading tokens and cookies. */
  formerSigningKeys?: readonly string[];
  /** Origins whose pages may embed the chat; our own always may. */
  allowedOrigins: readonly string[];
  /** Whose chat it is, by the page it stands on; everybody belongs to `main` otherwise. */
  clients?: Clients;
  /** Where files are kept; without it none can be sent. */
  files?: Files;
  onTyping?: OnTyping;
  sealPhrase?: SealPhrase;
  log: Log;
  now?: () => Date;
  newId?: () => string;
  /** Who is asking, for the limit on new tokens; behind a proxy the address that the proxy vouches for. */
  clientOf?: (req: Request) => string;
  limits?: Partial<Limits>;
  pingEveryMs?: number;
  closeSpreadMs?: number;
};

/** All per minute. Polling clients ask up to five times a second; a whole office may share one address. */
type Limits = { tokensPerClient: number; callsPerConversation: number; postsPerConversation: number };
const defaultLimits: Limits = { tokensPerClient: 120, callsPerConversation: 600, postsPerConversation: 120 };

/** Our own Direct Line 3.0: the official web chat client talks to it as it would to Azure's. */
export function createDirectLine(options: DirectLineOptions): DirectLine {
  const { storage, receive, log, signingKey, formerSigningKeys = [], allowedOrigins } = options;
  const { now = () => new Date(), newId = randomUUID, clients = findClients(), files } = options;
  const { onTyping = () => undefined, sealPhrase = async () => undefined } = options;
  const { pingEveryMs = 30_000, closeSpreadMs = 3000, clientOf = addressOfClient } = options;
  const limits = { ...defaultLimits, ...options.limits };

  const tokens = createTokens([signingKey, ...formerSigningKeys], now);
  const origins = createOrigins(allowedOrigins);
  const shelf = createShelf(tokens, files);
  const turns = createTurns(
    async (activity) => await receive(activity, await conversations.clientOf(activity.conversation.id)),
    (conversation, id) => storage.dismissActivity(conversation, id),
    log,
  );
  const streams = createStreams({
    readAfter: (conversation, watermark) => conversations.readAfter(conversation, watermark),
    allows: (req) => origins.allows(req),
    now,
    pingEveryMs,
  });
  const conversations = createConversations({
    storage,
    turns,
    streams,
    addressOf: (conversation, file) => shelf.addressOf(conversation, file),
    onTyping,
    sealPhrase,
    now,
    newId,
  });

  const issueToken = createSession({
    conversations,
    tokens,
    origins,
    clients,
    clientOf,
    limit: createLimit(limits.tokensPerClient, 'Too many chats were started from your network'),
  });
  const routes = createRoutes({
    conversations,
    streams,
    tokens,
    files,
    limits: {
      calls: createLimit(limits.callsPerConversation, 'Too many calls for this chat'),
      posts: createLimit(limits.postsPerConversation, 'Too many messages in this chat'),
    },
  });

  function handle(route: Route): RequestHandler {
    return async (req, res) => {
      sendAnswer(res, await answerSafely(route, req), origins.headers(req));
    };
  }

  /** The reason stays in our log: an error message can hold anything. */
  async function answerSafely(route: Route, req: Request): Promise<Answer> {
    try {
      return await route(req);
    } catch (error) {
      const about = { err: error, method: req.method, route: req.getRoute().path };
      if (req.readableAborted) log.info(about, 'the client went away in the middle of a call');
      else log.error(about, 'a Direct Line call failed');
      return refuse(500, 'ServerError', 'Something went wrong on the server. Try again in a moment.');
    }
  }

  const preflight: RequestHandler = async (req, res) => {
    res.sendRaw(204, '', { ...origins.headers(req) });
  };

  return {
    mount(server) {
      server.opts('/api/chat/token', preflight);
      server.post('/api/chat/token', handle(issueToken));

      const base = '/v3/directline';
      server.opts(`${base}/*`, preflight);
      server.post(`${base}/conversations`, handle(routes.startConversation));
      server.get(`${base}/conversations/:id`, handle(routes.reconnect));
      server.post(`${base}/conversations/:id/activities`, handle(routes.post));
      server.get(`${base}/conversations/:id/activities`, handle(routes.poll));
      server.post(`${base}/conversations/:id/upload`, handle(routes.upload));
      server.post(`${base}/tokens/refresh`, handle(routes.refreshToken));
      server.get(`${base}/session/getsessionid`, handle(routes.sessionId));
      server.get(`${base}/*`, handle(routes.unknown));
      server.post(`${base}/*`, handle(routes.unknown));

      shelf.mount(server);
      server.server.on('upgrade', (req, socket, head) => streams.upgrade(req, socket, head));
    },

    mountFiles: (server) => shelf.mount(server),
    fileAddress: (conversation, file, days) => shelf.addressOf(conversation, file, days),
    async readSeat(token) {
      const seat = await tokens.read('token', token);
      if (seat === undefined || !(await conversations.isOpen(seat))) return undefined;
      return { ...seat, client: await conversations.clientOf(seat.conversation) };
    },
    azureSeats: {
      issue: (conversationId, user) =>
        tokens.issue('alerts', { conversation: `directline/${conversationId}`, user }),
      async read(token) {
        const seat = await tokens.read('alerts', token);
        return seat && { ...seat, client: clients.ofPage(undefined) };
      },
    },
    connector: createConnector({ storage, streams, turns, now, newId }),
    resume: () => conversations.resume(),

    async close() {
      await turns.stop();
      await streams.close(closeSpreadMs);
    },
  };
}

function addressOfClient(req: Request): string {
  return req.socket.remoteAddress ?? 'unknown';
}
