import type { Span } from './claim.ts';
import { stem, type Token } from './tokens.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map(stem));

const oneself = words('he she');
const others = words('they who caller man woman lad voice recording message robot person someone somebody');
/** What somebody on the line does. */
const saying = words(
  'say want ask tell need reckon claim offer explain insist demand swear promise warn ring',
);
/** After "he" and "she" these too tell of somebody; of "they" and "the man" they say little. */
const being = words('have would be will know give keep do can not go');
const toUs = words('me us him her');
const doingToUs = words('ask tell ring want offer promise warn');
const done = words('ask tell ring offer');
const ourselves = words('i we you can could please to');
/** A verb in front of which its subject was left out: "says we owe", and not "say when", which is meant for the reader. */
const tellingForm = /(?:[^s]s|ed|ing|said|told|rang)$/i;
const scripted =
  /\bpress (?:one|two|\d)\b|\bthis is\b|\bon (?:the (?:phone|line|blower)|(?:to|at) (?:us|me|him|her|our))\b|\bcaller:/i;

/** Whether the story tells of somebody else who speaks to us, in whatever words. */
export function tellsOfSomebody(story: string, tokens: readonly Token[]): boolean {
  return scripted.test(story) || tokens.some((_, at) => speaksAt(story, tokens, at));
}

function speaksAt(story: string, tokens: readonly Token[], at: number): boolean {
  const [before, word, next] = [tokens[at - 1], tokens[at]?.word ?? '', wordAfter(tokens, at, 1)];
  if (oneself.has(word)) return being.has(next) || saying.has(next) || saying.has(wordAfter(tokens, at, 2));
  if (others.has(word)) return saying.has(next) || saying.has(wordAfter(tokens, at, 2));
  if (word === 'be' && done.has(next)) return true;
  if (doingToUs.has(word) && toUs.has(next)) return !ourselves.has(before?.word ?? '');
  return startsClause(tokens, at) && saying.has(word) && tellingForm.test(written(story, tokens, at));
}

function wordAfter(tokens: readonly Token[], at: number, further: number): string {
  const token = tokens[at + further];
  return token && token.sentence === tokens[at]?.sentence ? token.word : '';
}

function startsClause(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.clause !== tokens[at]?.clause;
}

function written(story: string, tokens: readonly Token[], at: number): string {
  return story.slice(tokens[at]?.start, tokens[at]?.end);
}

/** The first place where a body or a trade stands and not a thing of theirs: "the council", but not "the council site". */
export function findBody(
  tokens: readonly Token[],
  bodies: ReadonlySet<string>,
  things: ReadonlySet<string>,
): Span | undefined {
  const at = tokens.findIndex(
    ({ word }, place) => bodies.has(word) && !things.has(wordAfter(tokens, place, 1)),
  );
  return at < 0 ? undefined : { first: at, last: at };
}
