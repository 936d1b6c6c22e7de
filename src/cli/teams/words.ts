import type { Command } from '../../dialog/turn.ts';

/** Every sentence of the app package, in one place so that a translation is one more such object. */
export const words = {
  name: 'Callcheck',
  /** Under the name in the list of apps; at most 80 characters. */
  short: 'Check a suspicious phone call while the caller is still on the line.',
  full:
    'Somebody rings and wants something from you. Tell Callcheck what they said, in your own words. It tells you what to ' +
    'do now: hang up, ring back on a number you already hold, or say no. Each answer comes with its reasons and where they ' +
    'come from.\n\n' +
    'You can check if a caller is really from your own IT, ask a colleague if it was them, and get a person who answers in ' +
    'the same chat. If you already did what a caller asked, it tells you what to do first. Nobody is blamed.\n\n' +
    'It never asks for a password, a code or a card number, and hides them if they are typed.',
  accentColor: '#14514f',
  search: {
    title: 'Search scam calls',
    description: 'Find a scam call, or how to reach the real firm.',
    parameter: 'What did they say?',
    hint: 'Words from the call, or a name such as Microsoft',
  },
  check: {
    title: 'Check this message',
    description: 'Find out what it wants from you, and what to do.',
  },
  tabs: { cases: 'My cases', desk: 'Desk' },
} as const;

/** What is listed above the box to write in. A title is sent as the person's words, so the parser must know each. */
export type Listed = { command: Command; title: string; description: string };

const listed: Readonly<Partial<Record<Command, Omit<Listed, 'command'>>>> = {
  rang: { title: 'Somebody rang me', description: 'Tell me about a call, and I say what to do.' },
  'our-it': {
    title: "Someone says they're from our IT",
    description: 'I ask IT if one of them is on this call.',
  },
  'did-you-call': { title: 'Did a colleague really call me?', description: 'I ask them, in their own chat.' },
  'ring-back': { title: 'How do I ring back?', description: 'The number we hold, and how to use it.' },
  harmed: { title: 'I already did what they asked', description: 'What to do first. Nobody is blamed.' },
  person: { title: 'Get a person', description: 'Somebody from IT answers here, in this chat.' },
  report: { title: 'How do I report it?', description: 'Who wants to hear about the call.' },
  restart: { title: 'Start again', description: 'Begin with another call.' },
  help: { title: 'Help', description: 'What I can do, and what you can type.' },
  about: { title: 'About', description: 'How I work, and how often I am wrong.' },
};

/** In a chat with the bot alone, the most pressing first. */
const alone = [
  'rang',
  'our-it',
  'did-you-call',
  'ring-back',
  'harmed',
  'person',
  'report',
  'restart',
  'help',
  'about',
] as const;
/** Where others read along: what begins something, and the way to more. Checks of a caller are for one person alone. */
const together = ['rang', 'harmed', 'person', 'help'] as const;

export const commandLists: readonly { scopes: readonly string[]; commands: readonly Listed[] }[] = [
  { scopes: ['personal'], commands: alone.flatMap(find) },
  { scopes: ['team', 'groupChat'], commands: together.flatMap(find) },
];

function find(command: Command): Listed[] {
  const found = listed[command];
  return found === undefined ? [] : [{ command, ...found }];
}
