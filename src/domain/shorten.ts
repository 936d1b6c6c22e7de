/**
 * At most so many characters of a text, for people: it ends at a word, with an ellipsis, so that nothing looks whole that is not. A word
 * longer than half of that is cut where it has to be, and no character is halved.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${endAtWord(cut, /[\s,;:!?)]/.test(text.charAt(most - 1))).replace(/[\s,;:–—-]+$/, '')}…`;
}

/** The same without the ellipsis, for words that must be found in the story again. */
export function firstWords(text: string, most: number): string {
  return text.length <= most ? text : endAtWord(text.slice(0, most), /\s/.test(text.charAt(most))).trimEnd();
}

/** So many characters from the end, in whole words. */
export function lastWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(-most);
  const isWhole = /\s/.test(text.charAt(text.length - most - 1));
  const start = isWhole ? 0 : cut.search(/\s/) + 1;
  return (start > most / 2 ? cut : cut.slice(start))
    .toWellFormed()
    .replace(/^\uFFFD/, '')
    .trimStart();
}

/** Its beginning and its end, whole words of both, with "…" between: who rang comes first, and what they want now comes last. */
export function bothEnds(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 3) / 2);
  return `${firstWords(text, half)}…\n…${lastWords(text, half)}`;
}

function endAtWord(cut: string, isWhole: boolean): string {
  const end = cut.search(/\s\S*$/);
  return (isWhole || end <= cut.length / 2 ? cut : cut.slice(0, end)).toWellFormed().replace(/\uFFFD$/, '');
}

const letter = String.raw`[\p{L}\p{N}\p{M}]`;
const before = new RegExp(String.raw`(?:${letter}+[&/.'’+@-]?|[£$€#@+])?$`, 'u');
const after = new RegExp(String.raw`^${letter}*(?:[%°]|(?:[&/.'’+@-]${letter}+)+)?`, 'u');

/** The part of a story between two places, with what belongs to its first and last word: "10%", "AT&T". */
export function wholeWords(story: string, start: number, end: number): string {
  const from = start - (before.exec(story.slice(Math.max(0, start - 30), start))?.[0].length ?? 0);
  const to = end + (after.exec(story.slice(end, end + 30))?.[0].length ?? 0);
  return story.slice(from, to);
}
