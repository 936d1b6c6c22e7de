import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Request, Response, Server } from 'restify';
import type { Config } from '../config.ts';
import { fetchWebChat, type WebChatBundle } from '../web/fetch-webchat.ts';
import { type Asset, type BuiltName, buildAssets, packAsset } from './assets.ts';
import { azureDirectLine, commonHeaders, pageHeaders, type PagePolicy } from './page-headers.ts';
import { type PageParts, renderChatPage, renderDemoPage, renderMissingPage } from './page-html.ts';
import { privacyPath } from './privacy.ts';
import { sendAsset } from './send-asset.ts';

export type PagesOptions = {
  config: Pick<Config, 'organisation' | 'itDesk' | 'widgetOrigins' | 'directLineSecret'>;
  log: Pick<Logger, 'warn' | 'error'>;
  /** The path of the catalogue. */
  catalogue: string;
  /** Whether the chat page may ask for alerts to staff; not when left out. */
  alerts?: boolean;
  /** Where Web Chat comes from; another source only in tests. */
  webChat?: () => Promise<WebChatBundle>;
};

/** What the pages are made of. Built once, after the server listens; each page waits for it. */
type Parts = { built: Record<BuiltName, Asset>; webChat: Asset | { missing: string } };

/** The name changes with the content. */
const forEver = { 'Cache-Control': `public, max-age=${365 * 24 * 60 * 60}, immutable` };

/** Any page may load the launcher; who may show the chat in a frame is decided by the page it opens. */
const anyPageMayLoad = {
  'Cache-Control': 'public, max-age=300',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
};

/** Serves the chat page, the widget, the demonstration page and the files they load. */
export function mountPages(server: Server, options: PagesOptions): void {
  const { config, catalogue, alerts = false } = options;
  const facts = { ...config, catalogue, privacy: privacyPath, alerts };
  const policy: PagePolicy = {
    framedBy: config.widgetOrigins,
    connectTo: config.directLineSecret === undefined ? [] : azureDirectLine,
  };
  const parts = prepareParts(options);
  server.server.once('listening', () => {
    parts().catch((error: unknown) => options.log.error({ err: error }, 'The pages could not be built'));
  });

  server.get('/', async (req, res) => {
    const { built, webChat } = await parts();
    const framed = new URL(req.url ?? '/', 'http://page').searchParams.get('in') === 'widget';
    sendPage(req, res, policy, (nonce) =>
      'missing' in webChat
        ? renderMissingPage(facts, loads(nonce, built.look), webChat.missing)
        : renderChatPage(facts, loads(nonce, built.look, webChat, built.chat), framed),
    );
  });

  server.get('/demo', async (req, res) => {
    const { built } = await parts();
    sendPage(req, res, { framedBy: [], connectTo: [] }, (nonce) =>
      renderDemoPage(facts, { ...loads(nonce, built.demo), scripts: ['/widget.js'] }),
    );
  });

  server.get('/widget.js', async (req, res) => {
    const { built } = await parts();
    sendAsset(req, res, built.widget, anyPageMayLoad);
  });

  server.get('/assets/:name', async (req, res) => {
    const { built, webChat } = await parts();
    const assets = [...Object.values(built), ...('missing' in webChat ? [] : [webChat])];
    const asset = assets.find((one) => address(one) === req.getPath());
    if (asset === undefined) return sendGone(res);
    sendAsset(req, res, asset, forEver);
  });
}

/**
 * Starts the work when it is first wanted and hands out its result. A bundle that could not be had is asked for again with the next
 * page after a minute, so that mending the network mends the page without a restart.
 */
function prepareParts({ log, webChat = fetchWebChat }: PagesOptions): () => Promise<Parts> {
  const retryMs = 60_000;
  let fetched: Promise<Parts['webChat']> | undefined;
  let triedAt = 0;
  const fetchAgain = (): Promise<Parts['webChat']> => {
    triedAt = Date.now();
    return packWebChat(webChat, log);
  };
  return async () => {
    fetched ??= fetchAgain();
    const [built, bundle] = await Promise.all([buildAssets(), fetched]);
    if ('missing' in bundle && Date.now() - triedAt > retryMs) fetched = fetchAgain();
    return { built, webChat: bundle };
  };
}

async function packWebChat(
  webChat: () => Promise<WebChatBundle>,
  log: PagesOptions['log'],
): Promise<Parts['webChat']> {
  const bundle = await webChat();
  if (bundle.kind === 'ready') return packAsset('webchat.js', bundle.script);
  log.warn({ reason: bundle.reason }, 'The chat page cannot open');
  return { missing: bundle.reason };
}

function loads(nonce: string, style: Asset, ...scripts: readonly Asset[]): PageParts {
  return { nonce, style: address(style), scripts: scripts.map(address) };
}

function address(asset: Asset): string {
  return `/assets/${asset.name}`;
}

function sendPage(req: Request, res: Response, policy: PagePolicy, render: (nonce: string) => string): void {
  const nonce = randomBytes(18).toString('base64url');
  res.writeHead(200, pageHeaders(req, nonce, policy));
  res.end(render(nonce));
}

function sendGone(res: Response): void {
  res.writeHead(404, { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  res.end('This file belongs to an older version of the page. Reload the page.\n');
}
