import { STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'restify';
import type { Request, Response, Server } from 'restify';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';

export type HttpServer = {
  /** Where routes are added. Handlers are async with two arguments: a throw in any other kind ends the process. */
  restify: Server;
  /** Resolves with the port when connections are accepted. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connections and resolves when the running requests have ended, or after `patienceMs`. */
  close(patienceMs?: number): Promise<void>;
};

/** An answer that is no page may load nothing and be framed by nobody; pages set their own policy. */
const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * A connection lies idle so long before we close it: longer than a proxy in front keeps one, or the proxy now and then sends a request
 * into a connection that we are closing, and staff see "bad gateway". Azure's load balancer waits four minutes, nginx one.
 * https://learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset
 */
const keepAliveMs = 250_000;

/** The HTTP server with everything that holds for all routes: headers, errors that tell nothing, measures. */
export function createHttpServer({ log, metrics }: { log: Log; metrics: Metrics }): HttpServer {
  const restify = createServer({ name: '' });
  restify.server.keepAliveTimeout = keepAliveMs;
  // What restify says of a request holds its headers, tokens and all, and goes past our own log.
  Object.assign(restify.log, { level: 'silent' });
  restify.pre(async (req: Request, res: Response) => {
    refuseUnreadable(req);
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.removeHeader('Server');
  });
  restify.on('restifyError', (req: Request, _res: Response, error: unknown, done: () => void) => {
    hideError(error, req, log);
    done();
  });
  restify.on('after', (req: Request, res: Response, route: { path?: unknown } | undefined) => {
    const path = typeof route?.path === 'string' ? route.path : 'none';
    metrics.requestEnded(req.method ?? 'none', path, res.statusCode, Date.now() - req.time());
  });
  return {
    restify,
    listen: async (port, host) => await listen(restify, port, host),
    close: async (patienceMs = 10_000) => await close(restify, patienceMs),
  };
}

/**
 * Restify reads the address, which holds the Host header, where a throw ends the process: one odd header would stop the
 * server for everybody. So it is read here first, as Restify will.
 */
function refuseUnreadable({ url = '/', headers: { host } }: Request): void {
  const base = `http://${host === undefined || host === '' ? 'localhost' : host}`;
  const readable = url.startsWith('/') ? URL.canParse(base + url) : URL.canParse(url, base);
  if (!readable)
    throw Object.assign(new Error('The address or the Host header is none'), { statusCode: 400 });
}

/** Restify sends an error's own words, which can hold anything; the sender gets the status in words instead. */
function hideError(error: unknown, req: Request, log: Log): void {
  if (!(error instanceof Error)) return;
  const status = statusOf(error);
  if (status >= 500) log.error({ err: error, method: req.method }, 'a request failed');
  const body = { error: { code: codeOf(status), message: messageOf(status) } };
  Object.assign(error, {
    statusCode: status,
    toJSON: () => body,
    toString: () => JSON.stringify(body),
  });
}

function statusOf(error: Error): number {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? 'Error').replaceAll(/[^A-Za-z]/g, '');
}

function messageOf(status: number): string {
  if (status === 404) return 'There is nothing at this address.';
  if (status === 405) return 'This address does not take this method.';
  return status >= 500
    ? 'Something went wrong on the server. Try again in a moment.'
    : 'The request was refused.';
}

async function listen(restify: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    restify.server.once('error', reject);
    restify.listen(port, host, () => {
      restify.server.off('error', reject);
      resolve();
    });
  });
  const address: string | AddressInfo | null = restify.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** A kept-alive connection counts as open until it is closed, so those that fall idle are closed as we wait. */
async function close(restify: Server, patienceMs: number): Promise<void> {
  const { server } = restify;
  const closeIdle = setInterval(() => server.closeIdleConnections(), 20);
  const impatient = setTimeout(() => server.closeAllConnections(), patienceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(closeIdle);
  clearTimeout(impatient);
}
