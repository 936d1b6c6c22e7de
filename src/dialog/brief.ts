import type { Reason, Verdict, Identity } from '../domain/assessment.ts';
import type { Harm, NumberKind } from '../domain/evidence.ts';
import type { RequestRisk } from '../domain/knowledge.ts';
import type { Priority } from '../domain/priority.ts';

export { priorities, type Priority } from '../domain/priority.ts';

/**
 * Why a case is there: somebody wanted a person, harm was told, the verdict was decisive, another system reported it, or whoever
 * calls is to be checked.
 */
export type CaseReason = 'asked-for-a-person' | 'harm' | 'decisive' | 'reported' | 'check';

/**
 * Everything known when a case is opened, so that the technician asks none of it again. Plain JSON. With the timeline, the
 * files, related cases and the closing, which the desk keeps beside it, these are the twelve blocks of a case.
 */
export type CaseBrief = {
  /** `[P1] Remote access given, "Microsoft", caller still on the line`. */
  headline: string;
  priority: Priority;
  reason: CaseReason;
  live: 'yes' | 'no' | 'unsure';
  story: string;
  harm: readonly { harm: Harm; title: string; words: string | undefined }[];
  person: {
    id: string;
    name: string | undefined;
    /** As the person gave it: a name, a place, a number to ring. Nothing of it was checked. */
    contact: string | undefined;
    channel: string;
    language: string;
  };
  caller: {
    claimed: string | undefined;
    /** Who that is, when it is one of `knowledge/authorities/`; absent in briefs of earlier versions. */
    authority?: string | undefined;
    /** Every number that was told, with what it is. Never one to ring, unless it is `ours`. */
    numbers: readonly {
      number: string;
      kind: NumberKind;
      whose: 'showed' | 'given' | 'ours' | 'unclear';
      held: string | undefined;
    }[];
    withheld: boolean;
  };
  /** What the caller wanted, in the words of the story. */
  ask: readonly { signal: string; title: string; words: string }[];
  /** Absent when nothing about a call was told yet. */
  judgement:
    | {
        verdict: Verdict;
        requestRisk: RequestRisk;
        identity: Identity;
        reasons: readonly Reason[];
        scam: { id: string; title: string } | undefined;
        /** The honest call that looks most like this one. */
        twin: string | undefined;
        /** What would change our mind. */
        wouldChange: readonly string[];
      }
    | undefined;
  done: {
    told: readonly string[];
    answers: readonly { question: string; answer: string }[];
    /** Questions of the four checks that neither the story nor an answer settled. */
    open: readonly string[];
  };
  /** What is to be done, in order; the desk ticks them. `id` is stable for the same step. */
  actions: readonly { id: string; text: string }[];
  /** What disappears unless it is collected. `hours` after the case was opened. */
  collect: readonly { what: string; hours: number }[];
  knowledgeVersion: string;
  /** The alert to staff that this call is one of, as the person said. */
  alert?: { id: string; campaign: string | null; title: string };
};

/** How a case ended, in the technician's words. */
export const outcomes = ['scam', 'genuine', 'sales', 'unsure'] as const;
export type Outcome = (typeof outcomes)[number];
export type Closing = {
  outcome: Outcome;
  botWasRight: 'yes' | 'no' | 'unsure';
  note: string;
};

/** A person of the support firm who takes cases; `name` is what staff see. */
export type Technician = { id: string; name: string };

/** A file that somebody sent. Its bytes lie apart, under `id`; `type` is what the bytes are, not what the sender said. */
export type FileRef = { id: string; name: string; type: string; bytes: number; sha256: string };
