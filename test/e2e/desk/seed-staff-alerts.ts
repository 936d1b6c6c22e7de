import type { StaffAlert, StaffAlertList } from '../../../src/handoff/alerts/api.ts';
import { attack } from './seed.ts';

const at = '2026-11-20T09:00:00.000Z';
const nobody = {
  got: 0,
  onItsWay: 0,
  held: 0,
  unreachable: 0,
  notInTeams: 0,
  unknown: 0,
  missed: 0,
  read: 0,
  hadThisCall: 0,
};

/** Alerts in every state that the page knows, one of them with what somebody hopes to run there. */
export const seedStaffAlerts = (): StaffAlertList => ({
  alerts: [
    alertOf('AL-1', { title: attack, text: attack, steps: [attack] }),
    alertOf('AL-2', words, {
      status: 'active',
      people: { ...nobody, got: 41, held: 2, unreachable: 1, read: 20, hadThisCall: 3 },
      approvedBy: 'Lee Cole',
      approvedAt: at,
      expiresAt: '2026-12-04T09:00:00.000Z',
    }),
    alertOf('AL-3', words, { status: 'withdrawn', withdrawnBy: 'Lee Cole', withdrawnAt: at }),
  ],
  groups: [
    {
      client: 'main',
      groups: [
        { id: 'teams', name: 'Everybody in Teams' },
        { id: 'chat', name: 'Everybody on the chat page' },
      ],
    },
  ],
});

const words = {
  title: 'A caller who says that they are your bank',
  text: 'They ask you to move money to another account.',
  steps: ['Hang up.', 'Ring the bank on a number you hold.'],
};

function alertOf(id: string, put: StaffAlert['words'], more: Partial<StaffAlert> = {}): StaffAlert {
  return {
    id,
    client: 'main',
    clientName: 'Northgate Supplies',
    campaign: null,
    words: put,
    groups: ['teams'],
    status: 'draft',
    draftedBy: null,
    draftedAt: at,
    approvedBy: null,
    approvedAt: null,
    expiresAt: null,
    withdrawnBy: null,
    withdrawnAt: null,
    people: nobody,
    version: 1,
    ...more,
  };
}
