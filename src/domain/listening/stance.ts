import type { Presence } from '../evidence.ts';
import type { CueMatch } from './cue-tree.ts';
import { cueHas } from './cues.ts';
import { stem, type Token } from './tokens.ts';

const negators = stems('not never no none nothing without nor neither nobody');
const doubts = stems('maybe perhaps might');
const staff = stems('i we');
const callers = stems('he she they who someone somebody caller man woman');
const questionWords = stems('why what how where');
const thinking = stems('think believe say reckon know mean remember');
const asking = stems('ask request demand order apply');
const wanting = stems('want need');
const things = stems(
  'it email outlook teams vpn screen app page computer printer system site website portal form software windows update browser spreadsheet excel file link step handset locker machine kiosk scanner tablet engine bridge installer',
);
const negativeObject = /^(?:for |about |at )?(?:nobody|noth|non|no one|no body|neither)(?: at all)?$/;
const wordsBackForNegation = 5;
const wordsBackForAsking = 6;

/**
 * What a cue that was heard really says: `no` when it stands in the reach of a negation, `unsure` when in doubt,
 * nothing when it is only supposed ("if he had asked") or when we did the asking ("I asked him for the code").
 */
export function stanceOf(
  tokens: readonly Token[],
  match: CueMatch<unknown>,
  isRequest: boolean,
): Presence | undefined {
  const before = wordsBefore(tokens, match.first, wordsBackForNegation);
  if (isWondered(tokens, match.first, before)) return 'unsure';
  if (isSupposed(before, isRequest) || (isRequest && isOurOwnAsking(tokens, match))) return undefined;
  const own = cueHas(match.cue, negators);
  const inside = tokens.slice(match.first, match.last + 1).some((token) => negators.has(token.word));
  if (!own && (inside || isNegated(before) || hasNegativeObject(tokens, match.last)))
    return isUnknown(before) ? 'unsure' : 'no';
  return before.some((word) => doubts.has(word)) ? 'unsure' : 'yes';
}

function stems(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(stem));
}

/** Words of the same clause in front of a position, nearest last. */
function wordsBefore(tokens: readonly Token[], first: number, howMany: number): string[] {
  const clause = tokens[first]?.clause;
  const words: string[] = [];
  for (let at = first - 1; at >= 0 && tokens[at]?.clause === clause && words.length < howMany; at -= 1) {
    words.unshift(tokens[at]?.word ?? '');
  }
  return words;
}

function isNegated(before: readonly string[]): boolean {
  const reach = before.slice(startOfReach(before));
  return reach.some((word, at) => negators.has(word) && !(word === 'not' && reach[at + 1] === 'only'));
}

/** "He threatened nobody": nobody and nothing else. In "the code, nothing else" and "goods nobody ordered" it goes on. */
function hasNegativeObject(tokens: readonly Token[], last: number): boolean {
  const after = tokens.slice(last + 1, last + 7).filter(({ clause }) => clause === tokens[last]?.clause);
  const words = after.map(({ word }) => word).join(' ');
  return negativeObject.test(words);
}

/**
 * A new subject or question word ends the reach of a negation: in "no name given he wants the code" and "not sure why
 * he wants the code" he does want it. Not so after a verb of thinking: "I do not think he wants it".
 */
function startOfReach(before: readonly string[]): number {
  return (
    before.findLastIndex((word, at) => {
      const isSubject = (staff.has(word) || callers.has(word)) && !thinking.has(before[at - 1] ?? '');
      return questionWords.has(word) || isSubject;
    }) + 1
  );
}

/** "I do not know if the number was withheld" tells us nothing about the number. */
function isUnknown(words: readonly string[]): boolean {
  return /not (sur|know|certain|see|look|notic|remember)|no idea/.test(words.join(' '));
}

/** "Not sure if" and "do not know whether": the doubt stands in front of the clause. */
function isWondered(tokens: readonly Token[], first: number, before: readonly string[]): boolean {
  if (before.includes('whether')) return isUnknown(before);
  const opener = before[0] === 'if' ? first - before.length : -1;
  return opener > 0 && isUnknown(tokens.slice(Math.max(0, opener - 4), opener).map((token) => token.word));
}

/** For a request only "if he asks" is supposed: "unless we pay" and "if we pay today" are how demands are told. */
function isSupposed(before: readonly string[], isRequest: boolean): boolean {
  const text = ` ${before.join(' ')} `;
  if (/ would hav /.test(text) || / in cas /.test(text)) return true;
  const at = before.lastIndexOf('if');
  if (isRequest) return at >= 0 && callers.has(before[at + 1] ?? '');
  return at >= 0 || text.includes(' unles ');
}

/**
 * Our own asking is no request of the caller's, nor is that of a thing ("the app wants a code"). Who asks is the nearest
 * subject in front of the verb; "I was asked" and "I need to pay" tell what somebody else wants.
 */
function isOurOwnAsking(tokens: readonly Token[], match: CueMatch<unknown>): boolean {
  const words = [
    ...wordsBefore(tokens, match.first, wordsBackForAsking),
    ...tokens.slice(match.first, match.last + 1).map((token) => token.word),
  ];
  const lead = words.length - (match.last - match.first);
  return words.slice(0, lead).some((_, at) => isAsking(words, at) && isByStaffOrThing(words.slice(0, at)));
}

function isAsking(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  if (asking.has(word)) return true;
  if (wanting.has(word)) return words[at + 1] !== 'to';
  return word === 'tell' && words.slice(at + 2, at + 4).includes('to');
}

function isByStaffOrThing(before: readonly string[]): boolean {
  if (before.slice(-2).some((word) => things.has(word))) return true;
  const at = before.findLastIndex((word) => staff.has(word) || callers.has(word));
  const between = before.slice(at + 1);
  return (
    at >= 0 &&
    staff.has(before[at] ?? '') &&
    between.length <= 3 &&
    !between.some((word) => word === 'be' || word === 'get')
  );
}
