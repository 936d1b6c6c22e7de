import type { DirectLine } from './webchat.d.ts';

/** What `POST /api/chat/token` answers; the session itself is a cookie that this code cannot read. */
export type Session = {
  token: string;
  conversationId: string;
  domain: string;
  /** Asks for alerts where the token is Azure's, and stays good for as long as the chat. */
  alerts?: string;
};

export type LineState = 'up' | 'down';

type LineWatcher = {
  /** A fresh connection that shows the whole conversation again; it replaces the former one. */
  onOpen: (line: DirectLine, session: Session) => void;
  onState: (state: LineState) => void;
};

/** Values of directlinejs' ConnectionStatus. */
const online = 2;
/** ExpiredToken, FailedToConnect, Ended: it comes back from none of them. */
const dead: ReadonlySet<number> = new Set([3, 4, 5]);

const firstWaitMs = 500;
const longestWaitMs = 10_000;
const tokenTimeoutMs = 10_000;
/** So many sockets without a word mean a network that lets none through; then the page asks for news each second. */
const socketTries = 3;

/**
 * Keeps one line to the bot open for as long as the page lives. Web Chat gives up on an expired token and takes up to
 * 15 seconds to mend a dropped line without saying so. A caller may be waiting, so the page watches the line itself,
 * and asks at once for a new token for the same conversation.
 */
export function keepLineOpen({ onOpen, onState }: LineWatcher): void {
  let current: DirectLine | undefined;
  let waitMs = firstWaitMs;
  let next: ReturnType<typeof setTimeout> | undefined;
  let silentSockets = 0;

  const open = async (): Promise<void> => {
    next = undefined;
    try {
      const session = await requestSession();
      const former = current;
      current = undefined;
      former?.end();
      const line: DirectLine = connect(session, silentSockets < socketTries, {
        onUp: () => line === current && up(),
        onDown: (wasSilent) => line === current && down(wasSilent),
      });
      current = line;
      onOpen(line, session);
    } catch {
      down();
    }
  };

  const up = (): void => {
    clearTimeout(next);
    next = undefined;
    waitMs = firstWaitMs;
    onState('up');
  };

  const down = (wasSilent?: boolean): void => {
    if (wasSilent !== undefined) silentSockets = wasSilent ? silentSockets + 1 : 0;
    if (next !== undefined) return;
    onState('down');
    next = setTimeout(() => void open(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };

  addEventListener('offline', () => down());
  void open();
}

/** `wasSilent`: whether the socket that closed had never brought anything. */
type Watch = { onUp: () => void; onDown: (wasSilent?: boolean) => void };

function connect({ token, conversationId, domain }: Session, webSocket: boolean, watch: Watch): DirectLine {
  const ownSocket = window.WebSocket;
  // The bundle offers no other way to learn that the socket dropped: it takes the browser's class when a line is made.
  window.WebSocket = watchedSocket(ownSocket, watch);
  const here = new URL(domain, location.href).href;
  // Without a stream address the client keeps its token fresh; with one it never does.
  const line = window.WebChat.createDirectLine({
    token,
    conversationId,
    domain: here,
    watermark: '0',
    webSocket,
  });
  window.WebSocket = ownSocket;
  line.connectionStatus$.subscribe((status) => {
    if (dead.has(status)) watch.onDown();
    // With a socket, only the socket tells.
    if (status === online && !webSocket) watch.onUp();
  });
  return line;
}

function watchedSocket(Socket: typeof WebSocket, { onUp, onDown }: Watch): typeof WebSocket {
  return class extends Socket {
    constructor(address: string | URL) {
      super(address);
      let isSilent = true;
      this.addEventListener('open', onUp);
      this.addEventListener('message', () => {
        isSilent = false;
      });
      this.addEventListener('close', () => onDown(isSilent));
    }
  };
}

/** A token for this browser's chat, which is the same one whenever it is asked for. */
export async function requestSession(): Promise<Session> {
  const signal = AbortSignal.timeout(tokenTimeoutMs);
  // In a frame on another site's page the session cookie needs other rules, and only we know that we are in one.
  const body = JSON.stringify({ embedded: window !== window.parent, page: embeddingPage() });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch('/api/chat/token', { method: 'POST', headers, body, signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  const answer: unknown = await response.json();
  if (!isSession(answer)) throw new Error('The server answered something that is no session');
  return answer;
}

/** The origin of the page around us, by which the server knows whose chat it is; not every browser lists it. */
function embeddingPage(): string | undefined {
  if (window === window.parent) return undefined;
  return location.ancestorOrigins?.[0] ?? URL.parse(document.referrer)?.origin;
}

function isSession(answer: unknown): answer is Session {
  if (typeof answer !== 'object' || answer === null) return false;
  return 'token' in answer && 'conversationId' in answer && 'domain' in answer;
}
