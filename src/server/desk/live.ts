import type { Response } from 'restify';
import { mayClientBeSeen } from '../../handoff/desk/access.ts';
import type { Bulletin, News } from '../../handoff/port.ts';
import type { Session, Sessions } from './session.ts';

export type Live = {
  /** Sends news until either side ends it. */
  open(session: Session, res: Response): void;
  /** Ends the streams of a session, or of everybody who is one person. */
  end(which: { idHash: string } | { person: string }): void;
  close(): void;
};

type Stream = { session: Session; res: Response };

/** A page needs one; more stay open only by mistake. */
const mostPerSession = 6;
/** Shorter than proxies wait before they take a silent line for dead. */
const beatMs = 20_000;

/** Server-Sent Events for the desk: what changed, of the clients that a session may see. */
export function createLive(bulletin: Bulletin, sessions: Sessions): Live {
  const streams = new Set<Stream>();
  const unfollow = bulletin.follow((news) => {
    for (const stream of streams)
      if (mayClientBeSeen(stream.session.viewer.clients, news.client)) write(stream, asEvent(news));
  });
  const timer = setInterval(() => void beat(), beatMs);
  timer.unref();

  /** A stream asks for nothing, so whether its session is still good is looked up for it. */
  async function beat(): Promise<void> {
    for (const stream of streams) {
      const good = await sessions.isGood(stream.session.idHash).catch(() => true);
      if (good) write(stream, ': still here\n\n');
      else finish(stream);
    }
  }

  function finish(stream: Stream): void {
    streams.delete(stream);
    stream.res.end('event: signed-out\ndata: {}\n\n');
  }

  function dropOldest({ idHash }: Session): void {
    const own = [...streams].filter(({ session }) => session.idHash === idHash);
    for (const stream of own.slice(0, Math.max(0, own.length - mostPerSession + 1))) {
      streams.delete(stream);
      stream.res.end();
    }
  }

  return {
    open(session, res) {
      dropOldest(session);
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      const stream = { session, res };
      res.write('retry: 2000\n\n');
      streams.add(stream);
      res.once('close', () => streams.delete(stream));
    },

    end(which) {
      for (const stream of streams) {
        const { idHash, viewer } = stream.session;
        if ('idHash' in which ? idHash === which.idHash : viewer.id === which.person) finish(stream);
      }
    },

    close() {
      clearInterval(timer);
      unfollow();
      for (const { res } of streams) res.end();
      streams.clear();
    },
  };
}

function asEvent(news: News): string {
  const { kind, conversation } = news;
  const data = kind === 'changed' ? { conversation, cases: news.cases } : { conversation };
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Somebody who reads nothing is let go, before what they have not read fills the memory. */
function write({ res }: Stream, text: string): void {
  if (res.writableLength > 1_000_000) res.destroy();
  else res.write(text);
}
