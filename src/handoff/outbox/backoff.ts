const firstMs = 5_000;
const longestMs = 3_600_000;

/** Given up after so many tries, some eight hours: a night of trouble at the other side passes by itself. */
export const triesLimit = 16;

/**
 * How long to wait after the try with this number (1 is the first). It doubles up to an hour; the upper half is thrown by
 * dice (`random` gives 0 to 1), so that messages that failed together do not come back together.
 */
export function backoffMs(tries: number, random: () => number): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** (tries - 1));
  return Math.round(fullMs / 2 + (random() * fullMs) / 2);
}
