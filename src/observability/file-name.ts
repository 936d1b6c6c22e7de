import { maskSecrets } from './redaction.ts';

const longestName = 120;

/** The last part of a path, without what would break a line, a header or a file system. Secrets in it are hidden, its ending stays. */
export function cleanName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>|:*?]/gu, '')
    .trim();
  const [ending = ''] = /\.[a-z0-9]{1,8}$/i.exec(clean) ?? [];
  return shorten(maskSecrets(clean.slice(0, clean.length - ending.length)).text + ending);
}

/** The end says what kind of file it is. */
function shorten(name: string): string {
  if (name.length <= longestName) return name === '' ? 'file' : name;
  return `${name.slice(0, longestName - 21)}…${name.slice(-20)}`.toWellFormed();
}
