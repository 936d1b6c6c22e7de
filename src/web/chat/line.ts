import type { DirectLine } from './webchat.d.ts';

/** What `POST /api/chat/token` answers; the session itself is a cookie that this code cannot read. */
type Session = { token: string; conversationId: string; domain: string };

export type LineState = 'up' | 'down';

type LineWatcher = {
  /** A fresh connection that shows the whole conversation again; the former one is finished. */
  onOpen: (line: DirectLine) => void;
  onState: (state: LineState) => void;
};

/** Values of directlinejs' ConnectionStatus. */
const online = 2;
/** ExpiredToken, FailedToConnect, Ended. */
const dead: ReadonlySet<number> = new Set([3, 4, 5]);

const firstWaitMs = 1000;
const longestWaitMs = 15_000;
const tokenTimeoutMs = 10_000;

/**
 * Keeps one line to the bot open for as long as the page lives. Web Chat gives up on an expired token, so the page
 * owns the session: it asks for a new token for the same conversation and hands over a new connection.
 */
export function keepLineOpen({ onOpen, onState }: LineWatcher): void {
  let waitMs = firstWaitMs;

  const open = async (): Promise<void> => {
    try {
      const line = connect(await requestSession());
      onOpen(line);
      watch(line);
    } catch {
      openLater();
    }
  };

  const openLater = (): void => {
    onState('down');
    setTimeout(() => void open(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };

  const watch = (line: DirectLine): void => {
    let wasOnline = false;
    const subscription = line.connectionStatus$.subscribe((status) => {
      if (status === online) {
        wasOnline = true;
        waitMs = firstWaitMs;
        onState('up');
      } else if (dead.has(status) || wasOnline) {
        // A dropped line would come back by itself after 3 to 15 seconds; a caller may be waiting, so we are quicker.
        // Deferred because the status arrives before `subscription` is assigned.
        queueMicrotask(() => subscription.unsubscribe());
        line.end();
        openLater();
      }
    });
  };

  void open();
}

function connect({ token, conversationId, domain }: Session): DirectLine {
  const here = new URL(domain, location.href).href;
  // Without a stream address the client keeps its token fresh; with one it never does.
  return window.WebChat.createDirectLine({ token, conversationId, domain: here, watermark: '0' });
}

async function requestSession(): Promise<Session> {
  const signal = AbortSignal.timeout(tokenTimeoutMs);
  const response = await fetch('/api/chat/token', { method: 'POST', credentials: 'same-origin', signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  const answer: unknown = await response.json();
  if (!isSession(answer)) throw new Error('The server answered something that is no session');
  return answer;
}

function isSession(answer: unknown): answer is Session {
  if (typeof answer !== 'object' || answer === null) return false;
  return 'token' in answer && 'conversationId' in answer && 'domain' in answer;
}
