import type { Rule } from './assessment.ts';
import type { Evidence, NumberCheck, NumberKind } from './evidence.ts';
import type { Knowledge } from './knowledge.ts';

/** The signal that a number of the caller's is one that nobody should ring. */
const oddNumber = 'impossible-or-premium-number';
const oddKinds: ReadonlySet<NumberKind> = new Set(['impossible', 'premium-rate', 'personal']);

/** What the numbers tell: one that the caller used, or wants rung, and that is odd. A plausible one tells nothing. */
export function numberEvidence(numbers: readonly NumberCheck[]): Evidence[] {
  const odd = numbers.find((check) => isCallers(check) && oddKinds.has(check.kind));
  if (!odd) return [];
  const origin = { kind: 'number-check', number: odd.number, finding: odd.kind } as const;
  return [{ signal: oddNumber, present: 'yes', origin }];
}

function isCallers({ whose }: NumberCheck): boolean {
  return whose === 'showed' || whose === 'given';
}

/**
 * Signals that the numbers settle without being evidence: where a number showed, none was hidden, and nobody is asked. It
 * proves nothing, so it moves nothing.
 */
export function settledByNumbers(numbers: readonly NumberCheck[] = []): string[] {
  return numbers.some(({ whose }) => whose === 'showed') ? ['withheld-number'] : [];
}

/** The numbers that were told, and the one that was hidden, if the evidence says so. */
export function withHidden(numbers: readonly NumberCheck[], evidence: readonly Evidence[]): NumberCheck[] {
  const hidden = evidence.find(({ signal, present }) => signal === 'withheld-number' && present === 'yes');
  if (!hidden || hidden.origin.kind === 'number-check') return [...numbers];
  const number = hidden.origin.kind === 'story' ? hidden.origin.quote : hidden.origin.choice;
  return [...numbers, { number, kind: 'withheld', whose: 'unclear', held: undefined }];
}

/** What a number of this kind does and does not prove, with its source. */
export function ruleOf(kind: NumberKind, { numbers }: Pick<Knowledge, 'numbers'>): Rule | undefined {
  const rule = numbers.find(({ id }) => id === kind);
  return rule && { text: rule.proves, source: rule.sources[0] };
}

/**
 * Whether it may be shown without a warning: we hold it or found it ourselves, it is a short number of the public list
 * (159 reaches the bank whoever names it), or there is nothing to ring.
 */
export function isOurs({ kind, whose }: NumberCheck): boolean {
  return whose === 'ours' || kind === 'directory' || kind === 'short-code' || kind === 'withheld';
}

/** Text that is shown back, with each number that did not come from us marked as one not to ring, however it is spaced. */
export function markNumbers(
  text: string,
  numbers: readonly NumberCheck[],
  { wording }: Pick<Knowledge, 'wording'>,
): string {
  const sentence = wording[0]?.sentences['number.unsafe'] ?? '';
  const mark = (number: string): string => sentence.replace('{number}', () => number);
  return numbers
    .filter((check) => !isOurs(check))
    .reduce((marked, { number }) => marked.replaceAll(writtenAnyhow(number), mark), text);
}

/** The digits in their order, with whatever people put between them. */
function writtenAnyhow(number: string): RegExp {
  const digits = number.match(/\p{Nd}/gu) ?? [];
  const spaced = digits.join(String.raw`[\s.()\u2010-\u2015-]{0,3}`);
  return new RegExp(String.raw`(?<!\p{Nd})[+(]{0,2}${spaced}(?!\p{Nd})`, 'gu');
}
