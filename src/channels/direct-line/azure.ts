import { randomUUID } from 'node:crypto';
import type { Request, Server } from 'restify';
import * as z from 'zod';
import type { Log } from '../../observability/log.ts';
import { createLimit } from '../limit.ts';
import { readJson } from '../read-json.ts';
import { refuse, refuseExcess, sendAnswer, type Answer } from './answer.ts';
import { createOrigins, isHttps } from './origins.ts';

export type AzureDirectLineOptions = {
  /** The secret of a Direct Line site; it never leaves this server. */
  secret: string;
  /** Where Azure's Direct Line is: `azureDomains` has those that exist. */
  domain: string;
  allowedOrigins: readonly string[];
  /** Makes what the page shows to get alerts to staff; without it there are none. */
  issueSeat?: (conversationId: string, user: string) => Promise<string>;
  log: Log;
  /** Per minute and address. */
  tokensPerClient?: number;
};

export const azureDomains = {
  public: 'https://directline.botframework.com/v3/directline',
  'us-government': 'https://directline.botframework.azure.us/v3/directline',
} as const;

const cookieName = 'callcheck_azure_chat';
const patienceMs = 10_000;
const Wish = z.object({ fresh: z.boolean().default(false) }).loose();
const Issued = z.object({ conversationId: z.string(), token: z.string(), expires_in: z.number() });
type Issued = z.infer<typeof Issued>;

/**
 * `POST /api/chat/token` when Azure's Direct Line carries the chat: same answer as ours. Azure renews a token only while it
 * is good, so a chat comes back after a reload within half an hour, and is a new one later.
 */
export function mountAzureDirectLine(server: Server, options: AzureDirectLineOptions): void {
  const { domain, allowedOrigins, log } = options;
  const origins = createOrigins(allowedOrigins);
  const limit = createLimit(options.tokensPerClient ?? 120, 'Too many chats were started from your network');

  async function issue(req: Request): Promise<Answer> {
    if (!origins.allows(req))
      return refuse(403, 'OriginNotAllowed', 'Pages of this origin may not start a chat.');
    const excess = await limit(req.socket.remoteAddress ?? 'unknown');
    if (excess) return refuseExcess(excess);
    const read = await readJson(req, 1024);
    if (read.kind === 'refused') return refuse(read.status, read.code, read.message);
    const wish = Wish.safeParse(read.body ?? {});
    if (!wish.success) return refuse(400, 'BadArgument', 'Send no body, or {"fresh": true}.');
    const known = wish.data.fresh ? undefined : tokenIn(req);
    const renewed = known === undefined ? undefined : await renew(domain, known);
    const issued = renewed ?? (await generate(domain, options.secret));
    return await answerWith(issued, options, isHttps(req));
  }

  server.opts('/api/chat/token', async (req, res) => {
    res.sendRaw(204, '', { ...origins.headers(req) });
  });
  server.post('/api/chat/token', async (req, res) => {
    const answer = await issue(req).catch((error: unknown) => {
      log.error({ err: error }, 'Azure gave no token for the chat');
      return refuse(500, 'ServerError', 'The chat cannot be started now. Try again in a moment.');
    });
    sendAnswer(res, answer, origins.headers(req));
  });
}

/** The user id is ours and random: Azure then puts it into the token, and no page can claim another. */
async function generate(domain: string, secret: string): Promise<Issued> {
  const issued = await call(`${domain}/tokens/generate`, secret, { user: { id: `dl_${randomUUID()}` } });
  if (issued !== undefined) return issued;
  throw new Error('Azure refused DIRECT_LINE_SECRET. Copy the secret of the Direct Line site again.');
}

async function renew(domain: string, token: string): Promise<Issued | undefined> {
  return await call(`${domain}/tokens/refresh`, token, {});
}

/** `undefined` when Azure does not accept the bearer. */
async function call(url: string, bearer: string, body: unknown): Promise<Issued | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  if ([401, 403, 404].includes(response.status)) return undefined;
  if (!response.ok) throw new Error(`Azure's Direct Line answered ${response.status}.`);
  return Issued.parse(await response.json());
}

async function answerWith(
  { conversationId, token, expires_in: expiresIn }: Issued,
  { domain, issueSeat }: AzureDirectLineOptions,
  isSecure: boolean,
): Promise<Answer> {
  const rules = isSecure ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax';
  const cookie = `${cookieName}=${token}; Path=/api/chat; HttpOnly; Max-Age=${expiresIn}; ${rules}`;
  const { user } = z.object({ user: z.string().optional() }).parse(claimsOf(token));
  const alerts = user === undefined ? undefined : await issueSeat?.(conversationId, user);
  return {
    status: 200,
    body: {
      token,
      conversationId,
      userId: user,
      expiresIn,
      domain,
      ...(alerts !== undefined && { alerts }),
    },
    headers: { 'Set-Cookie': cookie },
  };
}

/** Azure's token tells its user; it came from Azure itself just now. */
function claimsOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return {};
  }
}

/** A token is letters, digits, dots, dashes and underscores; nothing else goes into a header. */
function tokenIn(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(/;\s*/);
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return value !== undefined && /^[\w.-]{1,4096}$/.test(value) ? value : undefined;
}
