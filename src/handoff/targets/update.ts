import * as z from 'zod';
import { outcomes, type Outcome } from '../../dialog/brief.ts';
import { defang } from '../../dialog/defang.ts';
import type { Delivery } from '../outbox/port.ts';
import { detailsOf, newsIn, timeOf } from './details.ts';

/**
 * What happened, in plain text, for whoever follows a case from outside. Starts with a line that names the message, so that
 * it can be found again: `Callcheck [CC-7F3K2-3-0-psa] 22 Nov 2026 10:02 UTC: Sam took the case`.
 */
export function updateOf({ id, news, case: about }: Delivery, timeZone: string): string {
  const { line, body } = sayNews(news, about, timeZone);
  const head = `Callcheck ${markOf(id)} ${timeOf(news.at, timeZone)}: ${defang(line)}`;
  return body === '' ? head : `${head}\n\n${body}`;
}

/** Stands in everything that one message leaves behind; the brackets keep `-1` from being found in `-10`. */
export function markOf(id: string): string {
  return `[${id}]`;
}

/** How the case was closed, when this news is that it was. */
export function closingOf({ kind, detail }: Delivery['news']): z.infer<typeof Closing> | undefined {
  return kind === 'closed' ? Closing.safeParse(detail).data : undefined;
}

const Closing = z.object({
  outcome: z.enum(outcomes),
  botWasRight: z.enum(['yes', 'no', 'unsure']),
  note: z.string().catch(''),
});

const outcomeWords: Readonly<Record<Outcome, string>> = {
  scam: 'it was a scam',
  genuine: 'it was a genuine call',
  sales: 'it was a sales call',
  unsure: 'it could not be told what it was',
};

type Said = { line: string; body: string };

/** Kinds that somebody adds later are still told, by their name. */
function sayNews(news: Delivery['news'], about: Delivery['case'], timeZone: string): Said {
  const { kind, by, detail } = news;
  switch (kind) {
    case 'opened':
      return { line: 'a case was opened', body: detailsOf(about, timeZone) };
    case 'updated':
      return { line: 'the person told more', body: newsIn(detail, briefBefore(news, about)) };
    case 'noted':
      return say('noted', read(detail, 'note'));
    case 'internal-note':
      return say(`${by} wrote a note`, read(detail, 'text'));
    case 'accepted':
      return say(`${by} took the case`);
    case 'taken-over':
      return say(`${by} took the case over`);
    case 'assigned':
      return say(`${by} gave the case to ${nameIn(detail, 'to')}`);
    case 'handed-back':
      return say(`${by} handed the conversation back to the bot; the case waits again`);
    case 'reopened':
      return say(`${by} opened the case again`);
    case 'closed':
      return sayClosed(news);
    case 'ticked':
      return say(
        `${by} ${isDone(detail) ? 'did' : 'took back'}: ${read(detail, 'text') || read(detail, 'action')}`,
      );
    case 'priority-set':
      return say(`${by} set the priority to ${read(detail, 'to')}`, read(detail, 'why'));
    default:
      return say(`${kind.replaceAll('-', ' ')} (${by})`);
  }
}

function say(line: string, body = ''): Said {
  return { line, body: defang(body) };
}

function sayClosed(news: Delivery['news']): Said {
  const closing = closingOf(news);
  if (closing === undefined) return { line: `${news.by} closed the case`, body: '' };
  const right = { yes: 'yes', no: 'no', unsure: 'not sure' }[closing.botWasRight];
  const body = [`Was the bot right: ${right}`, closing.note].filter((line) => line !== '').join('\n');
  return { line: `${news.by} closed the case: ${outcomeWords[closing.outcome]}`, body: defang(body) };
}

/** The brief that this one took the place of. */
function briefBefore({ at }: Delivery['news'], { events }: Delivery['case']): unknown {
  const briefs = events.filter(({ kind }) => kind === 'opened' || kind === 'updated');
  const index = briefs.findIndex((event) => event.kind === 'updated' && event.at === at);
  return briefs[index - 1]?.detail ?? {};
}

function read(detail: unknown, name: string): string {
  const value = z.record(z.string(), z.unknown()).safeParse(detail).data?.[name];
  return typeof value === 'string' ? value : '';
}

function nameIn(detail: unknown, role: string): string {
  const people = z.record(z.string(), z.unknown()).safeParse(detail).data;
  return z.object({ name: z.string() }).safeParse(people?.[role]).data?.name ?? 'somebody else';
}

function isDone(detail: unknown): boolean {
  return z.object({ done: z.boolean() }).safeParse(detail).data?.done ?? true;
}
