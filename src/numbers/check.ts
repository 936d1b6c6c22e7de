import type { Call, NumberCheck } from '../domain/evidence.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { readable } from '../domain/listening/tokens.ts';
import { bookOf, type NumberBook } from './book.ts';
import { findRuns, toDigits, type Run } from './find.ts';
import { homeOf, kindOf } from './kind.ts';
import { whoseIs } from './whose.ts';

/** A call with the numbers in its story checked: what every judgement of a call starts from. Nothing is looked up. */
export function withNumbers(call: Omit<Call, 'numbers'>, knowledge: Knowledge): Call {
  return { ...call, numbers: checkNumbers(call.story, call.region, knowledge) };
}

/**
 * The telephone numbers in a story, each once, in the order they were told; of the same part that is read of the story itself.
 * `region` is the organisation's own (`GB-ENG`) and says how a number without a country code is dialled.
 */
export function checkNumbers(story: string, region: string, knowledge: Knowledge): NumberCheck[] {
  const text = readable(story);
  if (!hasNumber.test(text)) return [];
  const home = homeOf(region);
  const book = bookOf(knowledge);
  const checks = findRuns(text).flatMap((run) => checkOne(run, text, home, book));
  return mergeSame(checks);
}

/** Three digits are the shortest number there is. */
const hasNumber = /\p{Nd}\P{L}{0,8}\p{Nd}\P{L}{0,8}\p{Nd}/u;

function checkOne(run: Run, text: string, home: ReturnType<typeof homeOf>, book: NumberBook): NumberCheck[] {
  const known = kindOf(run, home, book);
  if (!known) return [];
  const whose = whoseIs(run, text);
  const isGuess = whose === 'unclear' && (known.kind === 'impossible' || run.digits.length < fewestUnnamed);
  return isGuess || isCutByLine(run, known.kind, text)
    ? []
    : [{ number: known.written, kind: known.kind, whose, held: known.held }];
}

/** "159" could be a price or a room; it is a telephone number only where somebody rings it. */
const fewestUnnamed = 7;

/** Part of a number that was broken over two lines is no impossible number. */
function isCutByLine({ start, end }: Run, kind: NumberCheck['kind'], text: string): boolean {
  return (
    kind === 'impossible' &&
    (/^\s*\n\s*\p{Nd}/u.test(text.slice(end, end + 4)) ||
      /\p{Nd}\s*\n\s*$/u.test(text.slice(Math.max(0, start - 4), start)))
  );
}

/** A number told twice is one number: the caller's when it was so anywhere, since that is when it matters. */
const weightOfWhose: Record<NumberCheck['whose'], number> = { showed: 3, given: 2, ours: 1, unclear: 0 };

function mergeSame(checks: readonly NumberCheck[]): NumberCheck[] {
  const merged = new Map<string, NumberCheck>();
  for (const check of checks) {
    const key = toDigits(check.number);
    const known = merged.get(key);
    const isMore = known && weightOfWhose[check.whose] > weightOfWhose[known.whose];
    if (!known || isMore) merged.set(key, { ...check, number: known?.number ?? check.number });
  }
  return [...merged.values()];
}
