import type { Token } from './tokens.ts';

/** Words meant for the bot: a caller's, or those of a page that was pasted. */
export const dictationSignal = 'tells-bot-what-to-say';

/**
 * The story without what was dictated: from the first such word to the end of its sentence. `heardAt` are the places of
 * tokens where such words begin; without any there is nothing to leave out.
 */
export function withoutDictation(
  story: string,
  tokens: readonly Token[],
  heardAt: readonly number[],
): string | undefined {
  if (heardAt.length === 0) return undefined;
  const dictatedFrom = new Map<number, number>();
  for (const first of heardAt) {
    const sentence = tokens[first]?.sentence ?? 0;
    dictatedFrom.set(sentence, Math.min(first, dictatedFrom.get(sentence) ?? first));
  }
  const startOf = (at: number): number => tokens[at - 1]?.end ?? 0;
  return tokens
    .map(({ sentence, end }, at) =>
      at >= (dictatedFrom.get(sentence) ?? Infinity) ? '' : story.slice(startOf(at), end),
    )
    .join('');
}
