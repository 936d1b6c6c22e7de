import * as z from 'zod';
import { priorities } from '../dialog/brief.ts';

/**
 * What a support firm decides about its desk, in one file (`SETTINGS_FILE`, `desk.yaml` when it exists). Everything has a
 * default, so that no file is needed. Secrets are never in it: a field ending in `Secret` names a line of the secrets that
 * only `config.ts` reads.
 */
const text = z.string().trim().min(1).max(200);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const secretName = z.string().regex(/^[A-Z][A-Z0-9_]{2,60}$/);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** `24:00` is the end of the day. */
const closingTime = z.union([clockTime, z.literal('24:00')]);
const address = z.url({ protocol: /^https?$/ });
/** A tenant or a person of Entra ID. Emulators of Teams have ids that are longer than a GUID. */
const directoryId = z.string().regex(/^[0-9a-f]+(-[0-9a-f]+){4}$/i);
/** Without the `;messageid=` that names a thread. */
const teamsId = z.string().regex(/^[^\s;]{3,300}$/);
const days = z.int().min(1).max(3650);

const alertGroup = z.strictObject({
  id,
  name: text,
  /** People in Teams, by what they sign in with or by their object id. */
  teams: z.array(text).default([]),
  emails: z.array(z.email()).default([]),
});

const client = z.strictObject({
  id,
  name: text,
  /** Teams tenants whose people belong to this client. */
  tenants: z.array(z.guid()).default([]),
  /** Origins whose embedded chat belongs to this client. */
  origins: z.array(address).default([]),
  /** Where its cases are told, by the id of a target; all targets when left out. */
  targets: z.array(id).optional(),
  /** The client as each ticket system calls it, by the id of the target: a ticket for anybody else is refused. */
  ticketClients: z.record(id, text).default({}),
  /** Whom an alert can be sent to besides everybody. */
  alertGroups: z.array(alertGroup).default([]),
});
export type Client = z.infer<typeof client>;

const target = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    id,
    to: z.array(z.email()).min(1),
    from: z.email(),
    host: text,
    port: z.int().min(1).max(65_535).default(587),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    user: text.optional(),
    passwordSecret: secretName.optional(),
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    id,
    url: address,
    signingSecret: secretName,
    /** Addresses inside the own network are refused unless this is true. */
    allowPrivate: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('tickets'),
    id,
    /** A file of `connectors/`: `halopsa`, `connectwise`, `autotask`, `freshdesk`, `zendesk`, `servicenow`, `jira`. */
    connector: id,
    url: address,
    /** What the connector asks for by name, such as a board or a ticket type. */
    fields: z.record(z.string(), text).default({}),
    /** By the names the connector uses: `{ token: HALO_TOKEN }`. */
    secrets: z.record(z.string(), secretName).default({}),
    allowPrivate: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('handoff-hub'),
    id,
    url: address,
    signingSecret: secretName,
    allowPrivate: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('teams-channel'),
    id,
    /** The Teams tenant that the team is in. */
    tenant: directoryId,
    /** As `groupId` and `channel` of its link say, or `channelData` of any message there: `19:...@thread.tacv2`. */
    team: teamsId,
    channel: teamsId,
    /** Where the channel service takes new threads. */
    serviceUrl: address.default('https://smba.trafficmanager.net/teams/'),
    /** Object ids of the members who lead. Everybody else in the team is a technician. */
    leads: z.array(directoryId).default([]),
  }),
]);
export type Target = z.infer<typeof target>;

/** Minutes from opening until somebody should have taken the case. Sources: docs/operating.md, "Clocks". */
const serviceLevels = z
  .record(z.enum(priorities), z.int().min(1).max(10_080))
  .default({ P1: 5, P2: 15, P3: 60, P4: 480 });

const officeHours = z
  .strictObject({
    timeZone: z.string().refine(isTimeZone).default('Europe/London'),
    days: z
      .array(z.strictObject({ day: z.int().min(1).max(7), from: clockTime, to: closingTime }))
      .default([1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:30' }))),
    closed: z.array(z.iso.date()).default([]),
  })
  .prefault({});

const signIn = z.strictObject({
  issuer: address,
  clientId: text,
  clientSecret: secretName.optional(),
  /** The claim that lists groups or app roles. */
  claim: text.default('groups'),
  /** Values of that claim that make somebody a technician, a lead, an administrator. */
  roles: z.strictObject({
    technician: z.array(text).default([]),
    lead: z.array(text).default([]),
    admin: z.array(text).default([]),
  }),
  /** Values of that claim, and the clients they may see; everybody sees all when left out. */
  clients: z.record(z.string(), z.array(id)).optional(),
});

export const Settings = z.strictObject({
  clients: z
    .array(client)
    .min(1)
    .default([
      { id: 'main', name: 'Your organisation', tenants: [], origins: [], ticketClients: {}, alertGroups: [] },
    ]),
  serviceLevels,
  officeHours,
  /** In the order they are rung when nobody takes a case. */
  onCall: z
    .array(
      z.strictObject({
        name: text,
        phone: text,
        /** Their object id, by which they are mentioned in the technicians' channel. */
        teams: directoryId.optional(),
      }),
    )
    .default([]),
  /** Minutes until a P1 that nobody took shows the on-call number to the person. */
  onCallAfterMinutes: z.int().min(1).max(60).default(2),
  /** Whether a decisive verdict opens a case by itself. */
  openOnDecisive: z.boolean().default(false),
  /** A payment above this amount needs a second way to check who asks: a colleague's yes is not enough. */
  payments: z
    .strictObject({
      above: z.number().positive(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('GBP'),
    })
    .optional(),
  targets: z.array(target).default([]),
  signIn: signIn.optional(),
  /** Sessions at the desk end after so many minutes without an action. */
  idleMinutes: z.int().min(5).max(720).default(30),
  files: z
    .strictObject({
      maxBytes: z.int().min(1024).max(50_000_000).default(10_000_000),
      maxPerMessage: z.int().min(1).max(10).default(5),
      maxPerConversation: z.int().min(1).max(200).default(40),
    })
    .prefault({}),
  /** Days until a kind of record is deleted. */
  retention: z
    .strictObject({
      conversations: days.default(90),
      cases: days.default(730),
      files: days.default(180),
      callRecords: days.default(90),
      sessions: days.default(7),
      audit: days.default(2190),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
