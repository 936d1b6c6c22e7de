import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import * as z from 'zod';
import type { Clients } from '../../channels/clients.ts';
import { createLimit } from '../../channels/limit.ts';
import { readBrief } from '../../handoff/desk/read-brief.ts';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import { outcomes } from '../../dialog/brief.ts';
import { shorten } from '../../domain/shorten.ts';
import type { Storage, StoredCase } from '../../storage/port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import { escapeHtml } from '../../web/escape-html.ts';
import { icon } from '../../web/icon.ts';
import { buildAssets, type Asset } from '../assets.ts';
import { teamsHosts } from '../desk/plain-page.ts';
import type { ReadTeamsToken } from '../desk/teams-token.ts';
import { sendAsset } from '../send-asset.ts';

export type MyCasesOptions = {
  storage: Pick<Storage, 'listCases'> & Pick<TeamsStorage, 'readTeamsPerson'>;
  clients: Pick<Clients, 'ofTenant'>;
  /** `undefined` where nobody is set up who could vouch for people in Teams. */
  readToken: ReadTeamsToken | undefined;
  itDesk: { name: string; phone: string | undefined };
  log: Pick<DeskOptions['log'], 'warn'>;
};

/** One case as the person who reported it sees it. */
export type MyCase = {
  id: string;
  openedAt: string;
  status: StoredCase['status'];
  technician: string | null;
  outcome: (typeof outcomes)[number] | null;
  /** How what they told begins. */
  story: string;
};

const requestsPerMinute = 60;
const longestStory = 160;

/** The tab "My cases": what became of the calls that somebody reported from their own chat in Teams, and nobody else's. */
export function mountMyCases(server: Server, options: MyCasesOptions): void {
  const limit = createLimit(requestsPerMinute, 'Too many questions');

  server.get('/my-cases', async (_req, res) => sendPage(res, options, await buildAssets()));
  for (const [path, name] of scripts)
    server.get(path, async (req, res) => sendAsset(req, res, (await buildAssets())[name], asksEachTime));
  server.get('/api/my-cases', async (req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    const excess = await limit(req.socket.remoteAddress ?? 'unknown');
    const cases = excess === undefined ? await findCases(options, req) : undefined;
    if (excess !== undefined) res.send(429, { error: { code: 'Throttled', message: excess.message } });
    else if (cases === undefined) res.send(401, unknownPerson);
    else res.send(200, { cases });
  });
}

const scripts = [
  ['/desk-in-teams.js', 'deskInTeams'],
  ['/my-cases.js', 'myCases'],
  ['/my-cases.css', 'myCasesLook'],
] as const;
const asksEachTime = { 'Cache-Control': 'no-cache' };

const unknownPerson = {
  error: {
    code: 'Unauthorized',
    message: 'Teams did not say who you are. Open this page as a tab in Teams.',
  },
};

/** `undefined` when nobody vouches for whoever asks. */
async function findCases(options: MyCasesOptions, req: Request): Promise<MyCase[] | undefined> {
  const { storage, clients, readToken, log } = options;
  const [scheme, token = ''] = (req.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || readToken === undefined || token.length > 8192) return undefined;
  const account = await readToken(token).catch((error: unknown) => {
    log.warn({ err: error }, 'a token of a Teams tab was refused');
  });
  const client = account && clients.ofTenant(account.tenant);
  if (account === undefined || client === undefined) return undefined;
  const person = await storage.readTeamsPerson(client, account.object);
  if (person === undefined || person.tenant.toLowerCase() !== account.tenant.toLowerCase()) return [];
  const found = await storage.listCases({ clients: [client], conversation: person.conversation });
  return found.map(describe).toSorted((one, other) => other.openedAt.localeCompare(one.openedAt));
}

const Closing = z.looseObject({ outcome: z.enum(outcomes) });

function describe(found: StoredCase): MyCase {
  const { id, openedAt, status, technician, closing } = found;
  const { story } = readBrief(found);
  return {
    id,
    openedAt,
    status,
    technician: technician?.name ?? null,
    outcome: Closing.safeParse(closing).data?.outcome ?? null,
    story: shorten(story, longestStory),
  };
}

function sendPage(res: Response, { itDesk }: MyCasesOptions, assets: { myCases: Asset }): void {
  const nonce = randomBytes(18).toString('base64url');
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      "style-src 'self'",
      'img-src data:',
      "connect-src 'self'",
      `frame-ancestors 'self' ${teamsHosts.join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  });
  const ring = itDesk.phone === undefined ? '' : ` or ring ${escapeHtml(itDesk.phone)}`;
  res.end(`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>My cases</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/my-cases.css">
</head>
<body>
<main>
<h1>My cases</h1>
<p class="quiet">Calls that you asked ${escapeHtml(itDesk.name)} to look at. Something new? Write to Callcheck in the chat${ring}.</p>
<p id="said" role="status">One moment.</p>
<ul id="cases" aria-label="My cases"></ul>
</main>
<script nonce="${nonce}" src="/my-cases.js?${assets.myCases.etag.replaceAll('"', '')}"></script>
</body>
</html>
`);
}
