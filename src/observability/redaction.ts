import { findPhoneNumbersInText } from 'libphonenumber-js';
import { findCards } from './cards.ts';
import type { Span } from './span.ts';

/** What stands where a secret was. Says nothing that listening could take for a signal. */
export const hidden = '[hidden]';

/**
 * Hides what the bot must never keep: card numbers, one-time codes, PINs, passwords and bank details.
 * Phone numbers and names stay: a story needs them (logs have `cleanForLog`).
 */
export function maskSecrets(text: string): { text: string; masked: boolean } {
  const spans = finders.flatMap((find) => find(text));
  return { text: hideSpans(text, spans), masked: spans.length > 0 };
}

/** For text on its way to a log: hides secrets and phone numbers. A second net; text people wrote is never logged. */
export function cleanForLog(text: string): string {
  const { text: masked } = maskSecrets(text);
  return hideSpans(masked, findPhoneNumbers(masked));
}

const finders = [
  (text: string) => findCards(text),
  findIbans,
  findBankDetails,
  findCodes,
  findSpokenCodes,
  findPasswords,
  findBareCode,
];

function findIbans(text: string): Span[] {
  const shape = /\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b/gi;
  return [...text.matchAll(shape)].filter((match) => isIban(match[0])).map(spanOf);
}

/** ISO 13616: move the first four characters to the end, letters become numbers, the rest modulo 97 is 1. */
function isIban(candidate: string): boolean {
  const iban = candidate.replaceAll(' ', '').toUpperCase();
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}

const joint = String.raw`(?:\s+(?:number|no\.?|is|was|are|of|for|and))*\s*[:=#-]?\s*`;
const sortCode = String.raw`\d{2}[ -]?\d{2}[ -]?\d{2}`;

/** A labelled sort code or account number, and the two side by side without a label. */
function findBankDetails(text: string): Span[] {
  return [
    ...findCaptured(text, new RegExp(String.raw`\bsort[ -]?code${joint}(${sortCode})(?!\d)`, 'gdi')),
    ...findCaptured(
      text,
      new RegExp(String.raw`\b(?:account|acc?t?)${joint}(\d(?:[ -]?\d){6,9})(?!\d)`, 'gdi'),
    ),
    ...findCaptured(text, /(?<![\d£])(\d{2}-\d{2}-\d{2}[\s,;/]{1,3}\d{8})(?!\d)/dg),
  ];
}

const digits = String.raw`\d(?:[ -]?\d){3,9}`;
const mixed = String.raw`(?=[a-z0-9-]*\d)[a-z0-9]{3,12}(?:-[a-z0-9]{3,8})*`;
/** Codes that are nobody's secret. */
const publicCode = String.raw`(?<!\b(?:area|error|dial|dialling|dialing|country|post|zip|tax|product|cost|stop|fault|event|status|exit|source|discount|promo|job|project|bar|q\.?r\.?|sort)[ -]?)`;
const secretWord = String.raw`(?:${publicCode}\b(?:pass)?codes?|\bo\.?t\.?p\.?|\bpins?|\bcvv2?|\bcvc2?|\bcsc|\bm\.?f\.?a\.? (?:code|number)|\bone[ -]time (?:code|number|pass(?:code|word)?))`;
const verb = String.raw`(?:is|was|are|were|being|reads?|said|says|'s|’s)`;

/** "the code is 482913", "PIN: 1234", "the code he wanted was 482 913", "482913 is your Amazon code". */
function findCodes(text: string): Span[] {
  const said = `(?:\\s+[a-z'’]+){0,8}?\\s+${verb}\\s*:?\\s+|\\s*[:=#-]\\s*|\\s+(?:number\\s+|of\\s+)?`;
  return [
    ...findCaptured(
      text,
      new RegExp(`${secretWord}(?:${said})["'“‘]?(${digits}|${mixed})(?![\\w£%])`, 'gdi'),
    ),
    ...findCaptured(text, new RegExp(`\\bcv[vc]2?${joint}(\\d{3,4})(?!\\d)`, 'gdi')),
    ...findCaptured(text, /\bsecurity code(?:\s+[a-z]+){0,6}?\s*(?:is|was|[:=])?\s*(\d{3})(?!\d)/dgi),
    ...findCaptured(
      text,
      new RegExp(
        `(?<![\\w£$€.,-])(?:[a-z]-)?(\\d(?:[ -]?\\d){3,7})\\s+(?:is|was|as)\\s+(?:[a-z']+\\s+){0,4}?${secretWord}`,
        'gdi',
      ),
    ),
    ...findCaptured(
      text,
      /\bread(?:ing)?(?: (?:it|him|her|them|out|back|over|to|the))*(?: numbers?)? (\d{3}[ -]?\d{3})(?![\d,])/dgi,
    ),
  ].filter((span) => /\d/.test(text.slice(span.from, span.to)));
}

/** Speech to text writes "the code is four eight two nine one three". */
function findSpokenCodes(text: string): Span[] {
  const digit = '(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)';
  const said = `(?:\\s+[a-z'’]+){0,8}?\\s+(?:${verb}\\s+)?`;
  return findCaptured(text, new RegExp(`${secretWord}${said}(${digit}(?:[\\s,-]+${digit}){3,11})\\b`, 'gdi'));
}

const passwordWord = String.raw`\b(?:pass ?words?|pass ?phrases?|passwd|pwd)\b`;

/** "my password is Hunter2", "password: sunshine", "gave him my password Summer24!", "Hunter2 is my password". */
function findPasswords(text: string): Span[] {
  const named = new RegExp(
    `${passwordWord}(?:(?:\\s+[a-z'’]+){0,5}?\\s+(?:${verb}|to)\\s*:?|\\s*[:=])?\\s+["'“‘]?([^\\s"”]{4,64})`,
    'gdi',
  );
  return [
    ...findCaptured(text, new RegExp(`${passwordWord}[^.?"“\\n]{0,30}?["“]([^"”\\n]{3,64})["”]`, 'gdi')),
    ...findCaptured(text, new RegExp(`${passwordWord}\\s*[:=]\\s*["'“‘]?([^\\s"”’]{3,64})`, 'gdi')),
    ...findCaptured(text, named).filter((span) => looksMadeUp(text.slice(span.from, span.to))),
    ...findCaptured(
      text,
      new RegExp(`${passwordWord}\\s+(?:is|was)\\s+([a-z]{5,32})(?=\\s*(?:[.!?,;]|$))`, 'gdi'),
    ).filter((span) => !describesPassword(text.slice(span.from, span.to))),
    ...findCaptured(
      text,
      new RegExp(
        `(?<!\\S)([^\\s"“]{4,64})["”]?\\s+(?:is|was)\\s+(?:my|the|our|his|her|their)\\s+(?:old\\s+|new\\s+)?${passwordWord}`,
        'gdi',
      ),
    ).filter((span) => looksMadeUp(text.slice(span.from, span.to))),
  ];
}

/** Letters with digits or symbols among them: no word of a story looks like that. */
function looksMadeUp(token: string): boolean {
  const bare = token.replace(/[.,;:!?)\]'’]+$/, '');
  if (/^\W*\d+(?:st|nd|rd|th|am|pm|x|k|m|hrs?|mins?)?$/i.test(bare) || productName.test(bare)) return false;
  return (/\d/.test(bare) && /[a-z]/i.test(bare)) || /[@#$%^&*_+=~|\\]/.test(bare);
}
const productName =
  /^(?:2fa|mfa|o365|m365|win(?:dows)?\d+|office\d+|1password|https?:.*|www\..*|.*@.*\.[a-z]{2,})$/i;

/** "the password was leaked", "the password is wrong": talk about a password, not the password. */
function describesPassword(word: string): boolean {
  return /(?:ed|ing|en|able|ible)$/i.test(word) || plainWords.has(word.toLowerCase());
}
const plainWords = new Set(
  `about again always another correct different empty fake false fine gone good greyed hers incorrect invalid known lost
  mine never okay online ours private public right same secret secure short simple strong temporary theirs there these
  daily early monthly only recently regularly immediately
  unique unknown urgent valid visible weak wrong yours blank common default reset stuck`.split(/\s+/),
);

/** Six digits and nothing else is somebody typing the code they were sent. */
function findBareCode(text: string): Span[] {
  return findCaptured(text, /^\s*(\d{3}[ -]?\d{3})[\s.]*$/dg);
}

/** Numbers that ring somewhere, and everything else in the shape of one: drama numbers are valid nowhere. */
function findPhoneNumbers(text: string): Span[] {
  if ((text.match(/\d/g) ?? []).length < 7) return [];
  const known = findPhoneNumbersInText(text, 'GB').map(({ startsAt, endsAt }) => ({
    from: startsAt,
    to: endsAt,
  }));
  const shaped = [...text.matchAll(/(?<![\w.-])(?:\+|\(?0)(?:[ ()./-]{0,2}\d){8,14}(?!\w)/g)].map(spanOf);
  return [...known, ...shaped];
}

function findCaptured(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].flatMap(({ indices }) => {
    const span = indices?.[1];
    return span === undefined ? [] : [{ from: span[0], to: span[1] }];
  });
}

function spanOf(match: RegExpExecArray): Span {
  return { from: match.index, to: match.index + match[0].length };
}

/** Spans may overlap; what touches becomes one. */
function hideSpans(text: string, spans: readonly Span[]): string {
  const inOrder = spans.toSorted((a, b) => a.from - b.from);
  let shown = '';
  let at = 0;
  for (const { from, to } of inOrder) {
    if (from >= at) shown += text.slice(at, from) + hidden;
    at = Math.max(at, to);
  }
  return shown + text.slice(at);
}
