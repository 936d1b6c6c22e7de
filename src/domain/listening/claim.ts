import { stem, type Token } from './tokens.ts';

/** Where the words stand that name the caller, as token positions. */
export type Span = { first: number; last: number };

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map((word) => stem(word)));

/** After a name, these make it the one on the line. */
const arriving = words('ring call phone message about regarding re voicemail visit');
/** After a name these do too, unless it is one of our own desks or managers, who say and want things all day. */
const speaking = words('say want ask tell claim need leave demand offer warn wish');
const lines = words('phone line video call mobile now teams screen voicemail landline zoom skype');
const persons = words(
  'man woman caller someone somebody person people voice lass rep agent officer engineer technician operator adviser advisor team inspector call voicemail message recording',
);
const standing = words('be say claim pretend from as he she they it this come work ring');
/** What follows makes it a thing of theirs and not the caller: "the bank's site says". */
export const things = words(
  'site website page portal app software account login card machine screen form map sheet spreadsheet letter email bill invoice statement payment link address number password code branch holiday update ticket print',
);
/** Who rang is told without a claim: kin, colleagues, customers, and anybody without a name. */
const plain = words(
  'i we he she it they you me us who that which there someone somebody anyone nobody no-one one man woman person people caller voice mum mom mam dad gran nan nana grandma granny son daughter brother sister aunt uncle wife husband mother father friend neighbour customer client patient parent tenant guest donor carer driver colleague receptionist manager boss partner phone telephone mobile number line bell landline extension today yesterday then later again now also just already earlier twice once last day morning afternoon never not always still have be do mate folk old young new nice same recorded automated polite another funny strange lovely foreign english american will would could can get say to and but or when if so because after before',
);
/** After "from" these name a place, a number or kin, not whom the caller speaks for. */
const notABody = words(
  'i we he she it they you me us who abroad overseas home work here there mobile phone number outside inside withheld private hidden unknown blocked different another what where somewhere nowhere upstairs downstairs now then before today yesterday last next same other time one two mum mom dad gran nan husband wife son daughter brother sister customer client patient parent friend reception',
);
const nearbyWords = 4;
const longestSubject = 4;

/** Whether a name stands where the caller stands: "someone from X", "said he was X", "X rang", "X on the phone". */
export function isClaimed(tokens: readonly Token[], { first, last }: Span, isOurOwn: boolean): boolean {
  const before = wordsBefore(tokens, first);
  const previous = before.at(-1) ?? '';
  if (previous === 'ring' || /\b(?:i|we) (?:\S+ )?ring\b/.test(before.join(' '))) return false;
  const leading = before.at(-2) ?? '';
  if (/^(?:from|with|at|in)$/.test(previous) && (persons.has(leading) || standing.has(leading))) return true;
  if (/^(?:with|w)$/.test(previous) && before.some((word) => lines.has(word))) return true;
  if (/^(?:recording|voicemail|automated)$/.test(previous)) return true;
  if (wordsAfter(tokens, last)[0] === 'on' && before.includes('hav')) return true;
  if (/^(?:be|as)$/.test(previous) && standing.has(leading)) return true;
  return acts(tokens, last, isOurOwn);
}

function acts(tokens: readonly Token[], last: number, isOurOwn: boolean): boolean {
  const after = wordsAfter(tokens, last);
  const end = after.findIndex((word) => word === 'i' || word === 'we' || things.has(word));
  return after.slice(0, end < 0 ? undefined : end).some((word, at) => {
    if (word === 'on') return lines.has(after[at + 1] ?? '');
    return arriving.has(word) || (!isOurOwn && (speaking.has(word) || persons.has(word)));
  });
}

/** The first body, firm or role that rang though no list has its name: "Harlow Lettings rang", "a man from Harlow's". */
export function findStranger(story: string, tokens: readonly Token[]): Span | undefined {
  for (let at = 1; at < tokens.length; at += 1) {
    const found =
      tokens[at]?.word === 'ring' ? subjectBefore(story, tokens, at) : senderFrom(story, tokens, at);
    if (found) return found;
  }
  return undefined;
}

const notIncoming = words('i we you to should can could will would if not never let back when');

/** Where the story tells of a ring that came to us: "rang reception", "had a call", "a voicemail from". */
export function findIncoming(tokens: readonly Token[]): Span | undefined {
  const at = tokens.findIndex((token, place) => {
    const next = tokens[place + 1];
    if (token.word === 'ring') return next?.word !== 'back' && isTheirRing(tokens, place);
    const isFrom =
      next?.word === 'from' ||
      /^(?:hav|get|tak|ther|recorded|miss|another)$/.test(tokens[place - 1]?.word ?? '');
    return /^(?:call|voicemail)$/.test(token.word) && isFrom;
  });
  return at < 0 ? undefined : { first: at, last: at };
}

function isTheirRing(tokens: readonly Token[], verb: number): boolean {
  const subject = tokens
    .slice(Math.max(0, verb - nearbyWords), verb)
    .filter(({ clause }) => clause === tokens[verb]?.clause);
  return subject.length > 0 && !subject.some(({ word }) => notIncoming.has(word));
}

/** "A man from ...", "she said she is from ...": what follows is whom they speak for, unless it is a place or a number. */
function senderFrom(story: string, tokens: readonly Token[], at: number): Span | undefined {
  const [previous, from, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (from?.word !== 'from' || !previous || !next || next.sentence !== from.sentence) return undefined;
  if (
    previous.sentence !== from.sentence ||
    (notABody.has(next.word) && story.slice(next.start, next.end) !== 'IT') ||
    next.word.startsWith('<')
  )
    return undefined;
  const isSaid =
    previous.word === 'be' && /\b(?:say|claim|pretend|reckon)\b/.test(wordsBefore(tokens, at).join(' '));
  return isSaid || persons.has(previous.word) ? { first: at - 1, last: at + 1 } : undefined;
}

/**
 * The words from the start of the clause up to the verb, when nothing but a name stands there. A plain word may end
 * it ("licence lady rang"); "IT" is a name and "it" is not.
 */
function subjectBefore(story: string, tokens: readonly Token[], verb: number): Span | undefined {
  const last = verb - 1;
  let first = verb;
  while (first > 0 && tokens[first - 1]?.clause === tokens[verb]?.clause) first -= 1;
  if (first > last || last - first >= longestSubject) return undefined;
  const subject = tokens.slice(first, verb);
  const isPlain = subject.some(({ word, start, end }, at) => {
    if (story.slice(start, end) === 'IT' || word.startsWith('<')) return word.startsWith('<');
    return plain.has(word) && !(at > 0 && at === subject.length - 1 && persons.has(word));
  });
  return isPlain ? undefined : { first, last };
}

function wordsBefore(tokens: readonly Token[], first: number): string[] {
  return tokens
    .slice(Math.max(0, first - nearbyWords), first)
    .filter(({ sentence }) => sentence === tokens[first]?.sentence)
    .map(({ word }) => word);
}

function wordsAfter(tokens: readonly Token[], last: number): string[] {
  return tokens
    .slice(last + 1, last + 1 + nearbyWords)
    .filter(({ sentence }) => sentence === tokens[last]?.sentence)
    .map(({ word }) => word);
}
