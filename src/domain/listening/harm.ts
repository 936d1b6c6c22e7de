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
const wishing = new Set(
  ['want', 'need', 'ask', 'demand', 'require', 'expect', 'request'].map((word) => stem(word)),
);
const wordsBackForWish = 4;
const onlyPast = new Set('gave took did went made got let'.split(' '));
const subjects = new Set(['i', 'we', 'he', 'she', 'they', 'you', 'it']);
const callers = new Set(['he', 'she', 'they', 'caller']);
/** "Something called AnyDesk" has not been done by anybody. */
const names = new Set(
  'called named something anything everything nothing morning evening meeting during'.split(' '),
);
/** Endings of what is done or being done; cues hear the bare verb, so the story itself has to tell. */
const doneEnding = /(?:ed|ing)$/;
const doneWords = new Set(
  'gave given told read sent paid put let bought took taken did done made went gone got had set spelt lent spent'.split(
    ' ',
  ),
);

/**
 * Harm is what has happened. "Nearly gave", "should I give", "told me to give" and "did not give" are not harm, and
 * neither is "give": the verb must be a past or running one, unless the cue tells what the caller does.
 */
export function hasHappened(story: string, tokens: readonly Token[], match: CueMatch<unknown>): boolean {
  if (stanceOf(tokens, match, false) !== 'yes' || isAsked(story, tokens, match.first)) return false;
  const said = tokens.slice(match.first, match.last + 1);
  if (isFollowed(story, said)) return true;
  if (isAhead(tokens, match.first) || isWished(story, tokens, match.first)) return false;
  return callers.has(said[0]?.word ?? '') || said.some((token) => isDone(story, token));
}

/** "Told me to pay and I did": what was only asked for was done in the next clause. */
function isFollowed(story: string, said: readonly Token[]): boolean {
  return said.some(({ word, clause }, at) => {
    const deed = said[at + 1];
    return (word === 'i' || word === 'we') && clause !== said[0]?.clause && deed && isDone(story, deed);
  });
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

/**
 * "Wants 900 paid" and "asked for it to be sent" tell what somebody wishes. A subject of its own makes it a deed ("wanted 900 I
 * paid him"), and so does a form that is never a participle ("wanted the code gave it him").
 */
function isWished(story: string, tokens: readonly Token[], first: number): boolean {
  const verb = tokens[first];
  if (!verb || !isDone(story, verb) || onlyPast.has(writtenAt(story, verb))) return false;
  const clause = tokens.slice(Math.max(0, first - wordsBackForWish), first);
  const before = clause.filter((token) => token.clause === verb.clause).map(({ word }) => word);
  if (before.at(-1) === 'be' && notYet.has(before.at(-2) ?? '')) return true;
  const wish = before.findLastIndex((word) => wishing.has(word));
  return wish >= 0 && !before.slice(wish + 1).some((word) => subjects.has(word));
}

function writtenAt(story: string, { start, end }: Token): string {
  return story.slice(start, end).toLowerCase();
}

function isDone(story: string, token: Token): boolean {
  const written = writtenAt(story, token);
  if (names.has(written)) return false;
  return doneWords.has(written) || (written.length > 4 && doneEnding.test(written));
}
