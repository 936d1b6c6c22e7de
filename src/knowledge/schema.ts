import { z } from 'zod';
import type {
  Authority,
  CallbackAdvice,
  Choice,
  CollectList,
  DirectoryEntry,
  NumberRule,
  Playbook,
  Question,
  ReportingRoute,
  Scam,
  ShortCodes,
  Signal,
  Vocabulary,
  WrittenWeights,
  Wording,
} from '../domain/knowledge.ts';
import { cluePlaces, type CallerClues } from '../domain/caller-clues.ts';
import { harms } from '../domain/evidence.ts';
import type { Figures } from '../domain/figures.ts';
import { priorities, situations, type PriorityTable } from '../domain/priority.ts';

const text = z.string().trim().min(1);
const lines = z.array(text).default([]);
const someLines = z.array(text).min(1);
const presence = z.enum(['yes', 'no', 'unsure']);
const region = z.string().refine(isRegion);

const source = z.strictObject({
  title: text,
  publisher: text,
  url: z.url({ protocol: /^https?$/ }),
  checked: z.iso.date(),
});

const upkeep = {
  sources: z.array(source).min(1),
  owner: text,
  reviewed: z.iso.date(),
  reviewBy: z.iso.date(),
};

const signal = z.strictObject({
  ...upkeep,
  title: text,
  rule: text,
  bearing: z.enum(['warning', 'circumstance', 'reassurance']).default('warning'),
  requestRisk: z.enum(['decisive', 'high', 'some']).optional(),
  softenedBy: lines,
  heard: someLines,
  denied: lines,
}) satisfies z.ZodType<Omit<Signal, 'id'>>;

const share = z.number().min(0).max(1);
const linearModel = z.strictObject({ intercept: z.number(), features: z.record(z.string(), z.number()) });

const scam = z.strictObject({
  ...upkeep,
  title: text,
  summary: text,
  nature: z.enum(['fraud', 'sales']),
  aliases: lines,
  regions: z.array(region).min(1),
  channels: lines,
  claimedAuthorities: lines,
  signals: z
    .record(z.string(), z.enum(['core', 'common', 'sometimes']))
    .refine((signals) => Object.keys(signals).length > 0),
  callersSay: someLines,
  staffSay: someLines,
  twin: z.strictObject({ looksLike: text, phrases: lines }),
  say: z.tuple([text, text]),
  do: someLines,
  dont: lines,
  ifHarmed: z.partialRecord(z.enum(harms), someLines).default({}),
  report: lines,
  status: z.enum(['draft', 'published']),
  examples: z.strictObject({ caught: someLines, spared: someLines }),
}) satisfies z.ZodType<Omit<Scam, 'id'>>;

const authority = z.strictObject({
  ...upkeep,
  names: someLines,
  region,
  willDo: lines,
  neverDo: lines,
  verifyBy: text,
}) satisfies z.ZodType<Omit<Authority, 'id'>>;

const reporting = z.strictObject({
  ...upkeep,
  name: text,
  regions: z.array(region).min(1),
  first: z.boolean().default(false),
  when: text,
  how: z
    .array(
      z.strictObject({ type: z.enum(['web', 'phone', 'text', 'email', 'post', 'in-person']), value: text }),
    )
    .min(1),
}) satisfies z.ZodType<Omit<ReportingRoute, 'id'>>;

const choice = z.strictObject({
  id: text,
  label: text,
  typed: lines,
  evidence: z.record(z.string(), presence).default({}),
  harm: z.enum(harms).optional(),
  authority: text.optional(),
}) satisfies z.ZodType<Choice>;

const question = z.strictObject({
  order: z.number(),
  text,
  help: text,
  why: text,
  settles: lines,
  many: z.boolean().default(false),
  choices: z.array(choice).min(2),
}) satisfies z.ZodType<Omit<Question, 'id'>>;

const playbook = z.strictObject({
  ...upkeep,
  title: text,
  harm: z.enum(harms),
  signal: text.optional(),
  scams: lines,
  priority: z.enum(['P1', 'P2', 'P3', 'P4']),
  heard: someLines,
  staff: z.array(text).min(1).max(3),
  steps: z.array(z.strictObject({ who: text, action: text, within: text, why: text.optional() })).min(1),
  dont: lines,
}) satisfies z.ZodType<Omit<Playbook, 'id'>>;

const advice = z.strictObject({
  ...upkeep,
  title: text,
  step: text,
  why: text,
  limits: lines,
  regions: z.array(region).min(1),
  authorities: lines,
  signals: lines,
  onCall: z.boolean().default(false),
  order: z.number(),
}) satisfies z.ZodType<Omit<CallbackAdvice, 'id'>>;

const shortCodes = z.strictObject({
  ...upkeep,
  country: region,
  codes: z.array(z.strictObject({ number: z.string().regex(/^\d{2,8}$/), what: text })).min(1),
}) satisfies z.ZodType<Omit<ShortCodes, 'id'>>;

/** International form, with an x for any digit. */
const numberRange = z.string().regex(/^\+[1-9][\dx ]{4,20}$/);

const numberRule = z.strictObject({
  ...upkeep,
  title: text,
  proves: text,
  ranges: z.array(numberRange).default([]),
}) satisfies z.ZodType<Omit<NumberRule, 'id'>>;

const directoryEntry = z.strictObject({
  name: text,
  number: z.string().regex(/^(?:\+[1-9][\d ]{6,20}|\d{3,6})$/),
  since: z.iso.date(),
  source: text,
  owner: text,
  reviewBy: z.iso.date(),
  authority: text.optional(),
}) satisfies z.ZodType<DirectoryEntry>;

const priorityTable = z.strictObject({
  ...upkeep,
  rows: z
    .array(
      z.strictObject({
        priority: z.enum(priorities),
        when: z.strictObject({
          harm: z.array(z.enum(situations.harm)).min(1).optional(),
          live: z.array(z.enum(situations.live)).min(1).optional(),
          verdict: z.array(z.enum(situations.verdict)).min(1).optional(),
        }),
        why: text,
      }),
    )
    .min(1),
}) satisfies z.ZodType<PriorityTable>;

const collectList = z.strictObject({
  ...upkeep,
  items: z.array(z.strictObject({ what: text, hours: z.int().min(1) })),
}) satisfies z.ZodType<CollectList>;

const wording = z.strictObject({
  sentences: z.record(z.string(), text),
  commands: z.record(z.string(), someLines),
  fillers: lines,
  corrections: lines,
  questions: lines,
  asides: z.record(z.string(), someLines).default({}),
  emergencies: z.record(z.string(), someLines).default({}),
  everyday: lines,
  otherLanguages: z.record(z.string(), someLines).default({}),
  rangBack: lines,
  somebody: lines,
  ringing: lines,
  written: lines,
}) satisfies z.ZodType<Omit<Wording, 'language'>>;

/** What a file in each folder must hold. The file name is the id, so it is not a field. */
export const folders = {
  signals: signal,
  scams: scam,
  authorities: authority,
  reporting,
  questions: question,
  playbooks: playbook,
  advice,
  'short-codes': shortCodes,
  numbers: numberRule,
  wording,
};
export type FolderName = keyof typeof folders;
export const folderNames = [
  'signals',
  'scams',
  'authorities',
  'reporting',
  'questions',
  'playbooks',
  'advice',
  'short-codes',
  'numbers',
  'wording',
] as const satisfies readonly FolderName[];

/** The single files beside the folders. */
export const singles = {
  'weights.json': z.strictObject({
    trainedBy: text,
    stopAt: share,
    concludeAt: share,
    decisiveAt: share,
    unsafeAt: share,
    callAt: share,
    risk: linearModel,
    topic: linearModel,
    unsafe: linearModel,
    signals: z.record(z.string(), linearModel.extend({ sensedAt: share })),
  }) satisfies z.ZodType<WrittenWeights>,
  'callers.json': z.strictObject({
    trainedBy: text,
    nobody: z.number(),
    clues: z.record(z.enum(cluePlaces), z.record(z.string(), z.number())),
  }) satisfies z.ZodType<CallerClues>,
  'vocabulary.yaml': z.strictObject({
    spellings: z.record(z.string(), text).default({}),
    synonyms: z.record(z.string(), someLines).default({}),
  }) satisfies z.ZodType<Vocabulary>,
  'directory.yaml': z.strictObject({ numbers: z.array(directoryEntry) }),
  'priorities.yaml': priorityTable,
  'collect.yaml': collectList,
};
export type SingleName = keyof typeof singles;
export const singleNames = [
  'weights.json',
  'callers.json',
  'vocabulary.yaml',
  'directory.yaml',
  'priorities.yaml',
  'collect.yaml',
] as const satisfies readonly SingleName[];

/** How well the knowledge did when it was measured. It may be missing, and is no part of the version. */
export const figuresFile = 'figures.yaml';
const count = z.int().min(0);
export const figures = z.strictObject({
  measuredOn: text,
  stories: count,
  genuine: count,
  genuineToldStop: count,
  scams: count,
  scamsToldStop: count,
  scamsToldStopOrRingBack: count,
}) satisfies z.ZodType<Figures>;

/** `*`, an ISO 3166 country (`GB`, not `UK`), or a country with a part of it (`GB-SCT`). */
function isRegion(code: string): boolean {
  if (code === '*') return true;
  const [, country] = /^([A-Z]{2})(-[A-Z0-9]{1,3})?$/.exec(code) ?? [];
  return country !== undefined && new Intl.Locale(`und-${country}`).region === country && isNamed(country);
}

function isNamed(country: string): boolean {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) !== undefined;
}
