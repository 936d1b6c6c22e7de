import type { EntryRef, Reason, Verdict } from '../domain/assessment.ts';
import type { Proof } from '../domain/evidence.ts';
import type { AlertAnswer } from './alert.ts';
import type { CaseBrief, Closing, FileRef, Technician } from './brief.ts';
import type { AttestAnswer, CheckRecord } from './check.ts';
import type { Tap } from './turn.ts';

/** A button, or a word to type. */
export type Offer = { label: string; tap: Tap };

/** A card without a channel: each channel renders it in its own dialect. */
export type Card = {
  /** Stable within the conversation: showing a card with the same id again replaces it. */
  id: string;
  tone: 'stop' | 'caution' | 'calm';
  heading: string;
  /** One line for the notification and for screen readers; carries the advice. */
  summary: string;
  blocks: readonly Block[];
  offers: readonly Offer[];
};

export type Block =
  /** `entry` is where the words come from, when they are a reason. */
  | { kind: 'text'; text: string; entry?: EntryRef }
  | { kind: 'say'; label: string; text: string }
  /** Without a title under a heading that says it already. */
  | { kind: 'steps'; title?: string; items: readonly string[] }
  /** What holds in no order, such as what not to do. */
  | { kind: 'points'; title: string; items: readonly string[] }
  | { kind: 'reasons'; reasons: readonly Reason[] }
  | { kind: 'facts'; title?: string; rows: readonly { name: string; value: string }[] }
  /** What the caller has to say. Shown large, and never read out or put into a notification: the caller may hear it. */
  | { kind: 'words'; label: string; words: readonly string[] }
  /** A link to all that is known; left out where the channel cannot open it. */
  | { kind: 'catalogue'; label: string };

/** What the bot may do. Nothing else leaves a dialog. */
export type Effect =
  | { kind: 'say'; text: string }
  /** `id` is new each time a question is put, so that a late tap on an earlier one is known. */
  | {
      kind: 'ask';
      id: string;
      question: string;
      text: string;
      offers: readonly Offer[];
      many: boolean;
    }
  /** The question under this id is no longer open: answered (with these words), put again or dropped. `many` as it was asked. Always comes last. */
  | { kind: 'settle'; ask: string; text: string; answer: string | undefined; many: boolean }
  | { kind: 'show'; card: Card }
  | { kind: 'conclude'; verdict: Verdict; scam: string | undefined }
  /** Opens the case with this reference, or brings it up to date when it is open already. */
  | { kind: 'open-case'; reference: string; brief: CaseBrief }
  | { kind: 'hand-over' }
  /** A line for the timeline of a case that is open. */
  | { kind: 'remember'; reference: string; note: string }
  /**
   * A technician now answers in this conversation (`undefined`: nobody does, the bot speaks again). `givenBy` put it into their
   * hands; without it they took it themselves.
   */
  | { kind: 'own'; reference: string; technician: Technician | undefined; givenBy?: Technician }
  /** What a technician says to the person, under their own name. Said again with the same id, it takes the old one's place. */
  | { kind: 'speak'; by: Technician; message: string; text: string; files: readonly FileRef[] }
  | { kind: 'close-case'; reference: string; by: Technician; closing: Closing }
  | { kind: 'reopen-case'; reference: string; by: Technician }
  /** A check of who is calling began, went on or ended; kept as it is now. */
  | { kind: 'check'; check: CheckRecord }
  /** What somebody said who was asked whether it was them who rang; the check is another conversation's. */
  | { kind: 'attest'; check: string; answer: AttestAnswer }
  /** Identity moves, and why is logged, in words for technicians. `case` is the open one. */
  | { kind: 'prove'; case: string | undefined; proof: Proof; note: string }
  /** What the person said to an alert, for whoever sent it. */
  | { kind: 'answer-alert'; alert: string; answer: AlertAnswer }
  /** The technician's act did not happen: nobody has the case, or `holder` does; or what they claim is over. */
  | {
      kind: 'refuse';
      reason: 'no-case' | 'not-yours' | 'taken' | 'closed' | 'too-late' | 'own-check';
      holder: Technician | undefined;
    };
