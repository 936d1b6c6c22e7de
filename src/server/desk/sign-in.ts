import type { Server } from 'restify';
import { createDoor, type SignInOptions } from './door.ts';
import { sendPlainPage } from './plain-page.ts';
import { mountLink } from './sign-in-by-link.ts';
import { mountProvider } from './sign-in-by-provider.ts';
import { pages } from './words.ts';

export type DeskSignIn = {
  /** The path of a link that signs in once, on this computer; `undefined` when a sign-in is set up. */
  newLink(): string | undefined;
};

/** Every way to sign in at the desk, and nothing else: what somebody may do then is decided at each request. */
export function mountSignIn(server: Server, options: SignInOptions): DeskSignIn {
  const door = createDoor(options);
  server.get(
    '/desk/signed-out',
    door.page(async (_req, res) => sendPlainPage(res, pages.signedOut)),
  );
  const { signIn } = options.settings;
  if (signIn === undefined) return { newLink: mountLink(server, options, door) };
  mountProvider(server, options, door, signIn);
  return { newLink: () => undefined };
}
