import { bothEnds } from '../../../domain/shorten.ts';
import { maskSecrets } from '../../../observability/redaction.ts';

/** What somebody wrote in Teams, as plain words without secrets. */
export type MessageText = { text: string; wasCut: boolean };

/** Of longer messages the beginning and the end are kept: a dialog in Teams carries 28 KB. */
const mostCharacters = 4000;
const mostHtml = 100_000;

/** The words of a message. HTML becomes text alone: nothing of it is ever shown as HTML again. */
export function readMessageText(body: {
  contentType?: string | null | undefined;
  content?: string | null | undefined;
}): MessageText {
  const content = (body.content ?? '').slice(0, mostHtml).toWellFormed();
  const plain = body.contentType === 'html' ? stripHtml(content) : content;
  const tidy = plain
    .replaceAll(/[ \t\u00A0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return clean(tidy);
}

/** Text as it may be kept and judged: secrets hidden, and no longer than a dialog can carry. */
export function clean(text: string): MessageText {
  const { text: masked } = maskSecrets(bothEnds(text, mostCharacters));
  return { text: masked, wasCut: text.length > mostCharacters };
}

/**
 * Goes through once and forwards only: tags go, some of them leave a line end, a link leaves its address. A tag that never ends is text.
 */
function stripHtml(html: string): string {
  const parts: string[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  let address = '';
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const close = open === -1 ? -1 : html.indexOf('>', open);
    if (close === -1) break;
    const tag = html.slice(open + 1, close);
    parts.push(decodeEntities(html.slice(at, open)), tellTag(tag, address));
    if (/^\/?a\b/i.test(tag)) address = attributeOf(tag, 'href');
    at = skipHidden(lower, tag, close + 1);
  }
  return [...parts, decodeEntities(html.slice(at))].join('');
}

/** What the browser would not show either. */
function skipHidden(lower: string, tag: string, from: number): number {
  const name = /^(script|style)\b/i.exec(tag)?.[1]?.toLowerCase();
  if (name === undefined) return from;
  const end = lower.indexOf(`</${name}`, from);
  return end === -1 ? lower.length : end;
}

/** Where a link really leads matters most; pictures of Teams' own, such as smileys, have words for them. */
function tellTag(tag: string, address: string): string {
  const [, name = ''] = /^\/?([a-z][a-z0-9]*)/i.exec(tag) ?? [];
  switch (name.toLowerCase()) {
    case 'a':
      return tag.startsWith('/') && address !== '' ? ` (${address})` : '';
    case 'img':
      return attributeOf(tag, 'alt');
    case 'br':
    case 'p':
    case 'div':
    case 'li':
    case 'tr':
    case 'blockquote':
    case 'h1':
    case 'h2':
    case 'h3':
      return '\n';
    case 'td':
      return ' ';
    default:
      return '';
  }
}

function attributeOf(tag: string, name: string): string {
  const [, value = ''] = new RegExp(String.raw`\b${name}\s*=\s*["']([^"']{0,2000})["']`, 'i').exec(tag) ?? [];
  return decodeEntities(value);
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  pound: '£',
  euro: '€',
};

/** Each once: `&amp;lt;` is how `&lt;` is written. */
function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return named[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code).toWellFormed() : whole;
  });
}
