import type { Assessment, Verdict } from './assessment.ts';
import type { Traits } from './fingerprint.ts';
import type { Knowledge } from './knowledge.ts';

/** Verdicts after which there is no caller to look for: who rang was proved, or only sells something. */
const harmless: ReadonlySet<string> = new Set<Verdict>(['proved', 'unwanted']);

/** Whether a call with this verdict may be the work of a caller whom others met too. */
export function isSuspect(verdict: string): boolean {
  return !harmless.has(verdict);
}

/** What of a judged call tells one caller from another; `undefined` where nobody rang, or nothing is wrong with it. */
export function traitsOfCall(
  { story, teller }: Pick<Traits, 'story' | 'teller'>,
  { verdict, topic, matches, claimedAuthority, evidence, numbers }: Assessment,
  { signals }: Knowledge,
): Traits | undefined {
  if (topic !== 'call' || !isSuspect(verdict)) return undefined;
  const told = new Set(evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal));
  return {
    scam: matches[0]?.scam,
    authority: claimedAuthority?.id ?? claimedAuthority?.words,
    requests: signals
      .filter(({ id, requestRisk }) => requestRisk !== undefined && told.has(id))
      .map(({ id }) => id),
    numbers: numbers
      .filter(({ held, ...number }) => isCallersNumber({ ...number, held: held?.name }))
      .map(({ number }) => number),
    withheld: told.has('withheld-number'),
    story,
    teller,
  };
}

/** A number that we hold, or that everybody knows, is no mark of a caller: anybody can make it show. */
export function isCallersNumber({
  whose,
  kind,
  held,
}: {
  whose: string;
  kind: string;
  held?: string | undefined;
}): boolean {
  return (
    (whose === 'showed' || whose === 'given') &&
    held === undefined &&
    kind !== 'directory' &&
    kind !== 'short-code' &&
    kind !== 'withheld'
  );
}
