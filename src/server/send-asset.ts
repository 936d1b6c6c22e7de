import type { Request, Response } from 'restify';
import type { Asset } from './assets.ts';
import { commonHeaders } from './page-headers.ts';

/** Sends a file as the browser can read it, or nothing but 304 when the browser has it. `rules` are the headers of its own. */
export function sendAsset(req: Request, res: Response, asset: Asset, rules: Record<string, string>): void {
  const encoding = (['br', 'gzip'] as const).find((name) => req.acceptsEncoding(name)) ?? 'identity';
  const headers = {
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...commonHeaders,
    ...rules,
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
  };
  if (req.headers['if-none-match'] === asset.etag) {
    res.writeHead(304, headers);
    res.end();
    return;
  }
  const body = asset.bodies[encoding];
  res.writeHead(200, {
    ...headers,
    'Content-Type': asset.type,
    'Content-Length': body.length,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
  res.end(body);
}
