import type { Converse } from '../../conversation/port.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Settings } from '../../settings/schema.ts';
import type { ClientScope, DeskStorage } from '../../storage/desk-port.ts';
import type { AuditRow, Storage, StoredCase } from '../../storage/port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import type { Bulletin, KeepFile, Reach, ReadFile } from '../port.ts';
import type { Viewer } from './access.ts';
import type { Clock, DeadLetter, Overdue, Ticket } from './api.ts';

type Log = Record<'info' | 'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

/** What the desk works with. Everything with a default is built by another part, which may not be there. */
export type DeskOptions = {
  storage: Pick<TeamsStorage, 'teamsPersonIn'> & Storage & DeskStorage;
  converse: Converse;
  reach: Reach;
  bulletin: Bulletin;
  settings: Settings;
  keepFile: KeepFile;
  readFile: ReadFile;
  knowledge: () => Knowledge;
  clockOf: (found: StoredCase, now: Date) => Clock;
  /** What could not be sent. `retry` is false when there is no such letter among the cases of these clients. */
  deadLetters: {
    list(clients: ClientScope): Promise<readonly (Omit<DeadLetter, 'kind'> & { topic: string })[]>;
    retry(id: string, clients: ClientScope, audit: AuditRow): Promise<boolean>;
  };
  /** What clients hold themselves whose day of review has passed, of those that somebody sees. */
  overdueHeld?: (viewer: Viewer) => Promise<readonly Overdue[]>;
  ticketsOf: (caseId: string) => Promise<readonly Ticket[]>;
  /** Who outside is told about the cases of this client. */
  targets: (client: string) => readonly string[];
  now: () => Date;
  log: Log;
};
