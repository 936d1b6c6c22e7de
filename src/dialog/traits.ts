import type { Traits } from '../domain/fingerprint.ts';
import { isCallersNumber, isSuspect } from '../domain/traits.ts';

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

/** What of a case tells one caller from another; `undefined` where nothing of a call is told, or nothing is wrong with it. */
export function traitsOfBrief({
  story,
  person,
  caller,
  ask,
  judgement,
}: ComparableBrief): Traits | undefined {
  if (judgement === undefined || !isSuspect(judgement.verdict)) return undefined;
  return {
    scam: judgement.scam?.id,
    authority: caller.authority ?? caller.claimed,
    requests: ask.map(({ signal }) => signal),
    numbers: caller.numbers.filter(isCallersNumber).map(({ number }) => number),
    withheld: caller.withheld,
    story,
    teller: person.name,
  };
}
