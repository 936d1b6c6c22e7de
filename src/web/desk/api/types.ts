import type * as z from 'zod';
import type {
  AlertList,
  CaseSummary,
  CaseStatus,
  Closing as ClosingSchema,
  DeadLetterList,
  DeskBrief,
  FileRef as FileRefSchema,
  PersonRequest as PersonRequestSchema,
} from '../../../handoff/desk/api.ts';

/** What the server says and hears, by the names used here. The schemas themselves stay on the server. */
export type {
  Act,
  ActAnswer,
  ActRequest,
  Alert,
  AuditList,
  CaseDetail,
  CaseEvent,
  CaseList,
  Clock,
  DeadLetter,
  DeskPerson,
  Insights,
  Me,
  Message,
  Overdue,
  Role,
  Taker,
  TakerList,
  Ticket,
} from '../../../handoff/desk/api.ts';
export type ClientName = { id: string; name: string };
export type CaseRow = CaseSummary;
export type Status = CaseStatus;
export type Brief = DeskBrief;
export type Closing = z.infer<typeof ClosingSchema>;
export type FileRef = z.infer<typeof FileRefSchema>;
export type PersonRequest = z.infer<typeof PersonRequestSchema>;
export type Alerts = z.infer<typeof AlertList>;
export type DeadLetters = z.infer<typeof DeadLetterList>;
export type Priority = CaseSummary['priority'];
export type Outcome = Closing['outcome'];
export type Live = Brief['live'];

export type { CampaignList, DeskCampaign } from '../../../handoff/campaigns/api.ts';
export type { StaffAlert, StaffAlertList } from '../../../handoff/alerts/api.ts';
