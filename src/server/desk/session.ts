import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'restify';
import { viewerOf, type Viewer } from '../../handoff/desk/access.ts';
import type { DeskStorage, StoredSession } from '../../storage/desk-port.ts';
import { readCookies } from './cookie.ts';

export const sessionCookie = 'callcheck-desk';

export type Means = StoredSession['means'];
export type Session = { idHash: string; viewer: Viewer; means: Means };

export type Sessions = {
  /** Begins one and returns what the browser keeps. */
  begin(person: string, means: Means, req: Pick<Request, 'headers'>): Promise<string>;
  /** The session of whoever asks; `undefined` when there is none, it is over, or its person may do nothing any more. */
  find(req: Request): Promise<Session | undefined>;
  /** Whether it is still good, for a stream that stays open. */
  isGood(idHash: string): Promise<boolean>;
  touch(session: Session): Promise<void>;
  end(session: Session): Promise<void>;
};

type Options = { storage: DeskStorage; idleMinutes: number; now: () => Date };

/** However busy somebody is, they sign in again after a working day. */
const longestMs = 12 * 60 * 60 * 1000;

/** Sessions that last as long as somebody does something. What the browser holds is random and stored as a hash only. */
export function createSessions({ storage, idleMinutes, now }: Options): Sessions {
  const idleMs = idleMinutes * 60_000;

  function isOver({ createdAt, activeAt }: StoredSession): boolean {
    const at = now().getTime();
    return at - Date.parse(activeAt) >= idleMs || at - Date.parse(createdAt) >= longestMs;
  }

  async function end(idHash: string, person: string, what: string): Promise<void> {
    await storage.endSession(idHash, {
      at: now().toISOString(),
      who: person,
      what,
      about: person,
      detail: {},
    });
  }

  /** A cookie that turns up in another browser was taken from the first: the session ends for both. */
  async function open(token: string, req: Request): Promise<StoredSession | undefined> {
    const stored = await storage.readSession(hash(token));
    if (stored === undefined) return undefined;
    const over = isOver(stored)
      ? 'session-expired'
      : browserOf(req) !== stored.browserHash
        ? 'session-stolen'
        : undefined;
    if (over === undefined) return stored;
    await end(stored.idHash, stored.person, over);
    return undefined;
  }

  return {
    async begin(person, means, req) {
      const token = randomBytes(32).toString('base64url');
      const at = now().toISOString();
      const browserHash = browserOf(req);
      await storage.beginSession(
        { idHash: hash(token), person, means, browserHash, createdAt: at, activeAt: at },
        { at, who: person, what: 'signed-in', about: person, detail: { means } },
      );
      return token;
    },

    async find(req) {
      for (const token of readCookies(req, sessionCookie)) {
        const stored = await open(token, req);
        const person = stored && (await storage.readPerson(stored.person));
        const viewer = person && viewerOf(person);
        if (stored && viewer) return { idHash: stored.idHash, viewer, means: stored.means };
      }
      return undefined;
    },

    async isGood(idHash) {
      const stored = await storage.readSession(idHash);
      return stored !== undefined && !isOver(stored);
    },

    touch: ({ idHash }) => storage.touchSession(idHash, now().toISOString()),
    end: ({ idHash, viewer }) => end(idHash, viewer.id, 'signed-out'),
  };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function browserOf(req: Pick<Request, 'headers'>): string {
  return hash(req.headers['user-agent'] ?? '');
}
