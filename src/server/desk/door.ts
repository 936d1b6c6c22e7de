import type { Request, Response } from 'restify';
import { createLimit } from '../../channels/limit.ts';
import type { DeskOptions } from '../../handoff/desk/options.ts';
import type { DeskStorage } from '../../storage/desk-port.ts';
import { writeCookie } from './cookie.ts';
import { sendPlainPage } from './plain-page.ts';
import { sessionCookie, type Means, type Sessions } from './session.ts';
import { pages } from './words.ts';

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

type Answer = (req: Request, res: Response) => Promise<void>;

/** What every way in has in common. */
export type Door = {
  secure: boolean;
  /** Whether this was tried too often in the last minute. */
  isBusy: (key: string) => Promise<boolean>;
  /** A page for people; too many tries get another one. */
  page: (answer: Answer) => Answer;
  /** Begins a session, a new one every time: one that somebody slipped into the browser beforehand is worth nothing. */
  admit: (
    req: Request,
    res: Response,
    entry: { person: string; means: Means; framed?: boolean },
  ) => Promise<void>;
};

const attemptsPerMinute = 30;

export function createDoor({ sessions, publicUrl }: SignInOptions): Door {
  const limit = createLimit(attemptsPerMinute, 'Too many tries to sign in');
  const secure = publicUrl?.startsWith('https:') === true;
  const isBusy = async (key: string): Promise<boolean> => (await limit(key)) !== undefined;

  return {
    secure,
    isBusy,
    page: (answer) => async (req, res) => {
      if (await isBusy(req.socket.remoteAddress ?? '')) sendPlainPage(res, pages.tooMany);
      else await answer(req, res);
    },
    admit: async (req, res, { person, means, framed = false }) => {
      const before = await sessions.find(req);
      if (before !== undefined) await sessions.end(before);
      const token = await sessions.begin(person, means, req);
      res.setHeader('Set-Cookie', writeCookie(sessionCookie, token, { secure, framed }));
    },
  };
}

export function queryOf(req: Request): URLSearchParams {
  return new URL(req.url ?? '/', 'http://desk').searchParams;
}

export function redirect(res: Response, to: string): void {
  res.writeHead(302, { Location: to, 'Cache-Control': 'no-store' });
  res.end();
}
