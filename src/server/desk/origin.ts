import type { Request } from 'restify';

/** Who reaches the server straight from this computer: the address is loopback, and no proxy stands between. */
export function isFromHere(req: Request): boolean {
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLocal = address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
  return isLocal && !forwarded.some((name) => req.headers[name] !== undefined) && isLocalHost(hostOf(req));
}

/** A proxy on this computer makes everybody look local, so what it adds counts; so does a name that only points here. */
const forwarded = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/**
 * Where browsers find this server. Without a public address only this computer is known by name: any other Host header could
 * send somebody's sign-in elsewhere.
 */
export function baseOf(req: Request, publicUrl: string | undefined): string | undefined {
  if (publicUrl !== undefined) return publicUrl;
  const host = hostOf(req);
  return isLocalHost(host) ? `http://${host}` : undefined;
}

/** Whether a change comes from a page of this very server. Browsers say so in headers that no page can set. */
export function isSameOrigin(req: Request, publicUrl: string | undefined): boolean {
  const { origin, 'sec-fetch-site': site } = req.headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (typeof origin !== 'string') return site === 'same-origin';
  if (origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === hostOf(req);
}

/** Whether another site's page made the browser ask. */
export function isFromElsewhere(req: Request): boolean {
  const site = req.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function hostOf(req: Request): string {
  return (req.headers.host ?? '').toLowerCase();
}

function isLocalHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d{1,5})?$/.test(host);
}
