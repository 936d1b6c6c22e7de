import { storyLimit } from '../src/dialog/state.ts';
import { storyCapCharacters } from '../src/domain/listening/tokens.ts';
import { bothEnds } from '../src/domain/shorten.ts';

/** A story with one more message. What was told first and last is never lost, however long the rest is. */
export function withMessage(story: readonly string[], said: string): string[] {
  return keepWithin(
    [...story, said].filter((part) => part !== ''),
    storyLimit,
  );
}

/** The story as it is judged: as much as is read of one, with its beginning and what is newest. */
export function readable(story: readonly string[]): string {
  return keepWithin(story, storyCapCharacters).join('\n');
}

/** Whether some of the story is left out when it is judged. */
export function isCut(story: readonly string[]): boolean {
  return lengthOf(story) > storyCapCharacters;
}

/** Shortens long parts first; then the first part, which tells who rang, and as many of the newest as fit are kept. */
function keepWithin(parts: readonly string[], limit: number): string[] {
  if (lengthOf(parts) <= limit) return [...parts];
  const longest = Math.floor(limit / Math.min(parts.length, 3)) - 1;
  const [first = '', ...rest] = parts.map((part) => bothEnds(part, longest));
  const newest: string[] = [];
  for (const part of rest.toReversed()) {
    if (lengthOf([first, part, ...newest]) > limit) break;
    newest.unshift(part);
  }
  return [first, ...newest];
}

function lengthOf(parts: readonly string[]): number {
  return parts.join('\n').length;
}
