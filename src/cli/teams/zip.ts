import { unzipSync, zipSync } from 'fflate';

/** The files of a package by their names. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Nothing of a package is larger; more is somebody else's file. */
const mostBytes = 5_000_000;

/** The same files give the same bytes, whenever and wherever they are packed. */
export function packFiles(files: Files): Uint8Array {
  // A zip has the time of the place where it is made, so this is the same day in every one.
  const mtime = new Date(1980, 0, 1);
  const inOrder = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(Object.fromEntries(inOrder), { mtime, level: 9 });
}

/** The files of a zip; `undefined` when it is none, or too large to be an app package. */
export function unpackFiles(bytes: Uint8Array): Files | undefined {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > mostBytes) throw new Error('too large');
        return true;
      },
    });
  } catch {
    return undefined;
  }
}
