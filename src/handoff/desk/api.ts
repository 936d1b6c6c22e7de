import * as z from 'zod';
import { outcomes, priorities } from '../../dialog/brief.ts';

/**
 * What the desk page and the server say to each other under `/desk/api`. Every change carries the header
 * `x-callcheck-desk: 1` and goes to the same origin. Every failure is an `ApiFailure`. Times are ISO 8601. Text of callers
 * and staff is data: it is never markup.
 *
 * The page itself: the server puts a new nonce wherever `index.html` says `__nonce__` (Vite's `html.cspNonce`), and style
 * elements made by script need that nonce too. Assets lie under `/desk/assets/`.
 */
const text = z.string();
const time = z.iso.datetime();
const caseId = z.string().min(1).max(80);

/** Each holds what the ones before it may do. */
export const roles = ['technician', 'lead', 'admin'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const failureCodes = [
  'signed-out',
  'not-allowed',
  'not-found',
  'not-understood',
  'too-large',
  'too-many',
  'refused-file',
  'taken',
  'not-yours',
  'closed',
  'no-case',
  'too-late',
  'own-check',
  'conflict',
  'failed',
] as const;

const Person = z.object({ id: text, name: text });

/** `message` is for the technician. `holder` has the case; `by` was first with the change. */
export const ApiFailure = z.object({
  error: z.object({
    code: z.enum(failureCodes),
    message: text,
    holder: Person.optional(),
    by: text.optional(),
  }),
});
export type ApiFailure = z.infer<typeof ApiFailure>;

/** `GET /desk/api/me` */
export const Me = z.object({
  technician: Person,
  /** All that this person may do: a lead is listed as technician and lead. */
  roles: z.array(Role),
  clients: z.array(z.object({ id: text, name: text })),
  organisation: text,
  /** Of the office: times at the desk are shown in it. */
  timeZone: text,
  itDesk: z.object({ name: text, phone: text.optional() }),
  /** `link`: nobody set up a sign-in, so this is the one administrator of this computer. */
  signedInBy: z.enum(['provider', 'link']),
  /** Without a change or a `POST /desk/api/active` (at most once a minute, while somebody types or points) the session ends. */
  idleMinutes: z.number(),
  files: z.object({ maxBytes: z.number(), maxPerMessage: z.number() }),
});
export type Me = z.infer<typeof Me>;

export const Clock = z.object({
  /** When somebody should have taken the case; null when no clock runs for it. */
  dueAt: time.nullable(),
  /** Per cent of the time used; can be more than 100. */
  share: z.number(),
  state: z.enum(['running', 'met', 'missed', 'stopped']),
});
export type Clock = z.infer<typeof Clock>;

export const CaseStatus = z.enum(['waiting', 'accepted', 'closed']);
export type CaseStatus = z.infer<typeof CaseStatus>;

const Live = z.enum(['yes', 'no', 'unsure']);
const Priority = z.enum(priorities);

export const CaseSummary = z.object({
  id: caseId,
  client: text,
  clientName: text,
  /** Where it is talked about: the `conversation` of live events. */
  conversation: text,
  headline: text,
  priority: Priority,
  status: CaseStatus,
  technician: Person.nullable(),
  openedAt: time,
  acceptedAt: time.nullable(),
  closedAt: time.nullable(),
  live: Live,
  /** Titles of what has happened already. */
  harm: z.array(text),
  verdict: text.nullable(),
  scam: text.nullable(),
  claimed: text.nullable(),
  /** `contact`: how to reach them, as they wrote it; often the only name there is. */
  person: z.object({ name: text.nullable(), contact: text.nullable() }),
  clock: Clock,
  lastMessageAt: time.nullable(),
  version: z.number(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** A list with commas between, as it stands in an address. */
const words = z.string().transform((list) => list.split(',').filter((item) => item !== ''));

/** `GET /desk/api/cases?status=waiting,accepted&client=&priority=P1,P2&mine=1&q=`; without a status all are given. */
export const CaseQuery = z.object({
  status: words.pipe(z.array(CaseStatus)).optional(),
  client: text.max(60).optional(),
  priority: words.pipe(z.array(Priority)).optional(),
  mine: z.enum(['0', '1']).optional(),
  q: text.max(200).optional(),
});
/** Open ones first, most urgent and oldest first; closed ones after them, newest first. `more`: there are others. */
export const CaseList = z.object({ cases: z.array(CaseSummary), more: z.boolean() });
export type CaseList = z.infer<typeof CaseList>;

const Source = z.object({ title: text, publisher: text, url: text, checked: text });
const Rule = z.object({ text, source: Source.optional() });
const Reason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('told'), quote: text, rules: z.array(Rule) }),
  z.object({ kind: z.literal('scam'), title: text, summary: text, source: Source.optional() }),
]);

/** The blocks of `CaseBrief`, each empty rather than missing, whatever version wrote the case. */
export const DeskBrief = z.object({
  headline: text.catch(''),
  priority: Priority.catch('P3'),
  reason: z.enum(['asked-for-a-person', 'harm', 'decisive', 'reported', 'check']).catch('asked-for-a-person'),
  live: Live.catch('unsure'),
  story: text.catch(''),
  harm: z.array(z.object({ harm: text, title: text, words: text.optional() })).catch([]),
  person: z
    .object({
      id: text,
      name: text.optional(),
      contact: text.optional(),
      channel: text,
      language: text,
    })
    .catch({ id: '', channel: '', language: 'en-GB' }),
  caller: z
    .object({
      claimed: text.optional(),
      authority: text.optional(),
      numbers: z.array(
        z.object({
          number: text,
          kind: text,
          /** Only `ours` may be shown as one to ring. */
          whose: z.enum(['showed', 'given', 'ours', 'unclear']).catch('unclear'),
          held: text.optional(),
        }),
      ),
      withheld: z.boolean(),
    })
    .catch({ numbers: [], withheld: false }),
  ask: z.array(z.object({ signal: text, title: text, words: text })).catch([]),
  alert: z.object({ id: text, campaign: text.nullable(), title: text }).optional().catch(undefined),
  judgement: z
    .object({
      verdict: text,
      requestRisk: text,
      identity: text,
      reasons: z.array(Reason).catch([]),
      scam: z.object({ id: text, title: text }).optional(),
      twin: text.optional(),
      wouldChange: z.array(text).catch([]),
    })
    .optional()
    .catch(undefined),
  done: z
    .object({
      told: z.array(text),
      answers: z.array(z.object({ question: text, answer: text })),
      open: z.array(text),
    })
    .catch({ told: [], answers: [], open: [] }),
  actions: z.array(z.object({ id: text, text })).catch([]),
  collect: z.array(z.object({ what: text, hours: z.number() })).catch([]),
  knowledgeVersion: text.catch(''),
});
export type DeskBrief = z.infer<typeof DeskBrief>;

export const FileRef = z.object({ id: text, name: text, type: text, bytes: z.number(), sha256: text });

export const Closing = z.object({
  outcome: z.enum(outcomes),
  botWasRight: z.enum(['yes', 'no', 'unsure']),
  note: z.string().trim().max(4000),
});

/**
 * A line of the timeline. Kinds: `opened`, `updated` (detail: headline, priority), `noted` (the bot's: note), `accepted`,
 * `taken-over`, `assigned` (from, to), `handed-back`, `closed`, `reopened`, `internal-note` (text), `ticked` (action, text, done), `priority-set`
 * (from, to, why), `call-record`, and whatever is added later.
 */
export const CaseEvent = z.object({ at: time, kind: text, by: text, detail: z.unknown() });
export type CaseEvent = z.infer<typeof CaseEvent>;

export const Ticket = z.object({
  target: text,
  reference: text.nullable(),
  url: text.nullable(),
  state: text,
});
export type Ticket = z.infer<typeof Ticket>;

/** `GET /desk/api/cases/:id` */
export const CaseDetail = CaseSummary.extend({
  brief: DeskBrief,
  events: z.array(CaseEvent),
  /** All that was sent in the conversation, oldest first. */
  files: z.array(FileRef.extend({ at: time, by: text })),
  /** Cases of the last 30 days with the same number, or the same scam and claim. Of other clients only how many. */
  related: z.object({
    sameClient: z.number(),
    elsewhere: z.number(),
    cases: z.array(z.object({ id: caseId, headline: text, openedAt: time })),
  }),
  ticks: z.array(z.object({ action: text, at: time, by: text, initials: text })),
  closing: Closing.nullable(),
  tickets: z.array(Ticket),
  /** Whether the bot can speak to them in Teams, and since when not; null where that is not known: in a web chat, in a group. */
  inTeams: z.object({ reachable: z.enum(['yes', 'removed', 'blocked', 'disabled']), since: time }).nullable(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

/** `GET /desk/api/cases/:id/messages?after=`: an edit keeps its position, so ask for all (`after=0`) when something changed. */
export const MessageQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });
export const Message = z.object({
  id: text,
  position: z.number(),
  at: time,
  from: z.enum(['staff', 'bot', 'technician']),
  name: text.nullable(),
  text,
  files: z.array(FileRef),
  /** Texts it had before, oldest first. */
  earlier: z.array(z.object({ at: time, text })),
  /** Whoever asks wrote it, and may edit it. */
  mine: z.boolean(),
  /** False while it has not reached the person; it is tried again. */
  arrived: z.boolean(),
});
export type Message = z.infer<typeof Message>;
export const MessageList = z.object({ messages: z.array(Message) });

const said = z.string().trim().max(8000);

/** What a technician does in the conversation; `files` are ids of files that were kept for this case. */
export const Act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('join'), takeOver: z.boolean() }),
  z
    .strictObject({ kind: z.literal('say'), text: said, files: z.array(text.max(80)).max(10).default([]) })
    .refine(({ text: spoken, files }) => spoken !== '' || files.length > 0, 'nothing is said'),
  z.strictObject({ kind: z.literal('edit'), message: text.min(1).max(200), text: said.min(1) }),
  z.strictObject({ kind: z.literal('hand-back') }),
  /** Gives the case to somebody of `GET /desk/api/cases/:id/takers`. Whoever has it may, and a lead. */
  z.strictObject({ kind: z.literal('assign'), to: text.min(1).max(200) }),
  z.strictObject({ kind: z.literal('close'), closing: Closing }),
  z.strictObject({ kind: z.literal('reopen') }),
  /** It was they who rang. The words are drawn here and read with `GET /desk/api/checks`, by nobody but them. */
  z.strictObject({ kind: z.literal('its-me'), check: text.min(1).max(80) }),
]);
export type Act = z.infer<typeof Act>;

/** `POST /desk/api/cases/:id/acts`. The same `id` sent again changes nothing and gets the same answer. */
export const ActRequest = z.strictObject({ id: z.uuid(), act: Act });
export type ActRequest = z.input<typeof ActRequest>;
/** `message`: the id under which something said is listed. `arrived`: false while the person has not got it. */
export const ActAnswer = z.object({ case: CaseDetail, message: text, arrived: z.boolean() });
export type ActAnswer = z.infer<typeof ActAnswer>;

/** `GET /desk/api/cases/:id/takers`: who may be given the case. `login` tells two of the same name apart, where there are two. */
export const Taker = z.object({ id: text, name: text, login: text.nullable(), lastSeenAt: time });
export type Taker = z.infer<typeof Taker>;
export const TakerList = z.object({ people: z.array(Taker) });
export type TakerList = z.infer<typeof TakerList>;

const version = z.int().min(1);
/** `POST /desk/api/cases/:id/ticks`. Somebody else's tick that is there already is a `conflict` with `by`. Answer: `CaseAnswer`. */
export const TickRequest = z.strictObject({ action: text.min(1).max(120), done: z.boolean(), version });
/** `POST /desk/api/cases/:id/notes`. A note takes nothing away, so it is never a conflict. */
export const NoteRequest = z.strictObject({ text: z.string().trim().min(1).max(4000), version });
/** `POST /desk/api/cases/:id/priority`. A `conflict` with `by` when the case changed since `version`. */
export const PriorityRequest = z.strictObject({
  priority: Priority,
  why: z.string().trim().min(1).max(500),
  version,
});
export const CaseAnswer = z.object({ case: CaseDetail });

/** `POST /desk/api/cases/:id/files`, multipart, one field `file`; the answer is a `FileRef`. `GET /desk/api/files/:id` gives it back. */
export const FileAnswer = z.object({ file: FileRef });

const clientList = z.union([z.literal('all'), z.array(text.max(60)).max(500)]);
/** `GET /desk/api/people` (lead, admin) */
export const DeskPerson = z.object({
  id: text,
  name: text,
  /** As the sign-in names them: an address or a user name. */
  login: text.nullable(),
  roles: z.array(Role),
  clients: clientList,
  /** Whether an administrator set roles or clients by hand instead of the sign-in's groups. */
  byHand: z.object({ roles: z.boolean(), clients: z.boolean() }),
  firstSeenAt: time,
  lastSeenAt: time,
  /** How many sessions are open. */
  sessions: z.number(),
});
export type DeskPerson = z.infer<typeof DeskPerson>;
export const PeopleList = z.object({ people: z.array(DeskPerson) });

/** `POST /desk/api/people/:id` (admin). `null` goes back to what the groups say; a role of `none` shuts the person out. */
export const PersonRequest = z.strictObject({
  role: z
    .enum([...roles, 'none'])
    .nullable()
    .optional(),
  clients: clientList.nullable().optional(),
  signOut: z.boolean().optional(),
});
export const PersonAnswer = z.object({ person: DeskPerson });

/** `GET /desk/api/dead-letters`; `POST /desk/api/dead-letters/:id/retry` (lead, admin) answers `{}`. */
export const DeadLetter = z.object({
  id: text,
  target: text,
  case: text,
  kind: text,
  attempts: z.number(),
  deadAt: time,
  lastError: text,
});
export type DeadLetter = z.infer<typeof DeadLetter>;
export const DeadLetterList = z.object({ deadLetters: z.array(DeadLetter) });

export const Overdue = z.object({ kind: text, id: text, title: text, reviewBy: text });
export type Overdue = z.infer<typeof Overdue>;

/** `GET /desk/api/alerts` */
export const Alert = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clock-missed'), case: CaseSummary }),
  z.object({ kind: z.literal('dead-letter'), deadLetter: DeadLetter }),
  z.object({ kind: z.literal('knowledge-overdue'), entry: Overdue }),
  /** An alert to staff that waits for a lead; told to leads alone. */
  z.object({ kind: z.literal('to-approve'), alert: text, title: text }),
]);
export type Alert = z.infer<typeof Alert>;
export const AlertList = z.object({ alerts: z.array(Alert) });

/** `GET /desk/api/insights?from=&to=` (days, both included; the last twelve weeks when left out). */
export const InsightsQuery = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() });
const count = z.number();
export const Insights = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  /** `week` is its Monday. `scam` is null where none was clear. */
  callsPerWeek: z.array(z.object({ week: z.iso.date(), scam: text.nullable(), count })),
  byAuthority: z.array(z.object({ authority: text, count })),
  /** `withinLevel`: per cent answered in time. */
  firstAnswer: z.array(z.object({ week: z.iso.date(), medianMinutes: z.number(), withinLevel: z.number() })),
  verdicts: z.object({ right: count, wrong: count, unsure: count }),
  outcomes: z.object({ scam: count, genuine: count, sales: count, unsure: count }),
  overdue: z.array(Overdue),
});
export type Insights = z.infer<typeof Insights>;

export const insightTables = [
  'callsPerWeek',
  'byAuthority',
  'firstAnswer',
  'verdicts',
  'outcomes',
  'overdue',
] as const;
/** `GET /desk/api/insights.csv?table=&from=&to=` */
export const CsvQuery = InsightsQuery.extend({ table: z.enum(insightTables) });

/** `GET /desk/api/audit?about=&who=&from=` (lead, admin), newest first. */
export const AuditQuery = z.object({
  about: text.max(200).optional(),
  who: text.max(200).optional(),
  from: z.iso.date().optional(),
});
export const AuditEntry = z.object({
  at: time,
  who: text,
  /** As the person is called now; null when the desk does not know them. */
  name: text.nullable(),
  what: text,
  about: text,
  detail: z.unknown(),
});
export const AuditList = z.object({ entries: z.array(AuditEntry), more: z.boolean() });
export type AuditList = z.infer<typeof AuditList>;

/** `POST /desk/api/sign-out` answers where to go next. */
export const SignOutAnswer = z.object({ next: text });

/**
 * `GET /desk/api/live`, Server-Sent Events. `changed`: read what you show of these again. `typing`: the person writes.
 * `signed-out`: the session is over, and so is the stream.
 */
export const LiveChanged = z.object({ conversation: text, cases: z.array(caseId) });
export const LiveTyping = z.object({ conversation: text });
export type LiveChanged = z.infer<typeof LiveChanged>;
export type LiveTyping = z.infer<typeof LiveTyping>;
