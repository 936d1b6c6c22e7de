import { Webhook } from 'standardwebhooks';
import type { Delivery, Target } from '../outbox/port.ts';
import { readBrief } from '../desk/read-brief.ts';
import { detailsOf, subjectOf } from './details.ts';
import type { Http } from './http.ts';
import { updateOf } from './update.ts';

export type WebhookOptions = {
  url: string;
  /** `whsec_` and 24 to 64 bytes as base64, as the Standard Webhooks specification has it. */
  secret: string;
  http: Http;
  timeZone: string;
};

/** Posts what happened to a case, signed by the Standard Webhooks scheme. `webhook-id` is the same at every try. */
export function createWebhook(options: WebhookOptions): Target {
  return createSignedPost(options, (delivery) => eventOf(delivery, options.timeZone));
}

/** Posts whatever `bodyOf` makes of a delivery, signed. */
export function createSignedPost(
  { url, secret, http }: Pick<WebhookOptions, 'url' | 'secret' | 'http'>,
  bodyOf: (delivery: Delivery) => unknown,
): Target {
  const webhook = new Webhook(secret);
  return {
    async deliver(delivery, signal) {
      const body = await bodyOf(delivery);
      if (body === undefined) return;
      const text = JSON.stringify(body);
      const headers = {
        'content-type': 'application/json',
        'webhook-id': delivery.id,
        'webhook-timestamp': String(Math.floor(delivery.now.getTime() / 1000)),
        'webhook-signature': webhook.sign(delivery.id, delivery.now, text),
      };
      await http({ method: 'POST', url: new URL(url), headers, body: text }, signal);
    },
  };
}

/** `text` and `details` are inert plain text; what people and callers wrote stands in `brief` as it was. */
function eventOf(delivery: Delivery, timeZone: string) {
  const { news, case: about } = delivery;
  return {
    type: `case.${news.kind}`,
    timestamp: news.at,
    data: {
      case: about.id,
      client: about.client,
      status: about.status,
      priority: about.priority,
      openedAt: about.openedAt,
      acceptedAt: about.acceptedAt,
      closedAt: about.closedAt,
      technician: about.technician?.name ?? null,
      closing: about.closing ?? null,
      subject: subjectOf(about),
      text: updateOf(delivery, timeZone),
      details: detailsOf(about, timeZone),
      brief: readBrief(about),
    },
  };
}
