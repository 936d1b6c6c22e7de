import type { Request } from 'restify';

/** Who may frame the pages, and where the chat may connect to besides this server. */
export type PagePolicy = { framedBy: readonly string[]; connectTo: readonly string[] };

/** Hosts of Azure's Direct Line, needed only when it carries the chat instead of this server. */
export const azureDirectLine = [
  'https://*.botframework.com',
  'wss://*.botframework.com',
  'https://*.botframework.azure.us',
  'wss://*.botframework.azure.us',
] as const;

/** Web Chat adds one empty style element without a nonce; this is the hash of nothing, so nothing else gets through. */
const emptyStyle = `'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`;

/**
 * Headers of a page: only what carries this response's nonce runs, nothing loads from elsewhere, and only the
 * configured origins may frame it. Web Chat starts its own scripts and styles, hence the nonce and `strict-dynamic`.
 */
export function pageHeaders(req: Request, nonce: string, policy: PagePolicy): Record<string, string> {
  const rules = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}' ${emptyStyle}`,
    `img-src 'self' data: blob:`,
    // The chat reads what somebody picked to send as a blob, and makes small copies in a worker.
    `connect-src ${["'self'", 'blob:', ...ownSockets(req), ...policy.connectTo].join(' ')}`,
    `worker-src blob:`,
    `frame-src 'self'`,
    `frame-ancestors ${["'self'", ...policy.framedBy].join(' ')}`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `form-action 'none'`,
  ];
  return {
    ...commonHeaders,
    ...closedHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': rules.join('; '),
    'Cache-Control': 'no-store',
  };
}

/**
 * Headers of a page that is the same for everybody. Its `policy` names its own code by hashes: a nonce would be of another
 * answer when the browser shows the page it kept.
 */
export function keptPageHeaders(policy: string): Record<string, string> {
  return {
    ...commonHeaders,
    ...closedHeaders,
    'Content-Security-Policy': `${policy}; frame-ancestors 'self'`,
    'Cache-Control': 'no-cache',
  };
}

const closedHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

export const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
} as const;

/** Older browsers do not count a WebSocket to the same host as 'self', so it is named. An odd Host names nothing. */
function ownSockets(req: Request): string[] {
  const host = req.headers.host ?? '';
  return /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
}
