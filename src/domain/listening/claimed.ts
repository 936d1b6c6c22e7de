import { wholeWords } from '../shorten.ts';
import type { Span } from './claim.ts';
import type { Told } from './caller.ts';
import type { Token } from './tokens.ts';

/** Who the caller says they are: one of our authorities when its name is among the words, and the words themselves. */
export type Claimed = { id: string | undefined; words: string };

/** A name of an authority in the story. */
export type AuthorityName = Span & { authority: string };

const mostWords = 6;

/**
 * The caller in the words of the story, at most six: with "our" in front, and with the firm when it follows a person ("a
 * woman from Contoso Freight").
 */
export function claimAt(
  told: Told,
  span: Span,
  candidates: readonly Span[],
  names: readonly AuthorityName[],
): Claimed {
  const quoted = withFirm(told, span, candidates);
  return { id: authorityIn(quoted, names), words: wordsOf(told, quoted) };
}

function withFirm(told: Told, { first, last }: Span, candidates: readonly Span[]): Span {
  const firm = candidates.find((candidate) => belongs(told, last, candidate.first));
  let end = firm?.last ?? last;
  while (end > last && wordsOf(told, { first, last: end }).split(' ').length > mostWords) end -= 1;
  return { first, last: firm && end >= firm.first ? end : last };
}

/** A firm or name stands behind "of", "from", "called" and such, or is a known name behind a comma: "Officer Grant, HMRC". */
function belongs({ story, tokens, authorityAt }: Told, last: number, firm: number): boolean {
  const [name, next] = [tokens[last], tokens[last + 1]];
  if (!name || !next || name.sentence !== next.sentence) return false;
  const gap = story.slice(name.end, next.start);
  if (firm === last + 1) return gap.trimEnd() === ',' && authorityAt[firm] !== undefined;
  if (firm !== last + 2 || /[,;:()]/.test(gap)) return false;
  return /^(?:from|at|of|with|for)$/.test(next.word) || story.slice(next.start, next.end) === 'called';
}

function wordsOf({ story, tokens }: Told, { first, last }: Span): string {
  const end = tokens[last]?.end ?? story.length;
  return wholeWords(story, startOf(story, tokens, first), end).replaceAll(/\s+/g, ' ');
}

/** "Our" and "the" are no tokens, but belong to the name. */
function startOf(story: string, tokens: readonly Token[], first: number): number {
  const start = tokens[first]?.start ?? 0;
  const gap = story.slice(tokens[first - 1]?.end ?? 0, start);
  return start - (/\b(?:the|an?|my|our|your|his|her|their) $/i.exec(gap)?.[0].length ?? 0);
}

/** The longest name of an authority that shares a word with the quoted ones. */
function authorityIn({ first, last }: Span, names: readonly AuthorityName[]): string | undefined {
  let best: AuthorityName | undefined;
  for (const name of names) {
    if (name.first > last || name.last < first) continue;
    if (!best || name.last - name.first > best.last - best.first) best = name;
  }
  return best?.authority;
}
