import { tellSignedOut } from './session.ts';

/** What the server said no with; `holder` or `by` is who was first. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly holder: string | undefined;
  constructor(status: number, code: string, message: string, holder: string | undefined) {
    super(message);
    this.status = status;
    this.code = code;
    this.holder = holder;
  }
}

/** The line is down, or the server is. Nothing is known about what became of the request. */
export class Unreached extends Error {}

const base = '/desk/api';
/** Only our own page can set this header, so a change without it was not asked for by the technician. */
const ours = { 'x-callcheck-desk': '1' };
const givesUpAfterMs = 30_000;

export const read = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  call<Answer>(path, { ...(signal && { signal }) });

export const send = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  call<Answer>(path, {
    method: 'POST',
    headers: { ...ours, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export function upload<Answer>(path: string, file: File): Promise<Answer> {
  const form = new FormData();
  form.append('file', file, file.name);
  return call<Answer>(path, { method: 'POST', headers: ours, body: form });
}

/** Where a file or a table is fetched from by a link. */
export const addressOf = (path: string): string => `${base}${path}`;

async function call<Answer>(path: string, options: RequestInit): Promise<Answer> {
  const response = await reach(path, options);
  const body = await readBody(response);
  // The server checked what it heard and says what the contract promises; this page is of the same build.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (response.ok) return body as Answer;
  // A server that is starting or busy is no answer to what was asked.
  if (response.status >= 500) throw new Unreached(describe(body) ?? `The desk answered ${response.status}.`);
  if (response.status === 401) tellSignedOut();
  throw refusalOf(response.status, body);
}

async function reach(path: string, options: RequestInit): Promise<Response> {
  const limit = AbortSignal.timeout(givesUpAfterMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  try {
    return await fetch(`${base}${path}`, { credentials: 'same-origin', ...options, signal });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreached('The desk cannot be reached just now.');
  }
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return response.status === 204 ? undefined : await response.json();
  } catch {
    return undefined;
  }
}

function refusalOf(status: number, body: unknown): Refusal {
  const error = field(body, 'error');
  const holder = field(field(error, 'holder'), 'name') ?? field(error, 'by');
  return new Refusal(
    status,
    textOf(field(error, 'code')) ?? String(status),
    describe(body) ?? `The desk refused this (${status}).`,
    textOf(holder),
  );
}

/** What a proxy in between answers is not ours, so nothing is taken for granted. */
function describe(body: unknown): string | undefined {
  return textOf(field(field(body, 'error'), 'message'));
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
