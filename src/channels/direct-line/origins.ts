import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Which web pages may talk to us: our own, and the configured ones that embed the widget. */
export type Origins = {
  /** True for a request from an allowed page, and for one that no page sent (no `Origin`). */
  allows(req: IncomingMessage): boolean;
  /** True when the page belongs to somebody else whom we allow. */
  isEmbedder(req: IncomingMessage): boolean;
  /** Cross-origin headers: an explicit origin, because `*` is not valid with credentials. */
  headers(req: IncomingMessage): Readonly<Record<string, string>>;
};

/** Browsers ask again after this long; two hours is the most that Chromium honours. */
const preflightLifetimeSeconds = 2 * 60 * 60;

export function createOrigins(allowed: readonly string[]): Origins {
  function isEmbedder(req: IncomingMessage): boolean {
    return req.headers.origin !== undefined && allowed.includes(req.headers.origin);
  }

  return {
    allows: (req) => req.headers.origin === undefined || isOwnPage(req) || isEmbedder(req),
    isEmbedder,
    headers(req): Readonly<Record<string, string>> {
      const { origin } = req.headers;
      if (origin === undefined || !(isOwnPage(req) || isEmbedder(req))) return { Vary: 'Origin' };
      return {
        Vary: 'Origin',
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
        // Every call of botframework-directlinejs carries `x-ms-bot-agent`, so every call is preflighted.
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, x-ms-bot-agent',
        'Access-Control-Max-Age': String(preflightLifetimeSeconds),
      };
    },
  };
}

/** The scheme is left out: behind a proxy that ends TLS, only the browser knows that it spoke https. */
function isOwnPage(req: IncomingMessage): boolean {
  const { host, origin } = req.headers;
  return host !== undefined && origin !== undefined && URL.parse(origin)?.host === host;
}

/**
 * Behind a proxy that ends TLS, the proxy says it, or else the page that asks. Their word is taken: who lies about it
 * only spoils their own cookie and address.
 */
export function isHttps(req: IncomingMessage): boolean {
  if (req.socket instanceof TLSSocket || req.headers['x-forwarded-proto'] === 'https') return true;
  const page = URL.parse(req.headers.origin ?? req.headers.referer ?? '');
  return page?.host === req.headers.host && page?.protocol === 'https:';
}

/** The address of this server as the client sees it, for example `https://chat.example.org`. */
export function addressOf(req: IncomingMessage, scheme: 'http' | 'ws' = 'http'): string {
  return `${scheme}${isHttps(req) ? 's' : ''}://${req.headers.host ?? 'localhost'}`;
}
