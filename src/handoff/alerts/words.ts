import * as z from 'zod';
import type { Alert, AlertWords } from '../../dialog/alert.ts';
import { defang, oneLine } from '../../dialog/defang.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { checkNumbers } from '../../numbers/check.ts';
import { maskSecrets } from '../../observability/redaction.ts';
import type { StoredAlert } from '../../storage/alerts-port.ts';
import { Refusal } from '../desk/refusal.ts';

const Words = z.object({ title: z.string(), text: z.string(), steps: z.array(z.string()) });

/** A stored alert as staff see it. */
export function toAlert({ id, campaign, content }: Pick<StoredAlert, 'id' | 'campaign' | 'content'>): Alert {
  return { id, campaign, ...Words.parse(content) };
}

/**
 * What somebody typed, as it will be shown: what is approved is what staff read, sign by sign. Secrets are hidden and nothing can be
 * clicked, because an alert may quote a caller. What stood in the draft already was looked at then, or comes from the knowledge, and
 * stays as it is. Throws a `Refusal` when it holds something personal.
 */
export function clean(typed: AlertWords, before: AlertWords | undefined, ours: Ours): AlertWords {
  const stood = new Set(before && partsOf(before));
  refusePersonal(
    partsOf(typed).filter((part) => !stood.has(part)),
    ours,
  );
  const line = (part: string): string => (stood.has(part) ? part : oneLine(hide(part)));
  return {
    title: line(typed.title),
    text: stood.has(typed.text) ? typed.text : defang(hide(typed.text)).trim(),
    steps: typed.steps.map(line).filter((step) => step !== ''),
  };
}

function partsOf({ title, text, steps }: AlertWords): string[] {
  return [title, text, ...steps];
}

function hide(text: string): string {
  return maskSecrets(text).text;
}

export type Ours = { knowledge: Knowledge; region: string; phone: string | undefined };

/** Numbers shorter than this are public ones, amounts and dates. */
const fewestDigits = 7;

/**
 * An alert carries nothing personal, and no number but those that the organisation holds: the number that a caller showed is often
 * somebody else's, and staff would ring it. Throws a `Refusal` that names what was found.
 */
function refusePersonal(parts: readonly string[], ours: Ours): void {
  const all = parts.join('\n');
  const number = findForeignNumber(all, ours);
  if (number !== undefined) throw new Refusal('not-understood', foreignNumber(number));
  const [address] = /[^\s@]+(?:@|\[@\])[^\s@]+\.[^\s@]+/u.exec(all) ?? [];
  if (address !== undefined) throw new Refusal('not-understood', personalAddress(address));
}

function findForeignNumber(all: string, { knowledge, region, phone }: Ours): string | undefined {
  const ownDigits = digitsIn(phone ?? '');
  return checkNumbers(all, region, knowledge).find(
    ({ number, held }) =>
      held === undefined && digitsIn(number).length >= fewestDigits && !sameEnd(digitsIn(number), ownDigits),
  )?.number;
}

/** With or without the code of the country. */
function sameEnd(one: string, other: string): boolean {
  return other.length >= fewestDigits && one.slice(-fewestDigits) === other.slice(-fewestDigits);
}

function digitsIn(number: string): string {
  return number.replaceAll(/\D/g, '');
}

function foreignNumber(number: string): string {
  return (
    `${number} looks like a phone number that is not in your directory. A caller can show anybody's number, and staff might ` +
    `ring it. Leave it out, or put it in the directory first.`
  );
}

function personalAddress(address: string): string {
  return `${address} looks like somebody's address. An alert carries nothing personal. Leave it out.`;
}
