import type { Context } from '../../dialogs/step.ts';

/** What a turn knows besides the state, where a test does not care. */
export const context: Context = {
  now: '2026-11-21T10:00:00.000Z',
  timeZone: 'Europe/London',
  activity: 'a1',
  person: { id: 'u1', name: undefined, channel: 'webchat' },
  language: 'en-GB',
  region: 'GB',
  caseReference: 'CASE-1',
  checkId: 'CHECK-1',
  desk: { name: 'the IT desk', phone: undefined },
  openOnDecisive: false,
};
