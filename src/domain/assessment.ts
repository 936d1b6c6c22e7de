import type { Evidence, Harm, NumberCheck } from './evidence.ts';
import type { RequestRisk, Source } from './knowledge.ts';

/** There is no `safe`: we can fail to find a scam, never rule one out. */
export type Verdict = 'stop-scam' | 'stop-unsafe' | 'call-back' | 'unwanted' | 'proved';

export type Identity = 'unproved' | 'disproved' | 'proved';

/** The knowledge entry that a reason comes from, so that a reader can open it. */
export type EntryRef = { kind: 'signal' | 'scam'; id: string };

/** A rule that somebody's words met, and a dated public source for it. Reasons kept by an older version have no `entry`. */
export type Rule = { text: string; source: Source | undefined; entry?: EntryRef };

/** What a verdict rests on: the person's own words (or answer) with the rules they met, or the scam it looks like. */
export type Reason =
  | { kind: 'told'; quote: string; rules: readonly Rule[] }
  | { kind: 'scam'; title: string; summary: string; source: Source | undefined; entry?: EntryRef };

/** A scam ranked against story and evidence. `score` is 0 to 1 and comparable only within one call. */
export type Match = { scam: string; score: number };

/** The whole judgement of one call. Deterministic: same call and knowledge, same assessment. */
export type Assessment = {
  verdict: Verdict;
  /** 0 to 1, orders calls by how strongly they look like a scam. For measuring; never shown to staff. */
  risk: number;
  requestRisk: RequestRisk;
  identity: Identity;
  /** `other` when nobody rang: an ordinary helpdesk message. */
  topic: 'call' | 'other';
  live: 'yes' | 'no' | 'unsure';
  evidence: readonly Evidence[];
  /** Who the caller says they are, in at most six words of the story, and the id of that authority when we have it. */
  claimedAuthority: { id: string | undefined; words: string } | undefined;
  /** The numbers that were told and what they are; a plausible one is here and in no evidence. */
  numbers: readonly NumberCheck[];
  harm: readonly Harm[];
  matches: readonly Match[];
  /** The scam whose match stands clear of the others; only such a one is ever named. */
  likelyScam: string | undefined;
  reasons: readonly Reason[];
  /** True when the story was longer than the cap and only its first part was read. */
  cut: boolean;
};

/** What to do and say now, chosen by verdict, scam, harm and region. */
export type Advice = {
  say: readonly [string, string];
  steps: readonly string[];
  dont: readonly string[];
  /** How to reach the claimed authority without the caller's help, if we know. */
  verifyBy: string | undefined;
  report: readonly { name: string; when: string; how: string }[];
  /** Where the scam that the verdict rests on is mostly seen, when that is not the organisation's region; else empty. */
  seenIn: readonly string[];
};
