import { outcomes, priorities, type Outcome } from '../../../dialog/brief.ts';

/** What technicians read and tap in their channel. */
export const labels = {
  take: 'Take it',
  'take-over': 'Take over',
  'hand-back': 'Hand back',
  give: 'Give to…',
  priority: 'Priority',
  close: 'Close',
  reopen: 'Open again',
  'its-me': 'It’s me',
  chat: 'Chat with them',
  desk: 'Open at the desk',
} as const;

export const titles = {
  harm: 'What has happened already',
  person: 'Person',
  caller: 'Caller',
  ask: 'What the caller wanted',
  verdict: 'Verdict',
  actions: 'First steps',
  story: 'In their own words',
  check: 'Somebody says that they are one of you',
} as const;

const outcomeTitles: Readonly<Record<Outcome, string>> = {
  scam: 'It was a scam',
  genuine: 'It was a genuine call',
  sales: 'It was a sales call',
  unsure: 'It cannot be told',
};

type Choice = { title: string; value: string };
export const outcomeChoices: readonly Choice[] = outcomes.map((value) => ({
  title: outcomeTitles[value],
  value,
}));
export const rightChoices: readonly Choice[] = [
  { title: 'Yes', value: 'yes' },
  { title: 'No', value: 'no' },
  { title: 'Not sure', value: 'unsure' },
];
export const priorityChoices: readonly Choice[] = priorities.map((value) => ({ title: value, value }));

export const inputs = {
  priority: 'New priority',
  pickPriority: 'Pick a priority.',
  why: 'Why',
  sayWhy: 'Say why in a few words.',
  setPriority: 'Set the priority',
  outcome: 'What was it?',
  pickOutcome: 'Pick what it was.',
  right: 'Was the bot right?',
  pickRight: 'Pick one.',
  note: 'Note (staff do not see it)',
  closeCase: 'Close the case',
  taker: 'Who takes it?',
  pickTaker: 'Choose who takes it.',
  giveCase: 'Give the case',
} as const;

export const sayings = {
  elsewhere: 'These buttons work in the technicians’ channel only. Nothing was changed.',
  stranger: 'You are not in this organisation’s team, so nothing was changed.',
  shutOut: 'An administrator of the desk has taken your access away, so nothing was changed.',
  notUnderstood: 'This button is not known any more, so nothing was changed. Look at the newest card.',
  unfinishedForm:
    'The form was not filled in, so nothing was changed. Fill in all that has a star, then send it.',
  nearWish:
    'I did not know what to do, so nothing was changed, and nothing was sent to the person. You can write: priority P1, or P2, P3, P4; close as scam, close as genuine, close as sales, close as unsure.',
  pressItsMe:
    'If it was you who rang them, press “It’s me” on the card of this case: the three words are for your eyes alone. Nothing was sent to the person. Whoever asked cannot answer their own question.',
  unfinished: 'This takes longer than usual. The card will show when it is done.',
  failed: 'Something went wrong, so nothing may have been changed. Look at the card, then try again.',
  notArrived: 'They have not got this yet. It is sent again by itself; ring them if it cannot wait.',
  notKept: 'A file was not kept, so they did not get it',
  nothingSaid: 'There was nothing in your message to send on.',
  help: [
    'Cases come into this channel by themselves, each with a thread of its own.',
    'In a thread: what you write to me goes to the person, once you have taken the case. You can also write to me: take it, take over, hand back, give to Jo Hart, open again, priority P1, close as scam, close as genuine, close as sales, close as unsure.',
    'Outside of a thread: write the number of a case to me, such as CC-7F3K2, to see it here.',
  ].join('\n\n'),
  noCase: 'There is no such case here.',
  nobodyCalled: (name: string) =>
    `Nobody called “${name}” may take this case, so nothing was changed, and nothing was sent to the person. Names are on its card.`,
  severalCalled: (names: string) => `Several people fit: ${names}. Write the whole name, or use the card.`,
  hasThread: 'This case has a thread already',
  changed: (who: string) => `${who} was first: the case has changed. Look at the card again, then decide.`,
  somebody: 'Somebody',
} as const;
