import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Request, Response, Server } from 'restify';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import { packAsset, type Asset } from '../assets.ts';
import { sendAsset } from '../send-asset.ts';
import { sendPlainPage, teamsHosts } from './plain-page.ts';
import type { Sessions } from './session.ts';
import { pages } from './words.ts';

export type PageOptions = Pick<DeskOptions, 'log'> & {
  sessions: Sessions;
  /** Where the built page lies; `build/desk` of this program when left out. */
  folder?: string;
  /** Builds it when it is not there; rejects when that does not work. */
  build?: () => Promise<void>;
};

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Serves the desk's page to whoever is signed in, and its files. Everything else under `/desk` opens the page too. */
export function mountDeskPage(server: Server, options: PageOptions): void {
  const { sessions, folder = join(root, 'build/desk') } = options;
  const site = prepareSite({ ...options, folder });
  server.server.once('listening', () => void site());

  const open = async (req: Request, res: Response): Promise<void> => {
    if ((await sessions.find(req)) === undefined) return askToSignIn(req, res);
    const state = await site();
    if (typeof state === 'string') return sendPlainPage(res, pages[state]);
    sendPage(res, state.html);
  };
  server.get('/desk', open);
  server.get('/desk/*', async (req, res) => {
    const path = req.getPath();
    if (path.startsWith('/desk/api/'))
      return void res.send(404, {
        error: { code: 'not-found', message: 'There is nothing at this address.' },
      });
    const state = await site();
    const asset = typeof state === 'string' ? undefined : state.assets.get(path);
    if (asset !== undefined) return sendAsset(req, res, await asset(), forEver);
    if (extname(path) !== '') return sendPlainPage(res, gone);
    await open(req, res);
  });
}

/** Builds the page in a process of its own: the bundler would stop every conversation while it works. */
export async function buildDesk(): Promise<void> {
  const bundler = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  const child = spawn(process.execPath, [bundler, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0)
    throw new Error(`The desk’s page could not be built, so the desk cannot open: ${said.trim()}`);
}

type Site = { html: string; assets: ReadonlyMap<string, () => Promise<Asset>> };
type State = Site | 'preparing' | 'notBuilt';

/** The page as it lies on disk. Not there, it is built once; until then, and when that fails, there is a word to say. */
function prepareSite(options: PageOptions & { folder: string }): () => Promise<State> {
  const { folder, build = buildDesk, log } = options;
  let state: State = 'preparing';
  const prepare = async (): Promise<void> => {
    try {
      await build();
      state = await readSite(folder);
    } catch (error) {
      log.error({ err: error }, 'the desk is not built');
      state = 'notBuilt';
    }
  };
  const look = async (): Promise<void> => {
    const there = await readSite(folder).catch(() => undefined);
    if (there === undefined) void prepare();
    else state = there;
  };
  // Whoever asks while the first one looks waits for that look: two would build twice.
  let looked: Promise<void> | undefined;
  return async () => {
    await (looked ??= look());
    return state;
  };
}

async function readSite(folder: string): Promise<Site> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== 'index.html');
  return {
    html,
    assets: new Map(
      files.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        const address = `/desk${path.slice(folder.length).replaceAll('\\', '/')}`;
        return [address, once(() => pack(path))];
      }),
    ),
  };
}

/** Packed when it is first asked for: compressing a megabyte takes a moment. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function pack(path: string): Promise<Asset> {
  const extension = extname(path).slice(1);
  const asset = await packAsset(`desk.${extension}`, await readFile(path));
  return { ...asset, type: types[extension] ?? asset.type };
}

const types: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json',
  mp3: 'audio/mpeg',
};

/** Names carry hashes of the content. */
const forEver = { 'Cache-Control': `public, max-age=${365 * 24 * 60 * 60}, immutable` };

const gone = {
  status: 404,
  heading: 'This file is gone',
  lines: ['It belongs to an older version of the desk. Reload the page.'],
};

/** In a frame there is no going to the provider: it refuses to be shown there. */
function askToSignIn(req: Request, res: Response): void {
  const target = req.headers['sec-fetch-dest'];
  if (target === 'iframe' || target === 'frame') return sendPlainPage(res, pages.framed);
  res.writeHead(302, {
    Location: `/desk/sign-in?to=${encodeURIComponent(req.getPath())}`,
    'Cache-Control': 'no-store',
  });
  res.end();
}

/** Only what carries this answer's nonce or lies beside the page runs; style elements made by script carry it too. */
function sendPage(res: Response, html: string): void {
  const nonce = randomBytes(18).toString('base64url');
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      `frame-ancestors 'self' ${teamsHosts.join(' ')}`,
      "base-uri 'none'",
      "object-src 'none'",
      "form-action 'none'",
    ].join('; '),
  });
  res.end(html.replaceAll('__nonce__', nonce));
}
