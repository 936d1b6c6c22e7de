import { createHash } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import * as z from 'zod';
import { createLimit } from '../../channels/limit.ts';
import { accessOf } from '../../handoff/desk/access.ts';
import { Refusal } from '../../handoff/desk/refusal.ts';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import { readCookies, writeCookie } from './cookie.ts';
import { handle, readBody, understand } from './guard.ts';
import { createOneTimeCodes } from './one-time.ts';
import { baseOf, isFromHere, isSameOrigin } from './origin.ts';
import { sendPlainPage } from './plain-page.ts';
import { createProvider, type Begun, type Provider, type SignedIn, type SignInSettings } from './provider.ts';
import { sessionCookie, type Means, type Sessions } from './session.ts';
import { pages, popUpDone } from './words.ts';

export type SignInOptions = Pick<DeskOptions, 'settings' | 'now' | 'log'> & {
  storage: DeskStorage;
  sessions: Sessions;
  publicUrl: string | undefined;
  secret: (name: string) => string | undefined;
  /** What staff call whoever answers them, when nobody set up a sign-in. */
  localName: string;
  /** Shows the path of a new one-time link to whoever runs the program, and nobody else. */
  announce: (path: string) => void;
};

export type DeskSignIn = {
  mount(server: Server): void;
  /** The path of a link that signs in once, on this computer; `undefined` when a sign-in is set up. */
  newLink(): string | undefined;
};

const linkMs = 10 * 60 * 1000;
const awayMs = 10 * 60 * 1000;
const popUpMs = 60 * 1000;
const startCookie = 'callcheck-desk-start';
const attemptsPerMinute = 30;

type Away = { begun: Begun; to: string; popUp: boolean };

/** Every way to sign in at the desk, and nothing else: what somebody may do then is decided at each request. */
export function createDeskSignIn(options: SignInOptions): DeskSignIn {
  const { settings, sessions, publicUrl, secret, now } = options;
  const { signIn } = settings;
  const secure = publicUrl?.startsWith('https:') === true;
  const links = createOneTimeCodes<true>(linkMs, now);
  const away = createOneTimeCodes<Away>(awayMs, now);
  const popUps = createOneTimeCodes<{ person: string }>(popUpMs, now);
  const limit = createLimit(attemptsPerMinute, 'Too many tries to sign in');

  function newLink(): string | undefined {
    return signIn === undefined ? `/desk/sign-in/once?code=${links.issue(true)}` : undefined;
  }

  /** A page for people, whatever goes wrong. */
  function page(answer: (req: Request, res: Response) => Promise<void>) {
    return async (req: Request, res: Response): Promise<void> => {
      if ((await limit(req.socket.remoteAddress ?? '')) !== undefined)
        return sendPlainPage(res, pages.tooMany);
      await answer(req, res);
    };
  }

  /** A new session every time: one that somebody slipped into the browser beforehand is worth nothing. */
  async function admit(
    req: Request,
    res: Response,
    person: string,
    means: Means,
    framed = false,
  ): Promise<void> {
    const before = await sessions.find(req);
    if (before !== undefined) await sessions.end(before);
    res.setHeader(
      'Set-Cookie',
      writeCookie(sessionCookie, await sessions.begin(person, means, req), { secure, framed }),
    );
  }

  function mountLink(server: Server): void {
    server.get(
      '/desk/sign-in',
      page(async (_req, res) => sendPlainPage(res, pages.askForLink)),
    );
    server.get(
      '/desk/sign-in/once',
      page(async (req, res) => {
        if (!isFromHere(req)) return sendPlainPage(res, pages.notFromHere);
        const code = queryOf(req).get('code') ?? '';
        if (links.redeem(code) === undefined) return sendPlainPage(res, pages.linkSpent);
        const person = await meetLocal(options);
        await admit(req, res, person, 'link');
        redirect(res, '/desk');
      }),
    );
    server.post(
      '/desk/sign-in/link',
      handle(async (req) => {
        const isOurs = req.headers['x-callcheck-desk'] === '1' && isSameOrigin(req, publicUrl);
        if (!isOurs || !isFromHere(req)) throw new Refusal('not-allowed', pages.notFromHere.lines[0] ?? '');
        if ((await limit('links')) !== undefined) throw new Refusal('too-many', pages.tooMany.lines[0] ?? '');
        options.announce(newLink() ?? '');
        return {};
      }),
    );
  }

  function mountProvider(server: Server, provider: Provider, rules: SignInSettings): void {
    server.get(
      '/desk/sign-in',
      page(async (req, res) => {
        const base = baseOf(req, publicUrl);
        if (base === undefined) return sendPlainPage(res, pages.noPublicUrl);
        const started = await provider.begin(`${base}/desk/signed-in`).catch((error: unknown) => {
          options.log.error({ err: error }, 'the sign-in provider cannot be used');
        });
        if (started === undefined) return sendPlainPage(res, pages.noProvider);
        const query = queryOf(req);
        const popUp = query.get('popup') === '1';
        const code = away.issue({ begun: started.begun, to: safePath(query.get('to')), popUp });
        const rule = { secure, maxAgeSeconds: awayMs / 1000 };
        res.setHeader('Set-Cookie', writeCookie(startCookie, code, rule));
        redirect(res, started.address);
      }),
    );
    server.get(
      '/desk/signed-in',
      page(async (req, res) => {
        const base = baseOf(req, publicUrl);
        const left = readCookies(req, startCookie).flatMap((code) => away.redeem(code) ?? [])[0];
        if (base === undefined || left === undefined) return sendPlainPage(res, pages.tookTooLong);
        const returned = new URL(req.url ?? '/', base);
        const signedIn = await provider.finish(returned, left.begun).catch((error: unknown) => {
          options.log.warn({ err: error }, 'a sign-in was refused');
        });
        if (signedIn === undefined) return sendPlainPage(res, pages.refused);
        const person = await meetSignedIn(options, rules, signedIn);
        if (person === undefined) return sendPlainPage(res, pages.noRole);
        if (left.popUp) return sendPlainPage(res, popUpDone(popUps.issue({ person })));
        await admit(req, res, person, 'provider');
        redirect(res, left.to);
      }),
    );
    server.post(
      '/desk/api/session',
      handle(async (req, res) => {
        if (req.headers['x-callcheck-desk'] !== '1' || !isSameOrigin(req, publicUrl))
          throw new Refusal('not-allowed', 'This did not come from the desk’s own page.');
        const { code } = understand(z.strictObject({ code: z.string().max(100) }), await readBody(req));
        const who = popUps.redeem(code);
        if (who === undefined) throw new Refusal('signed-out', pages.tookTooLong.lines[0] ?? '');
        await admit(req, res, who.person, 'provider', true);
        return {};
      }),
    );
  }

  return {
    newLink,
    mount(server) {
      server.get(
        '/desk/signed-out',
        page(async (_req, res) => sendPlainPage(res, pages.signedOut)),
      );
      if (signIn === undefined) mountLink(server);
      else mountProvider(server, createProvider(signIn, secret), signIn);
    },
  };
}

/** The id of the person when they have a role; without one they are known from now on, so that they can be given one. */
async function meetSignedIn(
  { storage, now }: SignInOptions,
  rules: SignInSettings,
  { subject, name, login, groups }: SignedIn,
): Promise<string | undefined> {
  const id = createHash('sha256').update(subject).digest('base64url').slice(0, 22);
  const at = now().toISOString();
  await storage.meetPerson({ id, name, login, ...accessOf(groups, rules), lastSeenAt: at });
  const person = await storage.readPerson(id);
  if ((person?.roleByHand ?? person?.role) !== 'none') return id;
  await storage.addAudit({ at, who: id, what: 'sign-in-refused', about: id, detail: { reason: 'no role' } });
  return undefined;
}

/** Whoever can read what this computer prints runs it, and may do everything. */
async function meetLocal({ storage, localName, now }: SignInOptions): Promise<string> {
  const id = 'this-computer';
  const lastSeenAt = now().toISOString();
  await storage.meetPerson({ id, name: localName, login: null, role: 'admin', clients: 'all', lastSeenAt });
  return id;
}

/** A path of the desk, whatever was asked for: nobody is sent elsewhere after signing in. */
function safePath(to: string | null): string {
  const isPath = to !== null && /^\/desk(\/[\w.~-]+)*\/?$/.test(to);
  // A browser resolves `..` before it asks.
  const stays = isPath && new URL(to, 'http://desk').pathname === to && !to.startsWith('/desk/sign');
  return stays ? to : '/desk';
}

function queryOf(req: Request): URLSearchParams {
  return new URL(req.url ?? '/', 'http://desk').searchParams;
}

function redirect(res: Response, to: string): void {
  res.writeHead(302, { Location: to, 'Cache-Control': 'no-store' });
  res.end();
}
