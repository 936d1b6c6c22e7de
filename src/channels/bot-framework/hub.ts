import type { Request, Response, Server } from 'restify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import * as z from 'zod';
import type { Log } from '../../observability/log.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { createLimit } from '../limit.ts';
import { readText } from '../read-json.ts';

/** What a hub outside says about a conversation that was handed to it. `id` is the same when it says it again. */
export type HandoffStatus = {
  hub: string;
  id: string;
  conversation: string;
  state: 'accepted' | 'failed' | 'completed';
  message: string | undefined;
};

/** The hub's name in the settings, and the secret that both sides sign with (Standard Webhooks). */
export type Hub = { id: string; secret: string };

export type HubOptions = {
  hubs: readonly Hub[];
  /** Whether this hub serves the conversation's client is for the listener to check. */
  onHandoffStatus: (status: HandoffStatus) => Promise<void>;
  log: Log;
  metrics: Metrics;
};

const maxBytes = 64 * 1024;

/**
 * Adds `POST /api/handoff/:hub`, the one way a hub can tell us a `handoff.status`: signed with its secret and no older than five
 * minutes. The same event from anybody else, in a web chat or through a channel, means nothing. Other events are taken and
 * ignored, as the protocol asks.
 */
export function mountHub(server: Server, { hubs, onHandoffStatus, log, metrics }: HubOptions): void {
  const limit = createLimit(600, 'Too many events from this address');

  function refuse(res: Response, status: number, code: string, message: string): void {
    metrics.requestRefused(code);
    res.send(status, { error: { code, message } });
  }

  async function take(req: Request, res: Response): Promise<void> {
    const excess = await limit(req.socket.remoteAddress ?? 'unknown');
    if (excess) return refuse(res, 429, 'Throttled', excess.message);
    const text = await readText(req, maxBytes);
    if (text === undefined) return refuse(res, 413, 'MessageSizeTooBig', `Send at most ${maxBytes} bytes.`);
    const { hub: name } = z.object({ hub: z.string() }).parse(req.params);
    const hub = hubs.find(({ id }) => id === name);
    const event = hub && verify(hub, req, text);
    if (hub === undefined || event === undefined) return refuse(res, 401, 'Unauthorized', unsigned);
    const status = Status.safeParse(event);
    if (status.success) {
      const { conversation, value } = status.data;
      const id = String(req.headers['webhook-id']);
      await onHandoffStatus({ hub: hub.id, id, conversation: conversation.id, ...value });
    } else log.info({ hub: hub.id }, 'a hub sent an event that is no handoff status');
    res.send(200, {});
  }

  server.post('/api/handoff/:hub', async (req, res) => await take(req, res));
}

const unsigned =
  'The event is not signed by a hub that this server knows, or it is more than five minutes old. Sign it as Standard Webhooks does, with the secret of the hub.';

/** The event as JSON; `undefined` when the signature is not good. */
function verify({ secret }: Hub, { headers }: Request, text: string): unknown {
  try {
    const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
    const given = Object.fromEntries(signed.map((name) => [name, String(headers[name] ?? '')]));
    return new Webhook(secret).verify(text, given);
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const Status = z.looseObject({
  type: z.literal('event'),
  name: z.literal('handoff.status'),
  conversation: z.looseObject({ id: z.string().min(1).max(1000) }),
  value: z
    .looseObject({
      state: z.enum(['accepted', 'failed', 'completed']),
      message: z.string().max(2000).nullish(),
    })
    .transform(({ state, message }) => ({ state, message: message ?? undefined })),
});
