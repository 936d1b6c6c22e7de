import type { Span } from './claim.ts';
import { stem, type Token } from './tokens.ts';

/**
 * Words that no name of a caller has in it, so that a name ends at them: "Contoso Freight | rang | about | pallets". Little
 * words, what people do all day, greetings and days.
 */
const between: ReadonlySet<string> = new Set(
  (
    'i we he she it they you me us him them who whom whose that which what there here be have do can could will would ' +
    'should may might must not no yes to from with at in on by about for as than then now when where why how if but and ' +
    'or because so while although though into onto over under after before since until off out up down through between ' +
    'behind again back still already yet too even only both all any each every another other same ring say tell ask want ' +
    'need claim reckon call get give go come keep leave let make take put pay send buy know think see look hear talk speak ' +
    'try offer explain insist demand warn promise start stop use read wait hold show find turn open press type lose text ' +
    'email visit write happen work check confirm change run bring pick stay like mean remember believe seem sound feel ' +
    'wonder swear shout pretend introduce sit walk stand hang answer sell stuck hello hi hey morning afternoon evening today yesterday ' +
    'tomorrow tonight ok okay thank sorry please monday tuesday wednesday thursday friday saturday sunday never always once ' +
    'twice ago later earlier half past'
  )
    .split(' ')
    .map((word) => stem(word)),
);
/** A phrase of nothing but these names nobody: "a very nice woman". */
const anybody: ReadonlySet<string> = new Set(
  (
    'man woman guy bloke chap fellow fella lad lass lady girl boy gentleman gent someone somebody anyone anybody nobody ' +
    'person people caller voice robot recording message voicemail call phone number line mobile telephone nice lovely ' +
    'polite posh friendly young old older elderly cross angry cheerful calm strange foreign recorded automated missed ' +
    'withheld unknown else company firm business outfit one two three first second third next last new dear other real proper whoever everyone everybody'
  )
    .split(' ')
    .map((word) => stem(word)),
);
const mostTokens = 5;
/** These begin another name, unless "of" leads to them. */
const determiner = /\b(?:the|a|an|my|our|your|his|her|their|its|this|that|these|those|some)\b/i;
const stop = /[,;:()"“”–—!?.\n]|\s-\s/;

/** The runs of words in a story that could name somebody, in order; they do not overlap. `isNamed` tells words of known names. */
export function findNamePhrases(
  story: string,
  tokens: readonly Token[],
  isNamed: (at: number) => boolean,
): Span[] {
  const phrases: Span[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (isBetween(story, tokens[at])) continue;
    let last = at;
    while (last + 1 < tokens.length && last - at < mostTokens - 1 && goesOn(story, tokens, last, isNamed))
      last += 1;
    const phrase = withoutOf(tokens, { first: at, last });
    if (phrase && !isAnybody(tokens, phrase)) phrases.push(phrase);
    at = last;
  }
  return phrases;
}

/** "IT" is a name, and "it" is not. */
function isBetween(story: string, token: Token | undefined): boolean {
  if (!token || token.word.startsWith('<')) return true;
  return between.has(token.word) && !(token.word === 'it' && story.startsWith('IT', token.start));
}

function goesOn(
  story: string,
  tokens: readonly Token[],
  at: number,
  isNamed: (at: number) => boolean,
): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (!token || !next || token.sentence !== next.sentence || isBetween(story, next)) return false;
  const gap = next.start - token.end === 1 ? ' ' : story.slice(token.end, next.start);
  if (gap !== ' ' && (stop.test(gap) || (token.word !== 'of' && determiner.test(gap)))) return false;
  return isNamed(at + 1) || !isDoing(story, next);
}

/** What is done, by its ending: "the till engineer | swapped it". "Trading Standards" is a name. */
function isDoing(story: string, { start, end }: Token): boolean {
  if (!story.endsWith('ed', end) && !story.endsWith('ing', end)) return false;
  const letter = story.charAt(start);
  return letter === letter.toLowerCase();
}

function isAnybody(tokens: readonly Token[], { first, last }: Span): boolean {
  for (let at = first; at <= last; at += 1) if (!anybody.has(tokens[at]?.word ?? '')) return false;
  return true;
}

function withoutOf(tokens: readonly Token[], { first, last }: Span): Span | undefined {
  let [from, to] = [first, last];
  while (from <= to && tokens[from]?.word === 'of') from += 1;
  while (to > from && tokens[to]?.word === 'of') to -= 1;
  return from > to ? undefined : { first: from, last: to };
}
