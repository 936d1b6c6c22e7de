import * as z from 'zod';
import type { Alert } from '../../dialog/alert.ts';
import type { Settings } from '../../settings/schema.ts';
import { openTransport, type EmailSettings } from './email.ts';
import { targetsOf } from './targets.ts';

/** `later`: it certainly did not leave, and may be tried again. `unknown`: nobody knows whether it left. */
export type MailOutcome = { kind: 'sent' | 'unknown' } | { kind: 'refused' | 'later'; why: string };

/** Emails one alert to one person. Never rejects. */
export type MailAlert = (to: string, alert: Alert) => Promise<MailOutcome>;

export type AlertMailOptions = {
  settings: Settings;
  secret: (name: string) => string | undefined;
  /** Who the alert is from, in words. */
  desk: string;
};

/** How each client's staff are emailed: by the first mail server that cases of this client are told by; `undefined` without one. */
export function createAlertMail({
  settings,
  secret,
  desk,
}: AlertMailOptions): (client: string) => MailAlert | undefined {
  const byTarget = new Map<string, MailAlert>();
  return (client) => {
    const mine = targetsOf(settings, client);
    const target = settings.targets.find(
      (one): one is EmailSettings => one.kind === 'email' && mine.includes(one.id),
    );
    if (target === undefined) return undefined;
    const password = target.passwordSecret && secret(target.passwordSecret);
    const known = byTarget.get(target.id) ?? mailBy(target, password, desk);
    byTarget.set(target.id, known);
    return known;
  };
}

function mailBy(target: EmailSettings, password: string | undefined, desk: string): MailAlert {
  const transport = openTransport(target, password);
  return async (to, alert) => {
    try {
      await transport.sendMail(messageOf(target.from, to, alert, desk));
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** One person each, so that nobody sees who else was alerted. The same alert has the same Message-ID for the same person. */
function messageOf(from: string, to: string, { id, title, text, steps }: Alert, desk: string) {
  const numbered = steps.map((step, place) => `${place + 1}. ${step}`);
  const lines = [
    `An alert from ${desk}`,
    title,
    text,
    ...(steps.length === 0 ? [] : [['If you get this call:', ...numbered].join('\n')]),
    'Nobody has to answer this email. If you had this call, tell Callcheck.',
  ];
  const localPart = `${id}.${Buffer.from(to).toString('base64url')}`;
  return {
    from: { name: 'Callcheck', address: from },
    to: [{ name: '', address: to }],
    subject: `Alert: ${title}`,
    messageId: `<${localPart}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    text: `${lines.join('\n\n')}\n`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/**
 * What the server answered is certain: a message that it did not accept did not leave. So is a line that never came to be. A line that
 * broke while the message was on it leaves it open.
 */
function outcomeOf(error: unknown): MailOutcome {
  const why = error instanceof Error ? error.message : String(error);
  const { responseCode, code, originalCode, timeoutType } = Facts.parse(error);
  const isAnswered = responseCode >= 400;
  if (isAnswered && responseCode >= 500 && finalCodes.has(code)) return { kind: 'refused', why };
  const isUnbegun = noLine.has(code) || noLine.has(originalCode) || timeoutType.length > 0;
  if (isAnswered || (isUnbegun && timeoutType !== 'SOCKET_TIMEOUT')) return { kind: 'later', why };
  return { kind: 'unknown' };
}

const word = z.string().catch('');
/** What nodemailer says of an error, as far as it says anything. */
const Facts = z
  .object({ responseCode: z.number().catch(0), code: word, originalCode: word, timeoutType: word })
  .catch({ responseCode: 0, code: '', originalCode: '', timeoutType: '' });

/** About the address or the message (RFC 5321 section 4.2.1); a refused sign-in may be mended. */
const finalCodes: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);
const noLine: ReadonlySet<string> = new Set([
  'EAUTH',
  'EDNS',
  'ETLS',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);
