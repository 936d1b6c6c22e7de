import type { Request, Response, Server } from 'restify';
import * as z from 'zod';
import { accessOf } from '../../handoff/desk/access.ts';
import { personIdOf } from '../../handoff/person-id.ts';
import { Refusal } from '../../handoff/desk/refusal.ts';
import { readCookies, writeCookie } from './cookie.ts';
import { queryOf, redirect, type Door, type SignInOptions } from './door.ts';
import { handle, readBody, understand } from './guard.ts';
import { createOneTimeCodes, type OneTimeCodes } from './one-time.ts';
import { baseOf, isSameOrigin } from './origin.ts';
import { sendPlainPage } from './plain-page.ts';
import { createProvider, type Begun, type Provider, type SignedIn, type SignInSettings } from './provider.ts';
import { pages, popUpDone } from './words.ts';

const awayMs = 10 * 60 * 1000;
const popUpMs = 60 * 1000;
const startCookie = 'callcheck-desk-start';

type Away = { begun: Begun; to: string; popUp: boolean };
/** Codes under which browsers come back from the provider, and under which a window hands its sign-in to the frame. */
type Codes = { away: OneTimeCodes<Away>; popUps: OneTimeCodes<string> };
type Ways = { options: SignInOptions; rules: SignInSettings; provider: Provider; door: Door; codes: Codes };

/** By a window that signed in beside the frame, or by what Teams itself says. */
const Entry = z.union([
  z.strictObject({ code: z.string().max(100) }),
  z.strictObject({ teams: z.string().max(8192) }),
]);

/** The way in by the organisation's own sign-in: there and back in the same window, or in a small one beside a frame. */
export function mountProvider(
  server: Server,
  options: SignInOptions,
  door: Door,
  rules: SignInSettings,
): void {
  const { now, secret, publicUrl } = options;
  const codes = {
    away: createOneTimeCodes<Away>(awayMs, now),
    popUps: createOneTimeCodes<string>(popUpMs, now),
  };
  const ways = { options, rules, provider: createProvider(rules, secret, publicUrl), door, codes };

  server.get(
    '/desk/sign-in',
    door.page((req, res) => leave(ways, req, res)),
  );
  server.get(
    '/desk/signed-in',
    door.page((req, res) => comeBack(ways, req, res)),
  );
  server.post(
    '/desk/api/session',
    handle((req, res) => takeOver(ways, req, res)),
  );
}

async function leave({ options, provider, door, codes }: Ways, req: Request, res: Response): Promise<void> {
  const base = baseOf(req, options.publicUrl);
  if (base === undefined) return sendPlainPage(res, pages.noPublicUrl);
  const started = await provider.begin(`${base}/desk/signed-in`).catch((error: unknown) => {
    options.log.error({ err: error }, 'the sign-in provider cannot be used');
  });
  if (started === undefined) return sendPlainPage(res, pages.noProvider);
  const query = queryOf(req);
  const popUp = query.get('popup') === '1';
  const code = codes.away.issue({ begun: started.begun, to: safePath(query.get('to')), popUp });
  const rule = { secure: door.secure, maxAgeSeconds: awayMs / 1000 };
  res.setHeader('Set-Cookie', writeCookie(startCookie, code, rule));
  redirect(res, started.address);
}

async function comeBack(ways: Ways, req: Request, res: Response): Promise<void> {
  const { options, rules, provider, door, codes } = ways;
  const base = baseOf(req, options.publicUrl);
  const left = readCookies(req, startCookie).flatMap((code) => codes.away.redeem(code) ?? [])[0];
  if (base === undefined || left === undefined) return sendPlainPage(res, pages.tookTooLong);
  const returned = new URL(req.url ?? '/', base);
  const signedIn = await provider.finish(returned, left.begun).catch((error: unknown) => {
    options.log.warn({ err: error }, 'a sign-in was refused');
  });
  if (signedIn === undefined) return sendPlainPage(res, pages.refused);
  const person = await meetSignedIn(options, rules, signedIn);
  if (person === undefined) return sendPlainPage(res, pages.noRole);
  if (left.popUp) return sendPlainPage(res, popUpDone(codes.popUps.issue(person)));
  await door.admit(req, res, { person, means: 'provider' });
  redirect(res, left.to);
}

/** The frame gets a session of its own: a browser does not give it the window's cookie. */
async function takeOver(ways: Ways, req: Request, res: Response): Promise<unknown> {
  const { options, door, codes } = ways;
  if (req.headers['x-callcheck-desk'] !== '1' || !isSameOrigin(req, options.publicUrl))
    throw new Refusal('not-allowed', 'This did not come from the desk’s own page.');
  const entry = understand(Entry, await readBody(req));
  const person =
    'code' in entry ? codes.popUps.redeem(entry.code) : await meetInTeams(ways, req, entry.teams);
  if (person === undefined) throw new Refusal('signed-out', pages.tookTooLong.lines[0]);
  await door.admit(req, res, { person, means: 'provider', framed: true });
  return {};
}

async function meetInTeams(
  { options, rules, provider, door }: Ways,
  req: Request,
  token: string,
): Promise<string> {
  if (await door.isBusy(req.socket.remoteAddress ?? ''))
    throw new Refusal('too-many', pages.tooMany.lines[0]);
  const signedIn = await provider.readTeams(token).catch((error: unknown) => {
    options.log.warn({ err: error }, 'a sign-in from a Teams tab was refused');
  });
  if (signedIn === undefined) throw new Refusal('signed-out', pages.refused.lines[0]);
  const person = await meetSignedIn(options, rules, signedIn);
  if (person === undefined) throw new Refusal('not-allowed', pages.noRole.lines[0]);
  return person;
}

/** The id of the person when they have a role; without one they are known from now on, so that they can be given one. */
async function meetSignedIn(
  { storage, now }: SignInOptions,
  rules: SignInSettings,
  { subject, name, login, groups }: SignedIn,
): Promise<string | undefined> {
  const id = personIdOf(subject);
  const at = now().toISOString();
  await storage.meetPerson({ id, name, login, ...accessOf(groups, rules), lastSeenAt: at });
  const person = await storage.readPerson(id);
  if ((person?.roleByHand ?? person?.role) !== 'none') return id;
  await storage.addAudit({ at, who: id, what: 'sign-in-refused', about: id, detail: { reason: 'no role' } });
  return undefined;
}

/** A path of the desk, whatever was asked for: nobody is sent elsewhere after signing in. */
function safePath(to: string | null): string {
  const isPath = to !== null && /^\/desk(\/[\w.~-]+)*\/?$/.test(to);
  // A browser resolves `..` before it asks.
  const stays = isPath && new URL(to, 'http://desk').pathname === to && !to.startsWith('/desk/sign');
  return stays ? to : '/desk';
}
