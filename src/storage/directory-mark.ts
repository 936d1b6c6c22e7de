import type { DirectoryContent } from './directory-port.ts';

/** What makes an entry one of its kind at a client: a number is held once, and so is somebody's sign-in. */
export function markOf({
  kind,
  name,
  number,
  login,
}: Pick<DirectoryContent, 'kind' | 'name' | 'number' | 'login'>): string {
  if (kind === 'number') return `number ${digitsOf(number)}`;
  if (login !== null) return `login ${login.toLowerCase()}`;
  return `name ${name.toLowerCase()} ${digitsOf(number)}`;
}

function digitsOf(number: string | null): string {
  return (number ?? '').replaceAll(' ', '');
}
