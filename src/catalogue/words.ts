import type { Strength } from '../domain/knowledge.ts';
import type { Harm } from '../domain/evidence.ts';

/** Every sentence of the catalogue that is not in a knowledge file, in one place so that a translation is one more such object. */
export const words = {
  language: 'en-GB',
  product: 'Callcheck',
  title: 'What Callcheck knows',
  lead: 'Scam calls, and the genuine calls they copy. Who callers say they are. Where to report them.',
  onCall: 'On a call now? You can hang up. Real callers can wait.',
  chat: 'Check a call',
  skip: 'Skip to the entries',
  parts: 'Parts of this page',
  search: 'Search',
  searchHint: 'What did they say?',
  region: 'Region',
  everywhere: 'All regions',
  found: 'What fits best',
  version: 'Knowledge version',
  sourcesOpen: 'Every entry names the public pages it rests on, and the day somebody last read them.',

  shelves: {
    scams: {
      title: 'Scam calls',
      about: 'Open one to see what to say, what to do, and the real call it copies.',
    },
    authorities: {
      title: 'Who callers say they are',
      about: 'What the real ones do, what they never do, and how to reach them yourself.',
    },
    signals: {
      title: 'What we listen for',
      about: 'Each reason that Callcheck gives comes from one of these rules.',
    },
    reporting: {
      title: 'Where to report',
      about: 'Who wants to hear about it, and how to reach them.',
    },
    playbooks: {
      title: 'If something has happened',
      about: 'What to do first when something was given away. It happens to careful people.',
    },
  },
  /** What is for other regions than the organisation's own. */
  elsewhere: {
    scams: {
      title: 'Scam calls in other places',
      about: 'Seen in other places. They can reach you too.',
    },
    authorities: {
      title: 'Who callers say they are in other places',
      about: 'Callers can use these names here too.',
    },
    signals: { title: 'What we listen for in other places', about: '' },
    reporting: {
      title: 'Where to report in other places',
      about: 'They take reports from people in other places.',
    },
    playbooks: { title: 'If something has happened in other places', about: '' },
  },
  kinds: {
    scam: 'Scam call',
    authority: 'Who they say they are',
    signal: 'What we listen for',
    reporting: 'Where to report',
    playbook: 'If something has happened',
  },

  say: 'Say',
  sayAgain: 'If they push',
  do: 'Do',
  doNow: 'Do now',
  dont: 'Do not',
  looksLike: 'What it looks like',
  marks: 'How to know it',
  theyAre: 'They say they are',
  comesBy: 'It comes by',
  alsoCalled: 'Also called',
  twin: 'The genuine call it copies',
  ifHarmed: 'If it has already happened',
  report: 'Where to report it',
  reportElsewhere: 'In other places',
  reportNone: 'Tell your IT desk.',
  examples: 'Stories it is tested with',
  caught: 'These must be caught',
  spared: 'These are genuine and must be left alone',
  willDo: 'They will',
  neverDo: 'They will never',
  neverUnknown: 'We found no public statement of what they never do.',
  verifyBy: 'How to reach the real one',
  usedBy: 'Scam calls that use this name',
  means: 'What it tells us',
  signIn: 'Scam calls with this sign',
  softened: 'Less worrying when',
  when: 'When to use it',
  how: 'How to reach them',
  first: 'The first place to tell here.',
  where: 'Where it counts',
  after: 'What others do after that',
  who: 'Who',
  within: 'By when',
  what: 'What',
  special: 'Used in place of the general steps for',
  priority: 'Priority',

  sources: 'Where this comes from',
  checked: 'read on',
  owner: 'Kept by',
  reviewed: 'Checked on',
  reviewBy: 'To be checked again by',
  overdue: 'Needs a new check',
  overdueSince: 'It should have been checked again by',
  overdueList: 'Entries that need a new check',
  linkHere: 'Link to this entry',
  selling: 'Selling',
  seenIn: 'Seen in',
} as const;

export const strengths: Readonly<Record<Strength, string>> = {
  core: 'Nearly always',
  common: 'Often',
  sometimes: 'Sometimes',
};

export const harms: Readonly<Record<Harm, string>> = {
  'remote-access': 'They got on to a computer',
  software: 'Something was installed or opened',
  credentials: 'A password or code was given',
  money: 'Money was sent',
  data: 'Information was given',
};

export const bearings = {
  warning: 'It speaks against the caller.',
  circumstance: 'It proves nothing. It is true of genuine calls as often.',
  reassurance: 'It speaks for the caller. It is no proof.',
} as const;

export const bearingTags = {
  warning: 'Warning',
  circumstance: 'Proves nothing',
  reassurance: 'Speaks for them',
} as const;

export const requestRisks = {
  decisive: 'Nobody should do this on a call, whoever asks.',
  high: 'This can do a lot of harm. Check first, whoever asks.',
  some: 'This can do harm. Check first.',
} as const;

const channels: Readonly<Record<string, string>> = {
  sms: 'text message',
  email: 'email',
  post: 'letter',
  teams: 'Teams',
  'in-person': 'a visit',
  whatsapp: 'WhatsApp',
  wechat: 'WeChat',
  skype: 'Skype',
  signal: 'Signal',
  popup: 'a warning on the screen',
};

/** How a scam reaches people; a channel that is not in the table is named as it is. */
export function channelName(channel: string): string {
  return channels[channel] ?? channel;
}
