import type { Server } from 'restify';
import { localPerson } from '../../handoff/desk/access.ts';
import { Refusal } from '../../handoff/desk/refusal.ts';
import { queryOf, redirect, type Door, type SignInOptions } from './door.ts';
import { handle } from './guard.ts';
import { createOneTimeCodes } from './one-time.ts';
import { isFromHere, isSameOrigin } from './origin.ts';
import { sendPlainPage } from './plain-page.ts';
import { pages } from './words.ts';

const linkMs = 10 * 60 * 1000;

/** The way in while no sign-in is set up: a link that works once, on this computer. Returns how to make one. */
export function mountLink(
  server: Server,
  options: SignInOptions,
  { page, admit, isBusy }: Door,
): () => string {
  const links = createOneTimeCodes<true>(linkMs, options.now);
  const newLink = (): string => `/desk/sign-in/once?code=${links.issue(true)}`;

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
      await admit(req, res, { person: await meetLocal(options), means: 'link' });
      redirect(res, '/desk');
    }),
  );
  server.post(
    '/desk/sign-in/link',
    handle(async (req) => {
      const isOurs = req.headers['x-callcheck-desk'] === '1' && isSameOrigin(req, options.publicUrl);
      if (!isOurs || !isFromHere(req)) throw new Refusal('not-allowed', pages.notFromHere.lines[0]);
      if (await isBusy('links')) throw new Refusal('too-many', pages.tooMany.lines[0]);
      options.announce(newLink());
      return {};
    }),
  );
  return newLink;
}

/** Whoever can read what this computer prints runs it, and may do everything. */
async function meetLocal({ storage, localName, now }: SignInOptions): Promise<string> {
  const id = localPerson;
  const lastSeenAt = now().toISOString();
  await storage.meetPerson({ id, name: localName, login: null, role: 'admin', clients: 'all', lastSeenAt });
  return id;
}
