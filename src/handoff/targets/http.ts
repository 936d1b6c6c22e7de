import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { DeliveryFailure } from '../outbox/port.ts';
import { publicAddress, type Address, type Resolve } from './address.ts';

export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
};
/** `json` is undefined when the answer is none. */
export type HttpAnswer = { status: number; json: unknown };

/** Sends one request and gives back a good answer. Rejects with a `DeliveryFailure` for anything but a 2xx. */
export type Http = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

const timeoutMs = 10_000;
const largestAnswer = 4_000_000;

/** Connects to the address that was checked and to no other, follows no redirect, and reads no endless answer. */
export function createHttp({ allowPrivate, resolve }: { allowPrivate: boolean; resolve: Resolve }): Http {
  return async (request, signal) => {
    const address = await publicAddress(request.url, allowPrivate, resolve);
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const answer = await send(request, address, deadline);
    const text = await readAnswer(answer, request.url);
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) throw failureOf(status, answer, request, text);
    return { status, json: parseJson(text) };
  };
}

function send(
  { method, url, headers, body }: HttpRequest,
  address: Address,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const open = url.protocol === 'https:' ? requestSecure : requestPlain;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options = {
    method,
    headers: { 'user-agent': 'Callcheck', ...headers, ...length },
    agent: false,
    signal,
  };
  const sent = open(url, { ...options, lookup: pinTo(address) }, resolve);
  let connected = false;
  sent.on('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
  });
  sent.on('error', (error) => reject(notReached(url, error, connected)));
  sent.end(body);
  return promise;
}

/** Whatever name is asked for, this address is the answer. */
function pinTo({ address, family }: Address): LookupFunction {
  return (_name, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

async function readAnswer(answer: IncomingMessage, url: URL): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > largestAnswer) throw new Error(`more than ${largestAnswer} bytes`);
      parts.push(part);
    }
  } catch (error) {
    answer.destroy();
    throw notReached(url, error, true);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notReached({ host }: URL, error: unknown, connected: boolean): DeliveryFailure {
  const why = error instanceof Error ? error.message : String(error);
  const happened = connected ? 'unknown' : 'no';
  return new DeliveryFailure('later', `${host} gave no answer: ${why}`, { happened, cause: error });
}

/** Statuses that say: not now. Everything else from 400 to 499 would be the same next time. */
const notNow: ReadonlySet<number> = new Set([401, 403, 408, 423, 425, 429]);

function failureOf(
  status: number,
  answer: IncomingMessage,
  { method, url }: HttpRequest,
  text: string,
): DeliveryFailure {
  const said = text.replaceAll(/\s+/g, ' ').slice(0, 200);
  const what = `${url.host} answered ${status} to ${method} ${url.pathname}: ${said}`;
  if (status >= 300 && status < 400)
    return new DeliveryFailure(
      'refused',
      `${what} Redirects are not followed: put the final address into the settings.`,
      {
        status,
      },
    );
  if (status >= 500 || status === 408)
    return new DeliveryFailure('later', what, { happened: 'unknown', status, ...waitOf(answer) });
  return new DeliveryFailure(notNow.has(status) ? 'later' : 'refused', what, { status, ...waitOf(answer) });
}

const longestWaitMs = 6 * 3_600_000;

/** `Retry-After`, as seconds or as a date. */
function waitOf({ headers }: IncomingMessage): { afterMs?: number } {
  const asked = headers['retry-after'];
  if (asked === undefined) return {};
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isFinite(ms) ? { afterMs: Math.min(longestWaitMs, Math.max(0, ms)) } : {};
}
