import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { createGate, type Gate, type GateClock, type Limit } from './gate.ts';
import { statusOf } from './status.ts';

/** What a request to the channel's service is, as far as pacing looks at it. */
export type PacedRequest = { url: string; method: string; body?: unknown; timeout: number };

/** A step of the pipeline that every request of the SDK's client goes through. */
export type PacePolicy = {
  name: string;
  sendRequest<Request extends PacedRequest, Answer>(
    request: Request,
    next: (request: Request) => Promise<Answer>,
  ): Promise<Answer>;
};

export type PaceOptions = {
  /** Before a request is sent again, when the channel does not say; each further pause is twice as long. */
  pauseMs?: number | undefined;
  /** A channel that says nothing for this long will not. */
  patienceMs?: number;
  clock?: GateClock;
  /** What one chat, what is asked about one chat, and what one tenant takes; the platform's own limits when left out. */
  limits?: { send: readonly Limit[]; read: readonly Limit[]; tenant: readonly Limit[] };
};

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const sendLimits: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];
const platformLimits = {
  send: sendLimits,
  read: sendLimits.map(({ most, withinMs }) => ({ most: most * 2, withinMs })),
  tenant: [{ most: 30, withinMs: 1_000 }],
};

const attempts = 3;
/** Gates of quiet conversations are forgotten once there are this many. */
const manyGates = 2_000;

/**
 * The one way to the channel's service, shared by whoever sends: within the limits of the platform, in one conversation one after the
 * other and in order. Waits, never drops. A request is sent again when the channel says that it did not take it (429, 412), and
 * after a broken gateway (502, 504) when twice is as good as once. Anything else is the sender's to know: the channel may have
 * it, and a second post would show it twice.
 */
export function createPace(options: PaceOptions = {}): PacePolicy {
  const { pauseMs = 500, patienceMs = 15_000, clock, limits = platformLimits } = options;
  const gates = new Map<string, Gate>();

  function gateOf(key: string, limited: readonly Limit[]): Gate {
    const known = gates.get(key);
    if (known !== undefined) return known;
    if (gates.size >= manyGates) for (const [old, gate] of gates) if (gate.isIdle()) gates.delete(old);
    const gate = createGate(limited, clock);
    gates.set(key, gate);
    return gate;
  }

  return {
    name: 'pace',
    async sendRequest(request, next) {
      const { conversation, tenant } = readAddress(request);
      const kind = request.method === 'GET' ? 'read' : 'send';
      const own = gateOf(`${kind} ${conversation}`, limits[kind]);
      const shared = gateOf(`tenant ${tenant}`, limits.tenant);
      request.timeout = patienceMs;
      return await own.inTurn(async () => {
        for (let count = 1; ; count++) {
          await own.pass();
          await shared.inTurn(() => shared.pass());
          try {
            return await withinPatience(next(request), patienceMs);
          } catch (error) {
            const isHarmless = isAgainHarmless(request.method, error);
            if (isHarmless)
              own.close(retryAfterMs(error) ?? pauseMs * 2 ** (count - 1) * (1 + Math.random() / 2));
            if (!isHarmless || count === attempts) throw error;
          }
        }
      });
    },
  };
}

/**
 * Limits count by chat, or by the channel that a thread is in; a new thread counts where it is made. The tenant stands in the body;
 * requests without one share a gate.
 */
function readAddress({ url, body }: PacedRequest): { conversation: string; tenant: string } {
  const [, encoded] = /\/v3\/conversations\/([^/?#]+)/.exec(url) ?? [];
  const named = Addressed.parse(parseJson(body));
  const { channelData, conversation, tenantId, members } = named;
  const id =
    encoded === undefined
      ? (channelData?.channel?.id ?? members?.[0]?.id ?? '')
      : decodeURIComponent(encoded);
  return {
    conversation: id.replace(/;messageid=.*$/, ''),
    tenant: conversation?.tenantId ?? tenantId ?? channelData?.tenant?.id ?? '',
  };
}
const Named = z.object({ id: z.string() }).optional().catch(undefined);
const Addressed = z
  .object({
    conversation: z.object({ tenantId: z.string() }).optional().catch(undefined),
    tenantId: z.string().optional().catch(undefined),
    channelData: z.object({ channel: Named, tenant: Named }).optional().catch(undefined),
    members: z.array(Named).optional().catch(undefined),
  })
  .catch({});

function parseJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

async function withinPatience<T>(sending: Promise<T>, patienceMs: number): Promise<T> {
  const given = new AbortController();
  const late = wait(patienceMs, undefined, { signal: given.signal }).then(() => {
    throw new Error(
      `The channel did not answer within ${patienceMs} ms, so what was sent may or may not be there. It is not sent again.`,
    );
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    given.abort();
    late.catch(() => undefined);
  }
}

/** Whether another attempt can do no harm. */
function isAgainHarmless(method: string, error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return [412, 429].includes(status) || (method !== 'POST' && [502, 504].includes(status));
}

/** In seconds, or as a date. */
function retryAfterMs(error: unknown): number | undefined {
  const { data } = Answered.safeParse(error);
  const told = data?.response.headers.get('retry-after');
  if (told === undefined || told === null || told.trim() === '') return undefined;
  const ms = /^\d+$/.test(told.trim()) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
const Answered = z.object({
  response: z.object({
    headers: z.custom<{ get(name: string): string | null | undefined }>(
      (value) => typeof value === 'object' && value !== null && 'get' in value,
    ),
  }),
});
