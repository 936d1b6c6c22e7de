import type { CueMatch } from './cue-tree.ts';
import { stanceOf } from './stance.ts';
import { stem, type Token } from './tokens.ts';

const nearly = new Set(['nearly', 'almost', 'about', 'supposed'].map((word) => stem(word)));
const notYet = new Set([
  'to',
  'would',
  'if',
  'should',
  'do',
  'could',
  'will',
  'can',
  'must',
  'may',
  'please',
]);
const subjects = new Set(['i', 'we', 'he', 'she', 'they', 'you', 'it']);
const callers = new Set(['he', 'she', 'they', 'caller']);
/** "Something called AnyDesk" has not been done by anybody. */
const names = new Set(
  'called named something anything everything nothing morning evening meeting during'.split(' '),
);
/** Endings of what is done or being done; cues hear the bare verb, so the story itself has to tell. */
const doneEnding = /(?:ed|ing)$/;
const doneWords = new Set(
  'gave given told read sent paid put let bought took taken did done made went gone got set spelt lent spent'.split(
    ' ',
  ),
);

/**
 * Harm is what has happened. "Nearly gave", "should I give", "told me to give" and "did not give" are not harm, and
 * neither is "give": the verb must be a past or running one, unless the cue tells what the caller does.
 */
export function hasHappened(story: string, tokens: readonly Token[], match: CueMatch<unknown>): boolean {
  if (stanceOf(tokens, match, false) !== 'yes' || isAhead(tokens, match.first)) return false;
  if (isAsked(story, tokens, match.first)) return false;
  const said = tokens.slice(match.first, match.last + 1);
  return callers.has(said[0]?.word ?? '') || said.some((token) => isDone(story, token));
}

/** "Let him in?" asks whether to; "I let him in, is that bad?" tells that somebody did. */
function isAsked(story: string, tokens: readonly Token[], first: number): boolean {
  const sentence = tokens.filter((token) => token.sentence === tokens[first]?.sentence);
  const isQuestion = /^[^\p{L}\p{N}]*[?？]/u.test(story.slice(sentence.at(-1)?.end));
  const start = tokens[first]?.start ?? 0;
  return isQuestion && !sentence.some((token) => token.start < start && subjects.has(token.word));
}

function isAhead(tokens: readonly Token[], first: number): boolean {
  const sentence = tokens[first]?.sentence;
  const before = tokens
    .slice(Math.max(0, first - 2), first)
    .filter((token) => token.sentence === sentence)
    .map((token) => token.word);
  const last = before.at(-1) ?? '';
  return (
    before.some((word) => nearly.has(word)) ||
    notYet.has(last) ||
    (subjects.has(last) && notYet.has(before.at(-2) ?? ''))
  );
}

function isDone(story: string, { start, end }: Token): boolean {
  const written = story.slice(start, end).toLowerCase();
  if (names.has(written)) return false;
  return doneWords.has(written) || (written.length > 4 && doneEnding.test(written));
}
