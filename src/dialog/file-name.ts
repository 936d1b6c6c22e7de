const longestName = 120;

/** The last part of a path, without what would break a line, a header or a file system. */
export function cleanName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>|:*?]/gu, '')
    .trim();
  if (clean.length <= longestName) return clean === '' ? 'file' : clean;
  // The end says what kind of file it is.
  return `${clean.slice(0, longestName - 21)}…${clean.slice(-20)}`.toWellFormed();
}
