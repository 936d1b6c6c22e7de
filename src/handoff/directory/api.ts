import * as z from 'zod';

/** What the desk page and the server say to each other under `/desk/api/directory`; the rules of `src/handoff/desk/api.ts` hold. */
const text = z.string();
const time = z.iso.datetime();
const client = text.min(1).max(60);
const id = text.min(1).max(80);

export const entryKinds = ['number', 'colleague'] as const;
export const EntryKind = z.enum(entryKinds);
export type EntryKind = z.infer<typeof EntryKind>;

/** What was agreed is shown to nobody, only that something was. */
const content = {
  kind: EntryKind,
  name: text,
  number: text.nullable(),
  /** An id of the knowledge's authorities. */
  authority: text.nullable(),
  login: text.nullable(),
  /** The id of another entry. */
  deputy: text.nullable(),
  source: text,
  owner: text,
  since: text,
  reviewBy: text,
  hasPassphrase: z.boolean(),
};
export const EntryContent = z.object(content);
export type EntryContent = z.infer<typeof EntryContent>;

export const Entry = z.object({
  ...content,
  id: text,
  version: z.number(),
  /** Its day of review has passed. */
  overdue: z.boolean(),
  approvedBy: text,
  approvedAt: time,
});
export type Entry = z.infer<typeof Entry>;

export const Proposal = z.object({
  id: text,
  entry: text,
  /** What came together, such as the lines of one file. */
  batch: text,
  change: z.enum(['add', 'change', 'remove']),
  /** As the entry is now; null when there is none. */
  before: EntryContent.nullable(),
  after: EntryContent.nullable(),
  passphrase: z.enum(['same', 'new', 'gone']),
  by: text,
  at: time,
  /** Whoever proposed it may take it back, and may not approve it. */
  mine: z.boolean(),
  /** The entry was changed since: this can only be refused or taken back. */
  outdated: z.boolean(),
});
export type Proposal = z.infer<typeof Proposal>;

/** Held for all clients, in the knowledge folder, where it is changed. */
export const SharedNumber = z.object({
  name: text,
  number: text,
  source: text,
  owner: text,
  since: text,
  reviewBy: text,
  overdue: z.boolean(),
});
export type SharedNumber = z.infer<typeof SharedNumber>;

/** `GET /desk/api/directory?client=` */
export const DirectoryQuery = z.object({ client });
export const DirectoryList = z.object({
  entries: z.array(Entry),
  proposals: z.array(Proposal),
  shared: z.array(SharedNumber),
  authorities: z.array(z.object({ id: text, name: text })),
});
export type DirectoryList = z.infer<typeof DirectoryList>;

const cell = text.max(500).default('');
/** As somebody typed it; what is wrong with it is told in the refusal. `passphrase`: absent stays, empty goes. */
export const GivenEntry = z.strictObject({
  kind: EntryKind,
  name: cell,
  number: cell,
  authority: cell,
  login: cell,
  deputy: cell,
  source: cell,
  owner: cell,
  since: cell,
  reviewBy: cell,
  passphrase: text.max(200).optional(),
});
export type GivenEntry = z.input<typeof GivenEntry>;

const version = z.number().int().positive();
/** `POST /desk/api/directory/proposals` answers `{}`. */
export const ProposeRequest = z.strictObject({
  client,
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('add'), given: GivenEntry }),
    z.strictObject({ kind: z.literal('change'), entry: id, version, given: GivenEntry }),
    z.strictObject({ kind: z.literal('remove'), entry: id, version }),
  ]),
});
export type ProposeRequest = z.input<typeof ProposeRequest>;

/** Lines of one file; a larger directory comes in several. */
export const mostRows = 1000;

/** `POST /desk/api/directory/decisions`. `approve` and `refuse` are a lead's; `withdraw` is whose proposal it is. */
export const DecideRequest = z.strictObject({
  client,
  proposals: z.array(id).min(1).max(mostRows),
  decision: z.enum(['approve', 'refuse', 'withdraw']),
});
export type DecideRequest = z.infer<typeof DecideRequest>;
export const DecideAnswer = z.object({
  done: z.number(),
  /** What was not done, each with the reason. */
  left: z.array(z.object({ proposal: text, why: text })),
});
export type DecideAnswer = z.infer<typeof DecideAnswer>;

/** So many are told at once; whoever mended them sees the next. */
export const mostFaults = 50;

/** `POST /desk/api/directory/import/:client`, multipart, one field `file`. Nothing of a refused file is kept. */
export const ImportAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proposed'), added: z.number(), changed: z.number(), same: z.number() }),
  z.object({
    kind: z.literal('refused'),
    faults: z.array(z.object({ line: z.number(), what: text, why: text, fix: text })),
    /** How many more there are than are told. */
    more: z.number(),
  }),
]);
export type ImportAnswer = z.infer<typeof ImportAnswer>;
