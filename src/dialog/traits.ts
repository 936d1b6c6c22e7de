import type { Traits } from '../domain/fingerprint.ts';

/** What is read of a brief; one that an earlier version wrote will do. */
export type ComparableBrief = {
  story: string;
  person: { name?: string | undefined };
  caller: {
    claimed?: string | undefined;
    authority?: string | undefined;
    numbers: readonly { number: string; kind: string; whose: string; held?: string | undefined }[];
    withheld: boolean;
  };
  ask: readonly { signal: string }[];
  judgement?: { verdict: string; scam?: { id: string } | undefined } | undefined;
};

/** Verdicts after which there is no caller to look for: who rang was proved, or only sells something. */
const harmless: ReadonlySet<string> = new Set(['proved', 'unwanted']);

/** What of a case tells one caller from another; `undefined` where nothing of a call is told, or nothing is wrong with it. */
export function traitsOf({ story, person, caller, ask, judgement }: ComparableBrief): Traits | undefined {
  if (judgement === undefined || harmless.has(judgement.verdict)) return undefined;
  return {
    scam: judgement.scam?.id,
    authority: caller.authority ?? caller.claimed,
    requests: ask.map(({ signal }) => signal),
    numbers: caller.numbers.filter(isCallers).map(({ number }) => number),
    withheld: caller.withheld,
    story,
    teller: person.name,
  };
}

/** A number that we hold, or that everybody knows, is no mark of a caller: anybody can make it show. */
function isCallers({ whose, kind, held }: ComparableBrief['caller']['numbers'][number]): boolean {
  return (
    (whose === 'showed' || whose === 'given') &&
    held === undefined &&
    kind !== 'directory' &&
    kind !== 'short-code' &&
    kind !== 'withheld'
  );
}
