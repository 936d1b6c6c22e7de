import { createTransport, type Transporter } from 'nodemailer';
import type { Target as TargetSettings } from '../../settings/schema.ts';
import { DeliveryFailure, type Delivery, type Target } from '../outbox/port.ts';
import { readBrief } from '../desk/read-brief.ts';
import { subjectOf } from './details.ts';
import { updateOf } from './update.ts';

export type EmailSettings = Extract<TargetSettings, { kind: 'email' }>;

/**
 * Tells by email, as plain text. All messages of a case are one thread: the first has the case's own Message-ID, later ones
 * refer to it. A message that is sent again has the same Message-ID, by which mail systems know it as the same one.
 */
export function createEmail(
  settings: EmailSettings,
  { password, timeZone }: { password: string | undefined; timeZone: string },
): Target {
  const transport = openTransport(settings, password);
  return {
    async deliver(delivery, signal) {
      const sent = transport.sendMail(messageOf(settings, delivery, timeZone));
      await Promise.race([sent, cutOff(signal)]).catch((error: unknown) => {
        throw failureOf(error, settings.host);
      });
    },
  };
}

/** The way to a mail server. Nothing is read from files or fetched for a message. */
export function openTransport(
  { host, port, security, user }: EmailSettings,
  password: string | undefined,
): Transporter {
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf({ from, to }: EmailSettings, delivery: Delivery, timeZone: string) {
  const { case: about, news, id } = delivery;
  const root = `<${about.id}@${domainOf(from)}>`;
  const isFirst = news.kind === 'opened';
  const urgent = readBrief(about).priority === 'P1';
  return {
    from: { name: 'Callcheck', address: from },
    to: [...to],
    subject: isFirst ? subjectOf(about) : `Re: ${subjectOf(about)}`,
    messageId: isFirst ? root : `<${id}@${domainOf(from)}>`,
    ...(isFirst ? {} : { inReplyTo: root, references: [root] }),
    date: new Date(news.at),
    text: updateOf(delivery, timeZone),
    ...(urgent ? { priority: 'high' as const } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Callcheck-Case': about.id,
      'X-Callcheck-Event': news.kind.replaceAll(/[^a-z-]/g, ''),
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

async function cutOff(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new Error('it took too long'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return await promise;
}

/** A reply of 5xx to an address or to the message is final (RFC 5321 section 4.2.1); one to the sign-in may be mended. */
function failureOf(error: unknown, host: string): DeliveryFailure {
  const why = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const final = code >= 500 && code !== 530 && code !== 535 && code !== 534;
  return new DeliveryFailure(final ? 'refused' : 'later', `${host} did not take the email: ${why}`, {
    happened: 'unknown',
    cause: error,
  });
}
