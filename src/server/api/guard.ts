import type { Request, Response } from 'restify';
import type * as z from 'zod';
import { createLimit, type Excess } from '../../channels/limit.ts';
import { readJson } from '../../channels/read-json.ts';
import type { ApiStorage, StoredKey } from '../../storage/api-port.ts';
import { isSecretOf, readToken, type Scope } from './key.ts';
import { failures, Refusal } from './refusal.ts';

export type Key = Pick<StoredKey, 'id' | 'name' | 'client'>;
type Handler = (req: Request, res: Response) => Promise<void>;
type Answer = { status: 200 | 201; body: unknown; location?: string };

/** Every way into the interface that needs a key. */
export type Guard = {
  read(scope: Scope, answer: (key: Key, req: Request) => Promise<Answer>): Handler;
  take<Body extends z.ZodType>(
    scope: Scope,
    schema: Body,
    answer: (key: Key, body: z.output<Body>, req: Request) => Promise<Answer>,
  ): Handler;
};

export type GuardOptions = {
  storage: Pick<ApiStorage, 'readKey' | 'touchKey'>;
  /** Clients that are served; a key of another one opens nothing. */
  clients: readonly string[];
  /** How often one key may ask in a minute. */
  perMinute: number;
  now: () => Date;
};

/** Room for the longest story as escaped JSON, with all else around it. */
const bodyBytes = 64 * 1024;
/** Nobody guesses a key; this only keeps a system with an old one from asking without end. */
const wrongPerMinute = 60;
/** When a key was used last is kept to the minute. */
const touchMs = 60_000;

export function createGuard({ storage, clients, perMinute, now }: GuardOptions): Guard {
  const limitKey = createLimit(perMinute, 'Too many requests with this key');
  const limitWrong = createLimit(wrongPerMinute, 'Too many requests without a key that works');

  async function enter(req: Request, scope: Scope): Promise<Key> {
    const key = await findKey(storage, req);
    if (key === undefined) {
      throwIfTooMany(await limitWrong(req.socket.remoteAddress ?? ''));
      throw new Refusal(
        'no-key',
        'There is no key in this request, or it is unknown or revoked. Send `Authorization: Bearer cck_...`; `npm run -s keys -- add` makes a key.',
      );
    }
    throwIfTooMany(await limitKey(key.id));
    if (!key.scopes.includes(scope))
      throw new Refusal(
        'not-allowed',
        `This needs a key with the scope ${scope}. This one has ${listOf(key)}.`,
      );
    if (!clients.includes(key.client))
      throw new Refusal('not-allowed', `The client ${key.client} of this key is not served here any more.`);
    const at = now();
    if (at.getTime() - Date.parse(key.lastUsedAt ?? '1970-01-01T00:00:00Z') >= touchMs)
      await storage.touchKey(key.id, at.toISOString());
    return key;
  }

  return {
    read: (scope, answer) => handle(async (req) => await answer(await enter(req, scope), req)),
    take: (scope, schema, answer) =>
      handle(async (req) => {
        const key = await enter(req, scope);
        return await answer(key, understand(schema, await readBody(req)), req);
      }),
  };
}

async function findKey(storage: GuardOptions['storage'], req: Request): Promise<StoredKey | undefined> {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  const shown = readToken(token);
  const key = shown && (await storage.readKey(shown.id));
  const isGood = key && key.revokedAt === null && isSecretOf(shown.secret, key.secretHash);
  return isGood ? key : undefined;
}

function listOf({ scopes }: StoredKey): string {
  return scopes.length === 0 ? 'none' : scopes.join(', ');
}

function throwIfTooMany(excess: Excess | undefined): void {
  if (excess !== undefined) throw new Refusal('too-many', excess.message, excess.retryAfterSeconds);
}

/** Sends what comes back, or the refusal; anything else that is thrown goes on to the server, which tells nothing of it. */
function handle(answer: (req: Request) => Promise<Answer>): Handler {
  return async (req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    try {
      const { status, body, location } = await answer(req);
      if (location !== undefined) res.setHeader('Location', location);
      res.send(status, body);
    } catch (error) {
      // What was not read would break the connection before the answer is.
      req.resume();
      if (!(error instanceof Refusal)) throw error;
      refuse(res, error);
    }
  };
}

function refuse(res: Response, { code, message, retryAfterSeconds }: Refusal): void {
  if (code === 'no-key') res.setHeader('WWW-Authenticate', 'Bearer realm="callcheck"');
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
  res.send(failures[code].status, { error: { code, message } });
}

async function readBody(req: Request): Promise<unknown> {
  const result = await readJson(req, bodyBytes);
  if (result.kind === 'read') return result.body;
  throw new Refusal(result.status === 413 ? 'too-large' : 'not-understood', result.message);
}

const mostFaults = 10;

/** Names every field that is wrong and why; what stood in it is not repeated. */
function understand<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, mostFaults)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the body'}: ${message}`);
  throw new Refusal(
    'not-understood',
    `Nothing was done. ${faults.join('; ').slice(0, 1000)}. See /api/v1/openapi.json.`,
  );
}
