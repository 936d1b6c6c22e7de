/**
 * Makes what a caller wanted opened or rung inert: nobody can click it, and copying it opens nothing. Dots between letters
 * stand in brackets, web addresses begin with `hxxp`, and signs that turn the writing direction round are shown.
 */
export function defang(text: string): string {
  return text
    .replaceAll(/\bh(?:tt)(ps?):\/\//gi, (_, rest: string) => `hxx${rest.toLowerCase()}://`)
    .replaceAll(/\bftp(s?):\/\//gi, 'fxp$1://')
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll('.', '[.]'))
    .replaceAll(/(?<=[\p{L}\p{N}])[.\u3002\uFF0E\uFF61](?=\p{L}[\p{L}\p{N}])/gu, '[.]')
    .replaceAll(/(?<=[\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu, '[@]')
    .replaceAll(hidden, nameSign);
}

/** A name that is no address, such as a file's: only the signs that make it look like another name are shown. */
export const showHidden = (text: string): string => text.replaceAll(hidden, nameSign);

const hidden = /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060\uFEFF]/g;

function nameSign(sign: string): string {
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}
