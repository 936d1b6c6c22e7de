/**
 * Makes what a caller wanted opened inert: nobody can click it, also where a mail program or a ticket system turns text into links,
 * and copying it opens nothing. Web addresses begin with `hxxp`, dots in names and addresses stand in brackets, and signs that turn
 * or hide writing are shown.
 */
export function defang(text: string): string {
  return text
    .replaceAll(/\bh(?:tt)(ps?):\/\//gi, (_, rest: string) => `hxx${rest.toLowerCase()}://`)
    .replaceAll(/\bftp(s?):\/\//gi, 'fxp$1://')
    .replaceAll(/\b(mailto|tel|sms|sip|data|javascript|file|smb):(?=\S)/gi, '$1[:]')
    .replaceAll(/\\\\(?=\w)/g, '[\\\\]')
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll('.', '[.]'))
    .replaceAll(/(?<=[\p{L}\p{N}])[.\u3002\uFF0E\uFF61](?=\p{L}[\p{L}\p{N}])/gu, '[.]')
    .replaceAll(/(?<=[\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, '[@]')
    .replaceAll(hidden, nameSign);
}

/** Text of one line, for a subject or a title: nothing in it can begin another line or header. */
export function oneLine(text: string): string {
  return defang(text)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** Control characters but tab and line end; and signs that turn the writing direction or cannot be seen. */
const hidden = /(?![\t\n])[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

/** A name that is no address, such as a file's: only the signs that make it look like another name are shown. */
export function showHidden(text: string): string {
  return text.replaceAll(hidden, nameSign);
}

function nameSign(sign: string): string {
  if (sign === '\r') return '';
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
