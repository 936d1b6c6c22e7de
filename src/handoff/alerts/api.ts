import * as z from 'zod';

/** What the desk page and the server say to each other about alerts to staff, under `/desk/api/staff-alerts`. */
const text = z.string();
const time = z.iso.datetime();
const version = z.int().min(1);

/** As it will be shown. */
export const StaffAlertWords = z.strictObject({
  title: text.trim().min(1).max(120),
  text: text.trim().min(1).max(800),
  steps: z.array(text.trim().min(1).max(200)).max(6),
});
export type StaffAlertWords = z.infer<typeof StaffAlertWords>;

const groups = z.array(text.min(1).max(120)).max(50);

/** How many people; nobody is named. */
const People = z.object({
  /** It arrived: in Teams, in the chat or by email. */
  got: z.number(),
  onItsWay: z.number(),
  /** They had two this week; they get it when a week has passed, if it still counts. */
  held: z.number(),
  unreachable: z.number(),
  /** Named in the settings, and not known in Teams. */
  notInTeams: z.number(),
  /** Nobody knows whether the email arrived; it is not sent again. */
  unknown: z.number(),
  /** It was refused, or ended before it arrived. */
  missed: z.number(),
  read: z.number(),
  hadThisCall: z.number(),
});

export const StaffAlert = z.object({
  id: text,
  client: text,
  clientName: text,
  /** The campaign that drafted it. */
  campaign: text.nullable(),
  words: StaffAlertWords,
  groups,
  status: z.enum(['draft', 'active', 'expired', 'withdrawn']),
  draftedBy: text.nullable(),
  draftedAt: time,
  approvedBy: text.nullable(),
  approvedAt: time.nullable(),
  expiresAt: time.nullable(),
  withdrawnBy: text.nullable(),
  withdrawnAt: time.nullable(),
  people: People,
  version,
});
export type StaffAlert = z.infer<typeof StaffAlert>;

/** `GET /desk/api/staff-alerts` */
export const StaffAlertList = z.object({
  alerts: z.array(StaffAlert),
  /** Whom the alerts of each client can go to. */
  groups: z.array(z.object({ client: text, groups: z.array(z.object({ id: text, name: text })) })),
});
export type StaffAlertList = z.infer<typeof StaffAlertList>;

/** `POST /desk/api/staff-alerts` (technician). The answer is a `StaffAlertAnswer`. */
export const DraftRequest = z.strictObject({ client: text.max(60), words: StaffAlertWords, groups });
export type DraftRequest = z.infer<typeof DraftRequest>;
/** `POST /desk/api/staff-alerts/:id` (technicians their own, leads all), and `.../approve` (lead). */
export const ChangeRequest = z.strictObject({ words: StaffAlertWords, groups, version });
export type ChangeRequest = z.infer<typeof ChangeRequest>;
/** `POST /desk/api/staff-alerts/:id/withdraw` (lead) */
export const WithdrawRequest = z.strictObject({ version });

export const StaffAlertAnswer = z.object({ alert: StaffAlert });
