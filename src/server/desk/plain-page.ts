import { randomBytes } from 'node:crypto';
import type { Response } from 'restify';
import { escapeHtml } from '../../web/escape-html.ts';

/** Where a Teams tab can be: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements (2025-11). */
export const teamsHosts = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.office.com',
  'https://*.microsoft365.com',
] as const;

export type PlainPage = {
  status?: number;
  heading: string;
  lines: readonly string[];
  link?: { to: string; label: string };
  /** A button that runs `script`. */
  button?: string;
  /** Our own text alone: nothing of a request is ever put into it. */
  script?: string;
  /** The path of a script of ours besides. */
  load?: string;
  /** Seconds until it looks again. */
  again?: number;
};

/** A page of words, for what comes before and beside the desk itself. */
export function sendPlainPage(res: Response, page: PlainPage): void {
  const nonce = randomBytes(18).toString('base64url');
  res.writeHead(page.status ?? 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      `frame-ancestors 'self' ${teamsHosts.join(' ')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  });
  res.end(render(page, nonce));
}

function render({ heading, lines, link, button, script, load, again }: PlainPage, nonce: string): string {
  const parts = [
    `<h1>${escapeHtml(heading)}</h1>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    link ? `<p><a href="${escapeHtml(link.to)}">${escapeHtml(link.label)}</a></p>` : '',
    button === undefined
      ? ''
      : `<p><button type="button" id="go">${escapeHtml(button)}</button></p><p id="said" role="status"></p>`,
    script === undefined ? '' : `<script nonce="${nonce}">${script}</script>`,
    load === undefined ? '' : `<script nonce="${nonce}" src="${load}"></script>`,
  ];
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${again === undefined ? '' : `<meta http-equiv="refresh" content="${again}">`}
<title>${escapeHtml(heading)}</title>
<style nonce="${nonce}">body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style>
</head>
<body><main>${parts.join('\n')}</main></body>
</html>
`;
}
