import type { Request } from 'restify';
import * as z from 'zod';
import type { Clients } from '../clients.ts';
import type { Limit } from '../limit.ts';
import { readJson } from '../read-json.ts';
import { refuse, refuseExcess, type Answer } from './answer.ts';
import type { Conversations } from './conversations.ts';
import { addressOf, isHttps, type Origins } from './origins.ts';
import { tokenLifetimeSeconds, type Seat, type Tokens } from './tokens.ts';

type Parts = {
  conversations: Conversations;
  tokens: Tokens;
  origins: Origins;
  clients: Clients;
  limit: Limit;
  clientOf: (req: Request) => string;
};

const cookieName = 'callcheck_chat';
const maxBytes = 1024;

/**
 * `fresh` starts a new conversation; `embedded` says that the chat page sits in a frame on another site's page, and `page` is
 * the origin of that. Only the page can know it, so its word is taken: who lies about it chooses whom they tell.
 */
const Wish = z.object({
  fresh: z.boolean().default(false),
  embedded: z.boolean().default(false),
  page: z.string().max(300).optional(),
});

/**
 * `POST /api/chat/token`: a token for this browser session's conversation, which is made when there is none. The cookie
 * is signed and holds only the two ids, so a reload or a restarted server finds the same conversation.
 */
export function createSession({ conversations, tokens, origins, clients, limit, clientOf }: Parts) {
  async function findSeat(req: Request): Promise<Seat | undefined> {
    const cookie = readCookie(req);
    const seat = cookie === undefined ? undefined : await tokens.read('session', cookie);
    return seat && (await conversations.isOpen(seat)) ? seat : undefined;
  }

  return async function issueToken(req: Request): Promise<Answer> {
    if (!origins.allows(req)) return refuse(403, 'OriginNotAllowed', originMessage);
    const excess = await limit(clientOf(req));
    if (excess) return refuseExcess(excess);
    const read = await readJson(req, maxBytes);
    if (read.kind === 'refused') return refuse(read.status, read.code, read.message);
    const wish = Wish.safeParse(read.body ?? {});
    if (!wish.success) return refuse(400, 'BadArgument', wishMessage);

    const known = await findSeat(req);
    const page = wish.data.page ?? (origins.isEmbedder(req) ? req.headers.origin : undefined);
    const seat =
      known && !wish.data.fresh ? known : await conversations.open(known?.user, clients.ofPage(page));
    const isEmbedded = wish.data.embedded || origins.isEmbedder(req);
    return {
      status: 200,
      body: {
        token: await tokens.issue('token', seat),
        conversationId: seat.conversation,
        userId: seat.user,
        expiresIn: tokenLifetimeSeconds,
        domain: `${addressOf(req)}/v3/directline`,
      },
      headers: { 'Set-Cookie': toCookie(await tokens.issue('session', seat), isHttps(req), isEmbedded) },
    };
  };
}

const originMessage =
  'Pages of this origin may not start a chat. Open the chat page itself, or add the origin to WIDGET_ORIGINS.';
const wishMessage =
  'Send no body, or {"fresh": true} for a new conversation, or {"embedded": true} in a frame.';

function readCookie(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}

/**
 * Gone when the browser closes. Inside another site's page a cookie must be `SameSite=None`, which browsers take only
 * over https, and `Partitioned`, so that it cannot be used to follow anybody from site to site.
 */
function toCookie(value: string, isSecure: boolean, isEmbedded: boolean): string {
  const pair = `${cookieName}=${value}; Path=/api/chat; HttpOnly`;
  if (isSecure && isEmbedded) return `${pair}; SameSite=None; Secure; Partitioned`;
  return `${pair}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
