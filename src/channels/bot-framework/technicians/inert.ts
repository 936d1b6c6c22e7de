import { defang } from '../../../dialog/defang.ts';
import { shorten } from '../../../domain/shorten.ts';

/**
 * Text of callers and staff for people who are used to trust what stands in this channel: nothing in it can be clicked, nobody is
 * mentioned by it, and it is not longer than `most`. Where markdown is read it must be escaped besides.
 */
export function inert(text: string, most = 500): string {
  const tame = defang(text)
    .replaceAll(/<(?=\s*\/?\s*at\b)/gi, '‹')
    .trim();
  return shorten(tame, most + 1);
}

/** The same on one line: nothing in it can look like a line of ours. */
export function inertLine(text: string, most = 200): string {
  return inert(text, most).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
}

/** Words of somebody else inside a plain message: no line of theirs can begin like one of ours. */
export function quoteLines(text: string, most = 8_000): string {
  const lines = inert(text, most).split('\n');
  return lines.length === 1 ? lines.join('') : `\n${lines.map((line) => `│ ${line}`).join('\n')}`;
}
