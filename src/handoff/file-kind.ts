import { fileTypeFromBuffer } from 'file-type';

/** What a file is by its bytes, whatever it is called: its type, and how its name ends. */
export type FileKind = { type: string; extension: string };

/** By the extension that the sniffer gives for the bytes; what is not here is not taken. */
const taken: Readonly<Record<string, FileKind>> = {
  png: { type: 'image/png', extension: 'png' },
  jpg: { type: 'image/jpeg', extension: 'jpg' },
  gif: { type: 'image/gif', extension: 'gif' },
  webp: { type: 'image/webp', extension: 'webp' },
  pdf: { type: 'application/pdf', extension: 'pdf' },
  mp3: { type: 'audio/mpeg', extension: 'mp3' },
  m4a: { type: 'audio/mp4', extension: 'm4a' },
  wav: { type: 'audio/wav', extension: 'wav' },
  ogg: { type: 'audio/ogg', extension: 'ogg' },
  opus: { type: 'audio/ogg', extension: 'ogg' },
};
const plainText: FileKind = { type: 'text/plain', extension: 'txt' };

/** Other ways to write the same ending. */
const alike: Readonly<Record<string, string>> = { jpeg: 'jpg', oga: 'ogg', opus: 'ogg', wave: 'wav' };

/** The kind of these bytes, or `undefined` when it is none that is taken. */
export async function sniff(name: string, bytes: Uint8Array): Promise<FileKind | undefined> {
  const found = await fileTypeFromBuffer(bytes);
  if (found !== undefined) return taken[found.ext];
  return isTextName(name) && isPlainText(bytes) ? plainText : undefined;
}

/** The name with the ending that the bytes call for: `photo.jpg` that is WebP becomes `photo.webp`, `a.exe` that is PNG `a.exe.png`. */
export function nameAs({ extension }: FileKind, name: string): string {
  const ending = endingOf(name);
  if ((alike[ending] ?? ending) === extension || (extension === 'txt' && ending === 'log')) return name;
  const isMisnamed = ending in taken || ending in alike || ending === 'txt';
  const stem = isMisnamed ? name.slice(0, -ending.length - 1) : name;
  return `${stem === '' ? 'file' : stem}.${extension}`;
}

function endingOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Text has no mark of its own, and a page or a script is text too: so what it is called counts. */
function isTextName(name: string): boolean {
  return ['', 'txt', 'log'].includes(endingOf(name));
}

/** UTF-8 without control characters, but for those that lay out a page. */
function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/[^\P{Cc}\t\n\f\r]/u.test(text);
  } catch {
    return false;
  }
}
