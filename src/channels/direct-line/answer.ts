import type { Response } from 'restify';
import type { Excess } from '../limit.ts';

/** What a route says back; `undefined` as body sends none. */
export type Answer = { status: number; body: unknown; headers?: Readonly<Record<string, string>> };

/** The error shape of Direct Line. `message` says what is wrong and what to do, and never repeats what was sent. */
export function refuse(
  status: 400 | 401 | 403 | 404 | 413 | 429 | 500,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body: { error: { code, message } }, headers };
}

export function refuseExcess({ message, retryAfterSeconds }: Excess): Answer {
  return refuse(429, 'Throttled', message, { 'Retry-After': String(retryAfterSeconds) });
}

/** Sends an answer as JSON that nobody keeps. `shared` are headers that every answer to this request has. */
export function sendAnswer(
  res: Response,
  { status, body, headers }: Answer,
  shared: Readonly<Record<string, string>>,
): void {
  res.sendRaw(status, JSON.stringify(body), {
    ...shared,
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...headers,
  });
}
