import { setTimeout as sleep } from 'node:timers/promises';

/** A server that is away this long does not come back. Several restarts on a busy machine take over a minute together. */
const patienceMs = 150_000;
/** The desk's page and the official chat client wait 1 to 15 seconds. */
const shortestPauseMs = 500;
const longestPauseMs = 2_500;

/**
 * Sends a request until it is answered: the server may be away, or may have died with the answer half-way. Whoever calls gives
 * what they send an id of their own, so that it counts once. Rejects when it is refused for good, or when its signal says that
 * nobody waits for it any more.
 */
export async function insist(url: string, request: RequestInit = {}): Promise<unknown> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const answer = await attempt(url, request);
    if (answer.kind === 'answered') return answer.body;
    request.signal?.throwIfAborted();
    if (performance.now() > giveUpAt) throw new Error(`${url} was not answered: ${answer.reason}`);
    await sleep(answer.afterMs ?? randomPauseMs(), undefined, {
      ...(request.signal && { signal: request.signal }),
    });
  }
}

type Attempt = { kind: 'answered'; body: unknown } | { kind: 'again'; reason: string; afterMs?: number };

async function attempt(url: string, request: RequestInit): Promise<Attempt> {
  let response: Response;
  try {
    response = await fetch(url, request);
    if (response.ok) return { kind: 'answered', body: await response.json() };
  } catch (error) {
    return { kind: 'again', reason: String(error) };
  }
  const reason = `${response.status} ${await response.text().catch(() => '')}`;
  if (response.status === 429)
    return { kind: 'again', reason, afterMs: 1000 * Number(response.headers.get('retry-after') ?? 1) };
  if (response.status >= 500) return { kind: 'again', reason };
  throw new Error(`${url} was refused: ${reason}`);
}

/** So that not everybody comes back at once. */
export function randomPauseMs(): number {
  return shortestPauseMs + Math.random() * (longestPauseMs - shortestPauseMs);
}
