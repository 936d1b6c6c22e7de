import type { CampaignList } from '../../../src/handoff/campaigns/api.ts';
import type { CaseDetail } from '../../../src/handoff/desk/api.ts';
import { attack } from './seed.ts';

/** A campaign that goes on at two clients and elsewhere, one of its headlines an attack; and one that is over. */
export const seedCampaigns = (cases: readonly CaseDetail[]): CampaignList => ({
  campaigns: [
    {
      id: 'CA-1',
      status: 'running',
      openedAt: '2026-11-20T10:20:00.000Z',
      lastSeenAt: '2026-11-20T14:00:00.000Z',
      scam: 'Microsoft or Windows support caller',
      authority: 'Microsoft',
      requests: ['They wanted to use or see your computer', 'They wanted you to install something'],
      seen: 3,
      elsewhere: 1,
      timeline: [
        ...cases.slice(0, 2).map(({ id, headline, clientName }) => ({
          kind: 'case' as const,
          at: '2026-11-20T10:20:00.000Z',
          id,
          headline,
          clientName,
        })),
        { kind: 'opened', at: '2026-11-20T10:20:00.000Z' },
        { kind: 'elsewhere', at: '2026-11-20T12:10:00.000Z' },
        { kind: 'case', at: '2026-11-20T14:00:00.000Z', id: 'CC-X', headline: attack, clientName: 'Harbour' },
      ],
    },
    {
      id: 'CA-2',
      status: 'over',
      openedAt: '2026-11-02T09:00:00.000Z',
      lastSeenAt: '2026-11-02T09:00:00.000Z',
      scam: null,
      authority: null,
      requests: [],
      seen: 1,
      elsewhere: 2,
      timeline: [{ kind: 'opened', at: '2026-11-02T09:00:00.000Z' }],
    },
  ],
});
