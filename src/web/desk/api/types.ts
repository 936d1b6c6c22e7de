import type { CaseBrief, Closing, FileRef, Outcome, Priority, Technician } from '../../../dialog/brief.ts';
import type { DeskAct } from '../../../dialog/turn.ts';
import type { CaseEvent, ReadMessage } from '../../../storage/port.ts';

export type { CaseBrief, CaseEvent, Closing, DeskAct, FileRef, Outcome, Priority, ReadMessage, Technician };

export type Role = 'technician' | 'lead' | 'admin';
export type ClientName = { id: string; name: string };
export type Me = {
  technician: Technician;
  roles: readonly Role[];
  clients: readonly ClientName[];
  organisation: string;
  itDesk: { name: string; phone?: string | undefined };
};
export type Status = 'waiting' | 'accepted' | 'closed';
export type Clock = { dueAt: string; share: number; state: 'running' | 'met' | 'missed' | 'stopped' };
export type CaseRow = {
  id: string;
  client: string;
  clientName: string;
  headline: string;
  priority: Priority;
  status: Status;
  technician: Technician | null;
  openedAt: string;
  acceptedAt: string | null;
  closedAt: string | null;
  live: CaseBrief['live'];
  harm: readonly string[];
  verdict: string | null;
  person: { name: string | null };
  clock: Clock;
  lastMessageAt: string | null;
  version: number;
};
export type Tick = { action: string; at: string; initials: string };
export type Ticket = { target: string; reference: string; url: string | null; state: string };
export type CaseDetail = CaseRow & {
  conversation: string;
  brief: CaseBrief;
  events: readonly CaseEvent[];
  files: readonly (FileRef & { at: string; by: string })[];
  related: { sameClient: number; elsewhere: number };
  ticks: readonly Tick[];
  closing: Closing | null;
  tickets: readonly Ticket[];
};
