import type { Brief, CaseRow, Live, Outcome, Priority, Role, Status } from '../api/types.ts';

/** Names of what the server gives as ids. An id that is newer than this page is shown as it is. */
const verdicts: Record<string, string> = {
  'stop-scam': 'Scam. Hang up.',
  'stop-unsafe': 'What was asked for is unsafe. Hang up.',
  'call-back': 'Not decided. Ring back on the number we hold.',
  unwanted: 'Unwanted call.',
  proved: 'Who rang is proved by a logged check.',
};
export const verdictLabel = (verdict: string): string => verdicts[verdict] ?? verdict;

const requestRisks: Record<string, string> = {
  decisive: 'Never do this for a caller',
  high: 'Dangerous for any caller',
  some: 'Some danger',
  'none-stated': 'Nothing dangerous told',
};
export const requestRiskLabel = (risk: string): string => requestRisks[risk] ?? risk;

const identities: Record<string, string> = {
  unproved: 'Not proved',
  disproved: 'Disproved: not who they said',
  proved: 'Proved by a logged check',
};
export const identityLabel = (identity: string): string => identities[identity] ?? identity;

export const liveLabels: Record<Live, string> = {
  yes: 'Caller still on the line',
  no: 'Call is over',
  unsure: 'Not known if the call is over',
};

/** Read after "No, because". */
export const unreachableLabels: Record<'removed' | 'blocked' | 'disabled', string> = {
  removed: 'they took the app away, or the chat is gone',
  blocked: 'they blocked the bot',
  disabled: 'an administrator turned the bot off',
};

export const reasonLabels: Record<Brief['reason'], string> = {
  'asked-for-a-person': 'Asked for a person',
  harm: 'Something has happened already',
  decisive: 'A dangerous request',
  reported: 'Reported from outside the chat',
  check: 'Somebody says they are from our IT',
};

export const statusLabels: Record<Status, string> = {
  waiting: 'Waiting',
  accepted: 'Taken',
  closed: 'Closed',
};

export const priorityMeanings: Record<Priority, string> = {
  P1: 'Now',
  P2: 'Soon',
  P3: 'Today',
  P4: 'When you can',
};

export const priorityIds = ['P1', 'P2', 'P3', 'P4'] as const satisfies readonly Priority[];
export const outcomeIds = ['scam', 'genuine', 'sales', 'unsure'] as const satisfies readonly Outcome[];

export const outcomeLabels: Record<Outcome, string> = {
  scam: 'A scam',
  genuine: 'A genuine call',
  sales: 'A sales call',
  unsure: 'Not sure',
};

export const roleLabels: Record<Role, string> = {
  technician: 'Technician',
  lead: 'Team lead',
  admin: 'Administrator',
};

const channels: Record<string, string> = {
  teams: 'Teams',
  msteams: 'Teams',
  web: 'Web chat',
  webchat: 'Web chat',
  directline: 'Web chat',
  api: 'Another system',
};
export const channelLabel = (channel: string): string => channels[channel] ?? channel;

const checks: Record<string, string> = {
  'withheld-number': 'Was the number withheld?',
  'claimed-authority': 'Who did the caller say they were?',
  'payment-request': 'Did they ask for money?',
  'remote-access-request': 'Did they want to see or control a screen?',
};
export const checkLabel = (check: string): string => checks[check] ?? check;

const whose: Record<string, string> = {
  showed: 'Shown on the phone',
  given: 'Given by the caller',
  ours: 'A number we hold',
  unclear: 'Not clear whose',
};
export const whoseLabel = (who: string): string => whose[who] ?? who;

const numberKinds: Record<string, string> = {
  valid: 'could be real',
  impossible: 'cannot exist',
  'premium-rate': 'costs a lot to ring',
  personal: 'a personal number',
  drama: 'a number for films',
  withheld: 'withheld',
  international: 'from abroad',
  'short-code': 'a short code',
  directory: 'in our directory',
};
export const numberKindLabel = (kind: string): string => numberKinds[kind] ?? kind;

export const languageLabel = (language: string): string => {
  try {
    return new Intl.DisplayNames('en-GB', { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
};

/** Whose call it is, as far as they told. */
export function personLabel({ name, contact }: CaseRow['person']): string {
  return name ?? contact ?? 'Somebody without a name';
}
