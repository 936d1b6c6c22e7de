import type { Alert, AlertAnswer, AlertEnd } from './alert.ts';
import type { Closing, FileRef, Technician } from './brief.ts';
import type { AttestAnswer, CheckStep, ThreeWords } from './check.ts';

/** What a button carries. Typing the label does the same. */
export type Tap =
  | { verb: 'answer'; question: string; choice: string }
  | { verb: 'answers'; question: string; choices: readonly string[] }
  | { verb: 'command'; command: Command }
  /** Names a colleague, where a name that was typed fits several. */
  | { verb: 'name'; colleague: string }
  /** Whether it was really them who rang. */
  | { verb: 'attest'; check: string; answer: AttestAnswer }
  /** What the person says to an alert. */
  | { verb: 'alert'; alert: string; answer: AlertAnswer };

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
  'our-it',
  'did-you-call',
  'ring-back',
  'passphrase',
  'words-right',
  'words-wrong',
  'words-asked',
] as const;
export type Command = (typeof commands)[number];

/** What the person did, whatever the channel. */
export type DialogEvent =
  /** `shared`: in a group or a team, where several people write to each other and the bot is one of many. */
  | { kind: 'joined'; shared?: boolean }
  /**
   * `masked`: a card number, code or password was hidden before the text came this far. `phrase`: a passphrase was waited for, and this
   * is whether it fits; the words themselves are left out.
   */
  | {
      kind: 'said';
      text: string;
      masked: boolean;
      files?: readonly FileRef[];
      phrase?: 'right' | 'wrong';
    }
  /** An earlier message now reads otherwise, or was taken back (`text` is empty). */
  | { kind: 'edited'; message: string; text: string; masked: boolean }
  /** `ask` is the question or card that the button stands on, where the channel tells it. */
  | { kind: 'tapped'; tap: Tap; ask?: string }
  /** What the person thinks of our answer, with words of their own or none. */
  | { kind: 'rated'; reaction: 'like' | 'dislike'; text: string; masked: boolean }
  | { kind: 'unsupported'; what: string }
  /** Another system tells of a call on somebody's behalf, all at once. `contact` is how to reach them. */
  | { kind: 'reported'; text: string; contact: string | undefined }
  /** A technician did something in this conversation. */
  | { kind: 'desk'; case: string; by: Technician; act: DeskAct }
  /** Time passed for a case that waits. */
  | { kind: 'clock'; case: string; mark: ClockMark }
  /** A check of who is calling goes on without the person. */
  | { kind: 'check'; check: string; step: CheckStep }
  /** An alert to staff. */
  | { kind: 'alerted'; alert: Alert }
  /** It is good no longer. */
  | { kind: 'alert-ended'; alert: string; end: AlertEnd }
  /** What the person said to an alert that the page shows beside the chat. */
  | { kind: 'alert-answered'; alert: Alert; answer: AlertAnswer };

export type DeskAct =
  /** Takes a waiting case; with `takeOver` also one that somebody else has. */
  | { kind: 'join'; takeOver: boolean }
  | { kind: 'say'; text: string; files: readonly FileRef[] }
  /** `message` is the activity of the `say` that is changed. */
  | { kind: 'edit'; message: string; text: string }
  | { kind: 'hand-back' }
  /** `to` has the case from now on. Whoever has it may give it; `asLead`: a lead any case. */
  | { kind: 'assign'; to: Technician; asLead: boolean }
  | { kind: 'close'; closing: Closing }
  | { kind: 'reopen' }
  /** It was they who rang: the caller is to say these words. `own`: it is they, too, who ask. */
  | { kind: 'its-me'; check: string; words: ThreeWords; own: boolean };

/**
 * `waiting`: half the time is gone and nobody took the case (`share` of the time used, in per cent). `on-call`: nobody took
 * it in time, ring this number. `booked`: nobody is there now, somebody will answer at this time (ISO 8601).
 */
export type ClockMark =
  | { kind: 'waiting'; share: 50 | 80 | 100 }
  | { kind: 'on-call'; name: string; phone: string }
  | { kind: 'booked'; at: string };

/** One activity in. `at` is an ISO 8601 time; `activity` is unique within the conversation. */
export type Turn = {
  channel: string;
  conversation: string;
  activity: string;
  /** The organisation that the person belongs to. */
  client: string;
  /** How the channel finds this conversation again, opaque to all but the channel; absent when the turn is not the person's. */
  reference?: unknown;
  person: { id: string; name: string | undefined };
  /** Others read along in this conversation: a group chat or a team. */
  shared?: boolean;
  at: string;
  language: string;
  event: DialogEvent;
};
