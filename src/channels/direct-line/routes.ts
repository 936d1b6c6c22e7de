import type { Request } from 'restify';
import * as z from 'zod';
import { keepAll, type Files } from '../files.ts';
import type { Limit } from '../limit.ts';
import { readJson } from '../read-json.ts';
import { refuse, refuseExcess, type Answer } from './answer.ts';
import type { Conversations } from './conversations.ts';
import { addressOf } from './origins.ts';
import { localeIn, maxPostBytes, parseCaption, parsePosted, typedIn } from './posted.ts';
import type { Streams } from './streams.ts';
import { tokenLifetimeSeconds, type Seat, type Tokens } from './tokens.ts';
import { createUploads } from './uploads.ts';

export type Route = (req: Request) => Promise<Answer>;
type SeatRoute = (req: Request, seat: Seat) => Promise<Answer>;
type Parts = {
  conversations: Conversations;
  streams: Streams;
  tokens: Tokens;
  /** Without it no files can be sent. */
  files: Files | undefined;
  /** Per conversation: every call, and posts among them. */
  limits: { calls: Limit; posts: Limit };
};

/**
 * The routes of Direct Line 3.0 as `botframework-directlinejs` calls them. To that client 403 means "the token has
 * expired: disconnect", so nothing else is ever answered with it; rejected content is 400.
 */
export function createRoutes({ conversations, streams, tokens, files, limits }: Parts) {
  const readUpload = createUploads(files?.maxBytes ?? 0);

  function forSeat(run: SeatRoute): Route {
    return async (req) => {
      const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
      if (token === undefined) return refuse(401, 'MissingToken', missingToken);
      const seat = await tokens.read('token', token);
      if (!seat || !isFor(req, seat)) return refuse(403, 'TokenExpired', badToken);
      const excess = await limits.calls(seat.conversation);
      if (excess) return refuseExcess(excess);
      // Not 404: the client would go on showing a dead chat as connected.
      if (!(await conversations.isOpen(seat))) return refuse(403, 'TokenExpired', goneConversation);
      return await run(req, seat);
    };
  }

  async function withToken(seat: Seat): Promise<Record<string, unknown>> {
    const token = await tokens.issue('token', seat);
    return { conversationId: seat.conversation, token, expires_in: tokenLifetimeSeconds };
  }

  async function connection(req: Request, seat: Seat, watermark: number): Promise<Record<string, unknown>> {
    const streamUrl = addressOf(req, 'ws') + streams.pathFor(seat.conversation, watermark);
    return { ...(await withToken(seat)), streamUrl };
  }

  return {
    startConversation: forSeat(async (req, seat) => {
      const read = await readJson(req, maxPostBytes);
      if (read.kind === 'refused') return refuse(read.status, read.code, read.message);
      const started = await conversations.start(seat, localeIn(read.body));
      return { status: started === 'started' ? 201 : 200, body: await connection(req, seat, 0) };
    }),

    reconnect: forSeat(async (req, seat) => {
      await conversations.start(seat, undefined);
      return { status: 200, body: await connection(req, seat, watermarkOf(req)) };
    }),

    refreshToken: forSeat(async (_req, seat) => ({ status: 200, body: await withToken(seat) })),

    post: forSeat(async (req, seat) => {
      const excess = await limits.posts(seat.conversation);
      if (excess) return refuseExcess(excess);
      const read = await readJson(req, maxPostBytes);
      if (read.kind === 'refused') return refuse(read.status, read.code, read.message);
      const parsed = parsePosted(read.body);
      if (parsed.kind === 'rejected') return refuse(400, 'BadArgument', parsed.reason);
      const id = await conversations.post(seat, parsed.posted, typedIn(read.body));
      return { status: 200, body: { id } };
    }),

    poll: forSeat(async (req, { conversation }) => {
      const { activities, watermark } = await conversations.readAfter(conversation, watermarkOf(req));
      return { status: 200, body: { activities, watermark: String(watermark) } };
    }),

    upload: forSeat(async (req, seat) => {
      if (files === undefined) return refuse(400, 'BadArgument', noFiles);
      const excess = await limits.posts(seat.conversation);
      if (excess) return refuseExcess(excess);
      const read = await readUpload(req);
      if (read.kind === 'refused') return refuse(read.status, read.code, read.message);
      const caption = parseCaption(read.activity);
      if (caption.kind === 'rejected') return refuse(400, 'BadArgument', caption.reason);
      if (read.incoming.length === 0) return refuse(400, 'BadArgument', emptyForm);
      const { conversation } = seat;
      const client = await conversations.clientOf(conversation);
      const arrived = await keepAll(files, read.incoming, { conversation, client, by: 'staff' });
      const id = await conversations.postWithFiles(seat, caption.posted, typedIn(read.activity), arrived);
      return { status: 200, body: { id } };
    }),

    /** The client asks only when it shows a sign-in card, to tie the sign-in to this chat. */
    sessionId: forSeat(async (_req, { conversation }) => ({
      status: 200,
      body: { sessionId: conversation },
    })),

    unknown: async () => refuse(404, 'NotFound', noSuchRoute),
  } satisfies Record<string, Route>;
}

const missingToken =
  'There is no token. Get one from POST /api/chat/token and send it as "Authorization: Bearer ...".';
const badToken =
  'The token has expired, or is not for this conversation. Get a new one from POST /api/chat/token.';
const goneConversation =
  'This conversation was deleted. Get a token for a new one from POST /api/chat/token.';
const noFiles = 'Files cannot be sent in this chat. Write what the message or the screen says instead.';
const emptyForm = 'The form has no part "file". Send words alone to the route `activities`.';
const noSuchRoute =
  'Direct Line here has no such route. Tokens come from POST /api/chat/token; there is no secret to make them from.';

function isFor(req: Request, seat: Seat): boolean {
  const params = z.object({ id: z.string().optional() }).parse(req.params);
  return params.id === undefined || params.id === seat.conversation;
}

/** Anything that is no number starts from the beginning: the client leaves out what it has seen. */
function watermarkOf(req: Request): number {
  const given = URL.parse(req.url ?? '', 'http://localhost')?.searchParams.get('watermark') ?? '';
  return /^\d{1,15}$/.test(given) ? Number(given) : 0;
}
