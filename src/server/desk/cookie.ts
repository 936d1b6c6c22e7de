import type { Request } from 'restify';

/** `framed`: the page is inside another site's, as a Teams tab is, where a browser keeps cookies apart for each outer site. */
export type CookieRules = { secure: boolean; framed?: boolean; maxAgeSeconds?: number };

/** A cookie that no script reads and no other path gets. */
export function writeCookie(name: string, value: string, rules: CookieRules): string {
  const { secure, framed = false, maxAgeSeconds } = rules;
  const parts = [`${name}=${value}`, 'Path=/desk', 'HttpOnly'];
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  parts.push(
    framed && secure ? 'SameSite=None; Secure; Partitioned' : `SameSite=Lax${secure ? '; Secure' : ''}`,
  );
  return parts.join('; ');
}

/** Every value under this name: beside a partitioned cookie there can be an ordinary one. */
export function readCookies(req: Request, name: string): string[] {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}
