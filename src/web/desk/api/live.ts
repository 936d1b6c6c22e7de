import { tellSignedOut } from './session.ts';

/** What happened elsewhere; what it is about is read anew. `resumed`: the line was gone, so anything may have happened. */
export type LiveNews =
  | { kind: 'changed'; cases: readonly string[]; conversation: string }
  | { kind: 'typing'; conversation: string }
  | { kind: 'resumed' };
export type Line = 'opening' | 'open' | 'lost';

export type Live = {
  line(): Line;
  follow(listener: (news: LiveNews) => void): () => void;
  followLine(listener: () => void): () => void;
  close(): void;
};

const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/**
 * One line to the server for the whole page. The browser mends a broken one by itself, but gives up when it is refused, as
 * by a server that is just starting: we then try again, each time later, at a random moment so that desks do not come at once.
 */
export function openLive(address: string): Live {
  const listeners = new Set<(news: LiveNews) => void>();
  const lineListeners = new Set<() => void>();
  let line: Line = 'opening';
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const tell = (news: LiveNews): void => listeners.forEach((listener) => listener(news));
  const become = (next: Line): void => {
    if (line === next) return;
    const wasLost = line === 'lost';
    line = next;
    lineListeners.forEach((listener) => listener());
    if (wasLost && next === 'open') tell({ kind: 'resumed' });
  };
  const connect = (): void => {
    source?.close();
    source = new EventSource(address);
    source.addEventListener('open', () => {
      failures = 0;
      become('open');
    });
    source.addEventListener('changed', (event) => tell({ kind: 'changed', ...parse(event) }));
    source.addEventListener('typing', (event) => tell({ kind: 'typing', ...parse(event) }));
    source.addEventListener('signed-out', tellSignedOut);
    source.addEventListener('error', () => {
      become('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      failures += 1;
      clearTimeout(timer);
      timer = setTimeout(connect, waitMs(failures));
    });
  };
  const connectNow = (): void => {
    if (line === 'open') return;
    clearTimeout(timer);
    connect();
  };
  connect();
  addEventListener('online', connectNow);
  return {
    line: () => line,
    follow: (listener) => add(listeners, listener),
    followLine: (listener) => add(lineListeners, listener),
    close: () => {
      removeEventListener('online', connectNow);
      clearTimeout(timer);
      source?.close();
    },
  };
}

function waitMs(failures: number): number {
  const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}

/** What the server sends as news; anything else says nothing. */
function parse(event: Event): { cases: readonly string[]; conversation: string } {
  const data: unknown = event instanceof MessageEvent ? JSON.parse(String(event.data)) : {};
  const cases: unknown = typeof data === 'object' && data !== null && 'cases' in data ? data.cases : [];
  const conversation =
    typeof data === 'object' && data !== null && 'conversation' in data ? data.conversation : '';
  return { cases: Array.isArray(cases) ? cases.map(String) : [], conversation: String(conversation) };
}

function add<One>(all: Set<One>, one: One): () => void {
  all.add(one);
  return () => void all.delete(one);
}
