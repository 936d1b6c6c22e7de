import type { Request, Response } from 'restify';
import type * as z from 'zod';
import { createLimit } from '../../channels/limit.ts';
import { readJson } from '../../channels/read-json.ts';
import { mayActAs } from '../../handoff/desk/access.ts';
import type { ApiFailure, Role } from '../../handoff/desk/api.ts';
import { Refusal } from '../../handoff/desk/refusal.ts';
import { isFromElsewhere, isSameOrigin } from './origin.ts';
import type { Session, Sessions } from './session.ts';

export type Handler = (req: Request, res: Response) => Promise<void>;
type Answer<Asked> = (asked: Asked, req: Request, res: Response) => Promise<unknown>;

/** Every way into `/desk/api`. An answer is sent as JSON; `undefined` means that the answer was sent already. */
export type Guard = {
  read<Query extends z.ZodType>(
    role: Role,
    query: Query,
    answer: Answer<{ session: Session; query: z.output<Query> }>,
  ): Handler;
  change<Body extends z.ZodType>(
    role: Role,
    body: Body,
    answer: Answer<{ session: Session; body: z.output<Body> }>,
  ): Handler;
  /** A change whose body is no JSON; the answer reads it. */
  upload(role: Role, answer: Answer<{ session: Session }>): Handler;
};

/** Far beyond what hands do; a page that runs wild is stopped. */
const readsPerMinute = 900;
const changesPerMinute = 180;
const bodyBytes = 64_000;

export function createGuard(sessions: Sessions, publicUrl: string | undefined): Guard {
  const limitReads = createLimit(readsPerMinute, 'Too many questions');
  const limitChanges = createLimit(changesPerMinute, 'Too many changes');

  async function enter(req: Request, role: Role, limit: typeof limitReads): Promise<Session> {
    if (isFromElsewhere(req)) throw new Refusal('not-allowed', 'The desk answers its own page only.');
    const session = await sessions.find(req);
    if (session === undefined)
      throw new Refusal('signed-out', 'You are signed out. Sign in again; nothing that you sent is lost.');
    if (!mayActAs(session.viewer.role, role))
      throw new Refusal('not-allowed', `This needs the role ${role}. Ask an administrator of the desk.`);
    const excess = await limit(session.idHash);
    if (excess !== undefined) throw new Refusal('too-many', excess.message);
    return session;
  }

  async function enterToChange(req: Request, role: Role): Promise<Session> {
    if (req.headers['x-callcheck-desk'] !== '1' || !isSameOrigin(req, publicUrl))
      throw new Refusal(
        'not-allowed',
        'This change did not come from the desk’s own page, so it was not made.',
      );
    const session = await enter(req, role, limitChanges);
    await sessions.touch(session);
    return session;
  }

  return {
    read: (role, query, answer) =>
      handle(async (req, res) => {
        const session = await enter(req, role, limitReads);
        return await answer({ session, query: understand(query, queryOf(req)) }, req, res);
      }),
    change: (role, body, answer) =>
      handle(async (req, res) => {
        const session = await enterToChange(req, role);
        return await answer({ session, body: understand(body, await readBody(req)) }, req, res);
      }),
    upload: (role, answer) =>
      handle(async (req, res) => await answer({ session: await enterToChange(req, role) }, req, res)),
  };
}

/** Sends what comes back, or the refusal; anything else that is thrown goes on to the server, which tells nothing of it. */
export function handle(answer: (req: Request, res: Response) => Promise<unknown>): Handler {
  return async (req, res) => {
    try {
      const body = await answer(req, res);
      if (body !== undefined) sendJson(res, 200, body);
    } catch (error) {
      // What was not read would break the connection before the answer is.
      req.resume();
      if (!(error instanceof Refusal)) throw error;
      sendJson(res, statusOf[error.failure.code], { error: error.failure } satisfies ApiFailure);
    }
  };
}

export async function readBody(req: Request): Promise<unknown> {
  const result = await readJson(req, bodyBytes);
  if (result.kind === 'read') return result.body;
  throw new Refusal(result.status === 413 ? 'too-large' : 'not-understood', result.message);
}

/** Names the fields that are wrong; what stood in them is not repeated. */
export function understand<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw new Refusal(
    'not-understood',
    `The desk did not understand this: ${[...new Set(fields)].join(', ').slice(0, 200)}. Reload the page and try again.`,
  );
}

const statusOf: Readonly<Record<ApiFailure['error']['code'], number>> = {
  'signed-out': 401,
  'not-allowed': 403,
  'not-found': 404,
  'not-understood': 400,
  'too-large': 413,
  'too-many': 429,
  'refused-file': 422,
  taken: 409,
  'not-yours': 409,
  closed: 409,
  'no-case': 409,
  'too-late': 409,
  'own-check': 409,
  conflict: 409,
  failed: 500,
};

function sendJson(res: Response, status: number, body: unknown): void {
  res.setHeader('Cache-Control', 'no-store');
  res.send(status, body);
}

function queryOf(req: Request): Record<string, string> {
  const entries = [...new URL(req.url ?? '/', 'http://desk').searchParams];
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
