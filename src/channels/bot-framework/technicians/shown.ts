import type { Clock, Taker } from '../../../handoff/desk/api.ts';
import type { ReadCase } from '../../../storage/port.ts';
import type { TeamsPerson } from '../../../storage/teams-port.ts';
import type { Mentioned } from './mention.ts';

/** A check of a caller that waits for a technician. */
export type WaitingCheck = { id: string; about: string | null };

/** All that a case's card shows. */
export type Shown = {
  found: ReadCase;
  clock: Clock;
  clientName: string;
  timeZone: string;
  /** The case at the desk, where its address is known. */
  deskUrl: string | undefined;
  /** The person, where they write in Teams. */
  teams: TeamsPerson | undefined;
  /** Somebody says that they are one of us, and a technician is to say whether it is true. */
  check: WaitingCheck | undefined;
  /** Who may be given the case; nobody where nobody here may give it. */
  takers: readonly Taker[];
  /** Who is called to the case. */
  mentioned: Mentioned | undefined;
  /** Since when something of the chat may be missing in the thread. */
  doubtAt: string | null;
};
