import type { Server } from 'restify';
import * as z from 'zod';
import { keepRedelivering } from '../../handoff/desk/deliver.ts';
import { writeCookie } from './cookie.ts';
import { createGuard } from './guard.ts';
import { createLive } from './live.ts';
import { mountDeskPage, type PageOptions } from './page.ts';
import { mountDeskApi, type RouteOptions } from './routes.ts';
import { createSessions, sessionCookie } from './session.ts';
import type { SignInOptions } from './door.ts';
import { mountSignIn } from './sign-in.ts';

export type MountOptions = RouteOptions &
  Pick<SignInOptions, 'publicUrl' | 'secret' | 'announce'> &
  Pick<PageOptions, 'folder' | 'build'>;

export type Desk = {
  /** The path of a link that signs in once, on this computer; `undefined` when a sign-in is set up. */
  newLink(): string | undefined;
  /** Ends streams and tries, so that the server can close. */
  close(): Promise<void>;
};

/** The technicians' side under `/desk`: page, sign-in, API and live news. */
export function mountDesk(server: Server, options: MountOptions): Desk {
  const { storage, settings, publicUrl, now, log, bulletin, itDesk } = options;
  const sessions = createSessions({ storage, idleMinutes: settings.idleMinutes, now });
  const guard = createGuard(sessions, publicUrl);
  const live = createLive(bulletin, sessions);

  const signIn = mountSignIn(server, { ...options, sessions, localName: asName(itDesk.name) });
  mountDeskApi(server, options, guard, live);
  server.post(
    '/desk/api/sign-out',
    guard.change('technician', z.unknown(), async ({ session }, _req, res) => {
      await sessions.end(session);
      live.end({ idHash: session.idHash });
      const secure = publicUrl?.startsWith('https:') === true;
      const gone = [false, ...(secure ? [true] : [])].map((framed) =>
        writeCookie(sessionCookie, '', { secure, framed, maxAgeSeconds: 0 }),
      );
      res.setHeader('Set-Cookie', gone);
      return { next: '/desk/signed-out' };
    }),
  );
  mountDeskPage(server, { sessions, log, ...pick(options) });
  const stop = keepRedelivering(options);
  return {
    newLink: () => signIn.newLink(),
    close: async () => {
      live.close();
      await stop();
    },
  };
}

/** `the IT desk` in a sentence is `IT desk` as somebody's name. */
function asName(desk: string): string {
  const bare = desk.replace(/^the\s+/i, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

function pick({ folder, build }: MountOptions): Pick<PageOptions, 'folder' | 'build'> {
  return { ...(folder !== undefined && { folder }), ...(build !== undefined && { build }) };
}
