import type { Knowledge, Scam } from '../../domain/knowledge.ts';

/** As many words as a member of staff types in a minute or two. */
export const storyWords = 60;

/** One story for each scam, of `storyWords` words in the words of its own file: what staff and callers say, and examples. */
export function storiesFrom(knowledge: Knowledge): string[] {
  return knowledge.scams.map((scam) => cut(tell(scam), storyWords));
}

function tell({ examples, staffSay, callersSay, summary }: Scam): string {
  return [...examples.caught, ...staffSay, ...callersSay, summary, ...examples.spared].join(' ');
}

function cut(text: string, words: number): string {
  return text.split(/\s+/).slice(0, words).join(' ');
}
