import type { Presence } from '../evidence.ts';
import { cueHas, type CueMatch } from './cues.ts';
import type { Token } from './tokens.ts';

const negators = new Set(['not', 'never', 'no', 'none', 'nothing', 'without', 'nor', 'neither', 'nobody']);
const doubts = new Set(['maybe', 'perhaps', 'might']);
const askWords = new Set(['ask', 'want', 'tell', 'request', 'demand', 'need']);
const staff = new Set(['i', 'we']);
const wordsBackForNegation = 5;

/**
 * What a cue that was heard really says: `no` when it stands in the reach of a negation, `unsure` when in doubt,
 * nothing when it is only supposed ("if he had asked") or when we did the asking ("I asked him for the code").
 */
export function stanceOf(
  tokens: readonly Token[],
  match: CueMatch<unknown>,
  isRequest: boolean,
): Presence | undefined {
  const before = wordsBefore(tokens, match.first);
  if (isSupposed(before) || (isRequest && isOurOwnAsking(tokens, match, before))) return undefined;
  const own = cueHas(match.cue, negators);
  const inside = tokens.slice(match.first, match.last + 1).some((token) => negators.has(token.word));
  if (!own && (inside || isNegated(before))) return isUnknown(before) ? 'unsure' : 'no';
  return before.some((word) => doubts.has(word)) ? 'unsure' : 'yes';
}

/** Words of the same clause in front of the match, nearest last. */
function wordsBefore(tokens: readonly Token[], first: number): string[] {
  const clause = tokens[first]?.clause;
  const words: string[] = [];
  for (
    let at = first - 1;
    at >= 0 && tokens[at]?.clause === clause && words.length < wordsBackForNegation;
    at -= 1
  ) {
    words.unshift(tokens[at]?.word ?? '');
  }
  return words;
}

function isNegated(before: readonly string[]): boolean {
  return before.some((word, at) => negators.has(word) && !(word === 'not' && before[at + 1] === 'only'));
}

/** "I do not know if the number was withheld" tells us nothing about the number. */
function isUnknown(before: readonly string[]): boolean {
  const text = before.join(' ');
  return /not (sure|know|certain|see|look|notic|remember)|no idea/.test(text);
}

function isSupposed(before: readonly string[]): boolean {
  const text = ` ${before.join(' ')} `;
  return / (if|unles|in cas) /.test(text) || / would have /.test(text);
}

function isOurOwnAsking(
  tokens: readonly Token[],
  match: CueMatch<unknown>,
  before: readonly string[],
): boolean {
  const first = tokens[match.first]?.word ?? '';
  return askWords.has(first) && before.slice(-2).some((word) => staff.has(word));
}
