import type { CallerClues } from './caller-clues.ts';
import type { Harm, NumberKind, Presence } from './evidence.ts';
import type { Figures } from './figures.ts';
import type { Scales } from './judging/weigh.ts';
import type { PriorityTable } from './priority.ts';

/** A public page that says so. `checked` is the ISO date somebody last read it. */
export type Source = { title: string; publisher: string; url: string; checked: string };

/** What every entry carries so that content can age in the open. Dates are ISO (`2026-11-21`). */
export type Upkeep = { sources: readonly Source[]; owner: string; reviewed: string; reviewBy: string };

/** How strongly a signal belongs to a scam: `core` in nearly every call, `common` in most, `sometimes` in some. */
export type Strength = 'core' | 'common' | 'sometimes';

/** How dangerous a request is, whoever makes it. */
export type RequestRisk = 'decisive' | 'high' | 'some' | 'none-stated';

export type Signal = Upkeep & {
  id: string;
  title: string;
  /** The rule in one sentence a receptionist can check, shown beside the person's own words. */
  rule: string;
  /**
   * `warning` speaks against the caller, `reassurance` for them; a `circumstance` is true of honest calls as often.
   * Nobody is told to hang up without a warning.
   */
  bearing: 'warning' | 'circumstance' | 'reassurance';
  /** The risk of the request this signal stands for; absent when it is not a request. */
  requestRisk?: Exclude<RequestRisk, 'none-stated'>;
  /** Signals that turn a `decisive` request into a `high` one: help that we asked for is not an attack by itself. */
  softenedBy: readonly string[];
  /** Cues: short word patterns that say this happened (see `knowledge/README.md` for the notation). */
  heard: readonly string[];
  /** Cues that say it did not happen, stronger than `heard` in the same clause. */
  denied: readonly string[];
};

export type Twin = { looksLike: string; phrases: readonly string[] };

export type Scam = Upkeep & {
  id: string;
  title: string;
  summary: string;
  /** `sales` marks pressure selling that is lawful until something decisive is asked for. */
  nature: 'fraud' | 'sales';
  aliases: readonly string[];
  regions: readonly string[];
  channels: readonly string[];
  claimedAuthorities: readonly string[];
  signals: Readonly<Record<string, Strength>>;
  callersSay: readonly string[];
  staffSay: readonly string[];
  twin: Twin;
  /** Two lines for the member of staff to say; the second is firmer. */
  say: readonly [string, string];
  do: readonly string[];
  dont: readonly string[];
  ifHarmed: Readonly<Partial<Record<Harm, readonly string[]>>>;
  report: readonly string[];
  status: 'draft' | 'published';
  examples: { caught: readonly string[]; spared: readonly string[] };
};

export type Authority = Upkeep & {
  id: string;
  names: readonly string[];
  region: string;
  willDo: readonly string[];
  neverDo: readonly string[];
  verifyBy: string;
};

export type ReportingRoute = Upkeep & {
  id: string;
  name: string;
  /** Region codes the route serves; `*` serves all. */
  regions: readonly string[];
  /** The first place to report a scam call in these regions, whatever the scam. */
  first: boolean;
  when: string;
  how: readonly { type: 'web' | 'phone' | 'text' | 'email' | 'post' | 'in-person'; value: string }[];
};

/** One way to ring back rightly, shown when a call stays undecided. */
export type CallbackAdvice = Upkeep & {
  id: string;
  title: string;
  /** What to do, in one or two short sentences. */
  step: string;
  /** Why it helps, for whoever wants to know. */
  why: string;
  /** What it cannot do. */
  limits: readonly string[];
  regions: readonly string[];
  /** Shown when the caller claims to be one of these, or did one of these things; when both are empty, always. */
  authorities: readonly string[];
  signals: readonly string[];
  /** Done while the caller is still there, before hanging up. */
  onCall: boolean;
  /** Lower is done first. */
  order: number;
};

/** What a telephone number of one kind does and does not prove. */
export type NumberRule = Upkeep & {
  id: NumberKind;
  title: string;
  /** In one sentence or two that a receptionist can check. */
  proves: string;
  /** Numbers of this kind that the form alone does not tell: `+44 1632 960xxx`, where each x is any digit. */
  ranges: readonly string[];
};

/** A number that the organisation holds for ringing back, taken from its own papers and never from a caller. */
export type DirectoryEntry = {
  name: string;
  /** In international form (`+44 345 600 1234`), or a short number. */
  number: string;
  /** The ISO date from which on it is held. */
  since: string;
  /** Where it was taken from: the bank card, the signed contract. */
  source: string;
  owner: string;
  reviewBy: string;
  /** The authority that it rings, when it is one that callers claim to be. */
  authority?: string | undefined;
};

/** Somebody of the organisation who can be asked whether it was them who rang. Names may be shared; ids are not. */
export type Colleague = {
  id: string;
  name: string;
  /** Whom to ask in their place: another colleague's id. */
  deputy?: string | undefined;
  /** In international form, or a short number; one that we hold, never one that a caller gave. */
  number?: string | undefined;
  /** Who they are in Teams, when the bot can write to them there. */
  teamsId?: string | undefined;
  hasPassphrase: boolean;
};

/** Numbers too short to tell by their form, listed by country so that nothing else passes for one. */
export type ShortCodes = Upkeep & {
  id: string;
  /** ISO 3166 code of the country. */
  country: string;
  codes: readonly { number: string; what: string }[];
};

export type Choice = {
  id: string;
  label: string;
  /** Other ways people type this answer. */
  typed: readonly string[];
  /** What the answer tells us: signal id to presence. */
  evidence: Readonly<Record<string, Presence>>;
  harm?: Harm;
  authority?: string;
};

export type Question = {
  id: string;
  /** Lower is asked first among questions that would settle equally much. */
  order: number;
  text: string;
  help: string;
  why: string;
  /** Signals this question settles; the four named checks are always settled. */
  settles: readonly string[];
  many: boolean;
  choices: readonly Choice[];
};

export type PlaybookStep = { who: string; action: string; within: string; why?: string };

export type Playbook = Upkeep & {
  id: string;
  title: string;
  harm: Harm;
  /**
   * For a special case of the harm: used in place of the general playbook when this signal was answered to a question,
   * or heard of a call that sounds like one of these scams.
   */
  signal?: string;
  scams: readonly string[];
  priority: 'P1' | 'P2' | 'P3' | 'P4';
  heard: readonly string[];
  /** What the member of staff does now, in order, at most three. */
  staff: readonly string[];
  /** What the technician and others do after. */
  steps: readonly PlaybookStep[];
  dont: readonly string[];
};

/** What disappears unless it is collected, with the hours from when a case was opened. */
export type CollectList = Upkeep & { items: readonly { what: string; hours: number }[] };

/** What the bot says and how people type to it, apart from the entries above; one file per language. */
export type Wording = {
  language: string;
  /** Every sentence and button label; `{name}` is filled in. */
  sentences: Readonly<Record<string, string>>;
  /** Ways to type each command. A trailing `*` stands for whatever follows. */
  commands: Readonly<Record<string, readonly string[]>>;
  /** Words that may stand before or after a command or an answer and change nothing. */
  fillers: readonly string[];
  /** Openings that say an earlier answer was wrong. */
  corrections: readonly string[];
  /** Openings of a question to the bot. */
  questions: readonly string[];
  /** Ways to say what is no part of a call; the sentence `aside.<key>` answers it. */
  asides: Readonly<Record<string, readonly string[]>>;
  /** Words that, anywhere in a message, tell of danger; the sentence `emergency.<key>` comes before anything else. */
  emergencies: Readonly<Record<string, readonly string[]>>;
  /** Words that hardly any message in this language does without. */
  everyday: readonly string[];
  /** Everyday words of other languages, by language, as they are typed without accents. */
  otherLanguages: Readonly<Record<string, readonly string[]>>;
  /** Openings of a message that tells of ringing back. */
  rangBack: readonly string[];
  /** Words that tell of somebody who speaks or wants something. */
  somebody: readonly string[];
  /** Words that tell of a telephone. */
  ringing: readonly string[];
  /** Words that tell of something to read instead: a text, an email, a warning on a screen. */
  written: readonly string[];
};

/** The whole of `knowledge/`, checked. `version` is a hash of the files. */
export type Knowledge = {
  version: string;
  signals: readonly Signal[];
  scams: readonly Scam[];
  authorities: readonly Authority[];
  reporting: readonly ReportingRoute[];
  questions: readonly Question[];
  playbooks: readonly Playbook[];
  advice: readonly CallbackAdvice[];
  shortCodes: readonly ShortCodes[];
  numbers: readonly NumberRule[];
  directory: readonly DirectoryEntry[];
  /** Of one client only; none in the knowledge that all share. */
  colleagues: readonly Colleague[];
  wording: readonly Wording[];
  priorities: PriorityTable;
  collect: CollectList;
  weights: Weights;
  callers: CallerClues;
  words: Vocabulary;
  /** How well it did when it was last measured; no part of the version. */
  figures?: Figures | undefined;
};

/** A logistic sum over readable features: `feature → weight`. */
export type LinearModel = { intercept: number; features: Readonly<Record<string, number>> };

/** Whether a story speaks of a signal that no cue names: from `sensedAt` (0 to 1) on it does. */
export type Detector = LinearModel & { sensedAt: number };

/** All between 0 and 1. */
export type Thresholds = {
  /** Told stop at or above this risk while there is still something to ask: sure, or it asks. */
  stopAt: number;
  /** Told stop at or above this risk once the four checks are settled by answers: the more likely way. */
  concludeAt: number;
  /** A decisive request heard in a story (not answered to a question) counts from this risk on. */
  decisiveAt: number;
  /** A story that sounds unsafe whoever asks, without a decisive request being heard, is told stop from this on. */
  unsafeAt: number;
  /** A message is about a caller from this on; below it is an ordinary helpdesk message. */
  callAt: number;
};

/** What was learned from labelled stories, checked in as reviewed data. */
export type WrittenWeights = Thresholds & {
  /** The command that made the file. */
  trainedBy: string;
  risk: LinearModel;
  topic: LinearModel;
  unsafe: LinearModel;
  /** By signal. */
  signals: Readonly<Record<string, Detector>>;
};

/** The same as the judge uses it, without the names of a hundred thousand phrases. */
export type Weights = Thresholds & {
  trainedBy: string;
  /** `risk`, `topic` and `unsafe` first, then one a sensed signal. */
  models: Scales;
  /** By signal, in the order of their models. */
  sensedAt: Readonly<Record<string, number>>;
};

/** Spelling and dialect: `from → to`, and sets of words that mean the same here. */
export type Vocabulary = {
  spellings: Readonly<Record<string, string>>;
  synonyms: Readonly<Record<string, readonly string[]>>;
};
