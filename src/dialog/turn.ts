/** What a button carries. Typing the label does the same. */
export type Tap =
  | { verb: 'answer'; question: string; choice: string }
  | { verb: 'answers'; question: string; choices: readonly string[] }
  | { verb: 'command'; command: Command };

/** Words that work at every point, typed or tapped. */
export const commands = [
  'hello',
  'thanks',
  'help',
  'about',
  'why',
  'back',
  'correct',
  'not-sure',
  'cancel',
  'restart',
  'person',
  'harmed',
  'steps',
  'reasons',
  'say',
  'report',
  'certain',
  'rang',
  'hung-up',
  'called-back-genuine',
  'called-back-denied',
  'no-answer',
] as const;
export type Command = (typeof commands)[number];

/** What the person did, whatever the channel. */
export type DialogEvent =
  | { kind: 'joined' }
  /** `masked`: a card number, code or password was hidden before the text came this far. */
  | { kind: 'said'; text: string; masked: boolean }
  | { kind: 'tapped'; tap: Tap }
  | { kind: 'unsupported'; what: string };

/** One activity in. `at` is an ISO 8601 time; `activity` is unique within the conversation. */
export type Turn = {
  channel: string;
  conversation: string;
  activity: string;
  person: { id: string; name: string | undefined };
  at: string;
  language: string;
  event: DialogEvent;
};
