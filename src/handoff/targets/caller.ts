import { DeliveryFailure } from '../outbox/port.ts';
import type { Connector, ConnectorAction, ConnectorRequest } from './connector.ts';
import type { Http } from './http.ts';
import { pickList, pickText, render, renderText, type Values } from './template.ts';

export type FileBytes = { name: string; type: string; bytes: Uint8Array };
export type CallWith = { values: Values; signal: AbortSignal; file?: FileBytes };

/** Speaks to one ticket system as its connector says. Both give the answer's JSON. */
export type Caller = {
  ask(request: ConnectorRequest, given: CallWith): Promise<unknown>;
  act(action: ConnectorAction, given: CallWith): Promise<unknown>;
};

/** `fixed` are the values that are the same in every call: address, fields and secrets. */
export function createCaller(connector: Connector, fixed: Values, http: Http): Caller {
  const token = connector.auth.kind === 'oauth' ? createToken(connector.auth, fixed, http) : undefined;
  let zone: Promise<string> | undefined;

  async function ask(request: ConnectorRequest, { values, signal, file }: CallWith): Promise<unknown> {
    if (connector.zone !== undefined) zone ??= findZone(connector.zone, fixed, http, signal);
    try {
      const all = { ...fixed, ...values, zone: await zone };
      const { contentType, body } = bodyOf(request, all, file);
      const headers = {
        accept: 'application/json',
        ...texts(connector.headers, all),
        ...(await authHeaders(connector, all, token, signal)),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...texts(request.headers, all),
      };
      const sent = { method: request.method, url: urlOf(connector.base, request.path, all), headers };
      const answer = await http(body === undefined ? sent : { ...sent, body }, signal);
      return answer.json;
    } catch (error) {
      if (error instanceof DeliveryFailure && error.status === 401) token?.forget();
      if (zone !== undefined) await zone.catch(() => (zone = undefined));
      throw error;
    }
  }

  return {
    ask,
    async act({ first, request }, given) {
      if (first === undefined) return await ask(request, given);
      const answer = await ask(first.request, given);
      const taken = take(first, answer, { ...fixed, ...given.values });
      return await ask(request, { ...given, values: { ...given.values, first: taken } });
    },
  };
}

function take(
  { items, where, take: path }: NonNullable<ConnectorAction['first']>,
  answer: unknown,
  values: Values,
): string {
  const conditions = Object.entries(texts(where, values));
  const list = items === undefined ? [answer] : pickList(answer, items);
  const entry = list.find((one) =>
    conditions.every(([at, is]) => pickText(one, at)?.toLowerCase() === is.toLowerCase()),
  );
  const taken = pickText(entry, path);
  if (taken !== undefined) return taken;
  const wanted = conditions.map(([at, is]) => `${at} = ${is}`).join(', ');
  throw new DeliveryFailure(
    'refused',
    `The ticket system offers nothing where ${wanted}. Look at the fields of the target.`,
  );
}

type Token = { get(signal: AbortSignal): Promise<string>; forget(): void };

/** Client credentials (RFC 6749, section 4.4). Kept until shortly before it ends. */
function createToken(auth: Extract<Connector['auth'], { kind: 'oauth' }>, fixed: Values, http: Http): Token {
  let kept: { text: string; untilMs: number } | undefined;
  return {
    forget: () => (kept = undefined),
    async get(signal) {
      if (kept !== undefined && performance.now() < kept.untilMs) return kept.text;
      const body = new URLSearchParams(texts(auth.form, fixed)).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      const url = urlOf('', auth.path, fixed);
      const { json } = await http({ method: 'POST', url, headers, body }, signal).catch(neverHappened);
      const text = pickText(json, auth.token);
      if (text === undefined)
        throw new DeliveryFailure('later', `${url.host} gave no token. Look at the secrets of the target.`);
      const lifetimeMs = Number(pickText(json, auth.lifetime) ?? 600) * 1000;
      kept = { text, untilMs: performance.now() + lifetimeMs * 0.9 - 5_000 };
      return text;
    },
  };
}

/** Before a sign-in is through, nothing has happened to a ticket, whatever went wrong. */
function neverHappened(error: unknown): never {
  if (!(error instanceof DeliveryFailure)) throw error;
  const { afterMs, status } = error;
  const facts = {
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(status === undefined ? {} : { status }),
  };
  throw new DeliveryFailure('later', error.message, { ...facts, cause: error });
}

async function findZone(
  { path, at }: NonNullable<Connector['zone']>,
  fixed: Values,
  http: Http,
  signal: AbortSignal,
): Promise<string> {
  const asked = urlOf('', path, fixed);
  const { json } = await http(
    { method: 'GET', url: asked, headers: { accept: 'application/json' } },
    signal,
  ).catch(neverHappened);
  const zone = pickText(json, at);
  if (zone === undefined || !URL.canParse(zone) || !isSister(new URL(zone), asked))
    throw new DeliveryFailure('refused', notSister(asked.host, zone));
  return zone;
}

/** The same host, or one beside it in the same domain: secrets go there. */
function isSister(found: URL, asked: URL): boolean {
  const domain = asked.hostname.split('.').slice(1).join('.');
  const isName = /[a-z]$/i.test(asked.hostname);
  const beside = isName && domain.includes('.') && found.hostname.endsWith(`.${domain}`);
  return found.protocol === asked.protocol && (found.host === asked.host || beside);
}

function notSister(asked: string, found: string | undefined): string {
  return (
    `${asked} named ${found ?? 'nothing'} as the server of this account, which is no server beside it, so no password was ` +
    `sent there. Check the address and the user of the target.`
  );
}

async function authHeaders(
  { auth }: Connector,
  values: Values,
  token: Token | undefined,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  switch (auth.kind) {
    case 'basic': {
      const pair = `${renderText(auth.user, values)}:${renderText(auth.password, values)}`;
      return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    }
    case 'headers':
      return texts(auth.headers, values);
    case 'oauth':
      return { authorization: `Bearer ${await token?.get(signal)}` };
  }
}

function urlOf(base: string, path: string, values: Values): URL {
  const start = (renderText(base, values) ?? '').replace(/\/$/, '');
  const isWhole = path.startsWith('{url}');
  const url = isWhole ? (values['url'] ?? '').replace(/\/$/, '') : start;
  return new URL(url + renderText(isWhole ? path.slice('{url}'.length) : path, values, encodeURIComponent));
}

function bodyOf(
  request: ConnectorRequest,
  values: Values,
  file: FileBytes | undefined,
): { contentType?: string; body?: string | Uint8Array } {
  if (request.json !== undefined)
    return { contentType: 'application/json', body: JSON.stringify(render(request.json, values)) };
  if (request.bytes && file !== undefined) return { contentType: file.type, body: file.bytes };
  if (request.multipart !== undefined && file !== undefined) return formOf(request.multipart, values, file);
  return {};
}

function formOf(
  { file: part, fields }: NonNullable<ConnectorRequest['multipart']>,
  values: Values,
  file: FileBytes,
) {
  const boundary = `callcheck-${crypto.randomUUID()}`;
  const head = Object.entries(texts(fields, values)).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const opening = `--${boundary}\r\ncontent-disposition: form-data; name="${part}"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(head.join('') + opening),
    file.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

function texts(templates: Readonly<Record<string, string>>, values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([name, template]) => {
      const value = renderText(template, values);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
