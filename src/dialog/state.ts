import { proofKinds, type Answer, type Proof } from '../domain/evidence.ts';
import { isShownAlert, type ShownAlert } from './alert.ts';
import type { CaseReason, FileRef, Technician } from './brief.ts';
import { isAttesting, isCheck, type Attesting, type Check } from './check.ts';

/**
 * All that a conversation keeps between turns: plain JSON, so nothing is `undefined`. It holds what was told and
 * answered, never a verdict: that is worked out again from these every time.
 */
export type ConversationState = {
  version: 4;
  /** Which dialog the next message belongs to. */
  dialog: 'verification' | 'containment';
  /** The greeting or a first answer was given. */
  begun: boolean;
  /** The person said that somebody rang, so the story is about a call even when it does not sound like one. */
  rang: boolean;
  /** What the person wrote, message by message, secrets masked. */
  story: readonly string[];
  /** Answers in the order given; a new answer to the same question takes the old one's place. */
  answers: readonly Answer[];
  /** Questions the bot put and the person answered, in order: what "back" goes back over. */
  trail: readonly string[];
  pending: string | null;
  /** The question that was put aside for the optional one that is pending, and is put again after it. */
  aside: string | null;
  /** The pending question as it stands on the screen, under the id of its `ask`. */
  asked: Asked | null;
  /** The last questions that stood there, with the words they were answered with: what a late tap is shown. */
  settled: readonly Settled[];
  /** Questions put so far, so that each gets its own id. Kept when the person starts again. */
  asks: number;
  /** Cards up to this one are of calls that are no longer talked about. */
  cardsBefore: number;
  /** The last message, while the person has done nothing since, and what had been told before it: its edit is read in its place. */
  said: { message: string; before: Told; answerCard: string | null } | null;
  /** The protective line was said, and is not said twice. */
  protected: boolean;
  /** The card with our answer, while it stands. Questions are over until the person goes back or tells us more. */
  answerCard: string | null;
  proofs: readonly Proof[];
  /** What the bot told the person to do, for the technician. */
  told: readonly string[];
  /** Cards shown so far, so that each gets its own id. Kept when the person starts again. */
  cards: number;
  /** The case of the call that is being talked about. */
  opened: OpenedCase | null;
  /** Cases of this conversation whose call is no longer talked about, oldest first. */
  earlier: readonly { reference: string; closed: boolean }[];
  /** Who answers instead of the bot, since they took the case. The bot is silent while somebody does. */
  technician: Technician | null;
  /** The case that the technician answers for; it may be an earlier one. */
  serving: string | null;
  /** What the technician has said, so that they can change it and nothing else. */
  spoken: readonly { message: string; files: readonly FileRef[] }[];
  /** How the person wants to be reached, as they wrote it; empty when they would rather not say. */
  contact: string | null;
  /** The check of who is calling that is under way. */
  check: Check | null;
  /** What this person was asked about somebody else's caller, and has not answered. */
  attesting: Attesting | null;
  /** Alerts that were given here, oldest first. Kept when the person starts again. */
  alerts: readonly ShownAlert[];
  /** The alert that the call which is talked about is one of, as the person said. */
  alert: string | null;
};

export type Told = Pick<ConversationState, 'story' | 'answers' | 'trail' | 'pending' | 'aside' | 'contact'>;

export type Asked = { id: string; question: string; text: string };

export type Settled = { id: string; text: string; answer: string | null };

/** `person` is whoever told of the call: a technician or the clock may be the one who acts on it later. */
export type OpenedCase = {
  reference: string;
  harm: boolean;
  reason: CaseReason;
  person: { id: string; name: string | null; channel: string; language: string };
};

const version = 4;

/** More than this is not kept: a story is read up to a shorter cap anyway. */
export const storyLimit = 20_000;

export function initialState(): ConversationState {
  return {
    version,
    dialog: 'verification',
    begun: false,
    rang: false,
    story: [],
    answers: [],
    trail: [],
    pending: null,
    aside: null,
    asked: null,
    settled: [],
    asks: 0,
    cardsBefore: 0,
    said: null,
    protected: false,
    answerCard: null,
    proofs: [],
    told: [],
    cards: 0,
    opened: null,
    earlier: [],
    technician: null,
    serving: null,
    spoken: [],
    contact: null,
    check: null,
    attesting: null,
    alerts: [],
    alert: null,
  };
}

/**
 * Stored state, or `undefined` when its version or shape is not ours: a conversation is started again, never misread. The version
 * before this one lacks fields and means the same by all others.
 */
export function readState(stored: unknown): ConversationState | undefined {
  const state =
    isRecord(stored) && stored.version === version - 1 ? { ...initialState(), ...stored, version } : stored;
  return isState(state) ? state : undefined;
}

function isState(value: unknown): value is ConversationState {
  return (
    isRecord(value) &&
    value.version === version &&
    (value.dialog === 'verification' || value.dialog === 'containment') &&
    [value.begun, value.rang, value.protected].every((flag) => typeof flag === 'boolean') &&
    isTold(value) &&
    isListOf(value.told, isText) &&
    isListOf(value.proofs, isProof) &&
    [value.answerCard, value.serving].every(isTextOrNull) &&
    (value.asked === null || isAsked(value.asked)) &&
    (value.said === null || isSaid(value.said)) &&
    isListOf(value.settled, isSettled) &&
    [value.cards, value.asks, value.cardsBefore].every(Number.isSafeInteger) &&
    (value.opened === null || isOpened(value.opened)) &&
    isListOf(value.earlier, isEarlier) &&
    (value.technician === null || isTechnician(value.technician)) &&
    isListOf(value.spoken, isSpoken) &&
    (value.check === null || isCheck(value.check)) &&
    (value.attesting === null || isAttesting(value.attesting)) &&
    isListOf(value.alerts, isShownAlert) &&
    isTextOrNull(value.alert)
  );
}

function isAnswer(value: unknown): value is Answer {
  return isRecord(value) && isText(value.question) && isListOf(value.choices, isText);
}

function isProof(value: unknown): value is Proof {
  return (
    isRecord(value) &&
    proofKinds.some((kind) => kind === value.kind) &&
    (value.outcome === 'genuine' || value.outcome === 'denied') &&
    isText(value.at) &&
    [value.by, value.about].every((name) => name === undefined || isText(name))
  );
}

function isTold(value: unknown): boolean {
  return (
    isRecord(value) &&
    [value.story, value.trail].every((texts) => isListOf(texts, isText)) &&
    isListOf(value.answers, isAnswer) &&
    [value.pending, value.aside, value.contact].every(isTextOrNull)
  );
}

function isSaid(value: unknown): value is ConversationState['said'] {
  return isRecord(value) && isText(value.message) && isTold(value.before) && isTextOrNull(value.answerCard);
}

function isAsked(value: unknown): value is Asked {
  return isRecord(value) && [value.id, value.question, value.text].every(isText);
}

function isSettled(value: unknown): value is Settled {
  return isRecord(value) && [value.id, value.text].every(isText) && isTextOrNull(value.answer);
}

function isOpened(value: unknown): value is ConversationState['opened'] {
  if (!isRecord(value) || !isRecord(value.person)) return false;
  const { id, name, channel, language } = value.person;
  return (
    [value.reference, value.reason, id, channel, language].every(isText) &&
    typeof value.harm === 'boolean' &&
    isTextOrNull(name)
  );
}

function isEarlier(value: unknown): value is ConversationState['earlier'][number] {
  return isRecord(value) && isText(value.reference) && typeof value.closed === 'boolean';
}

function isSpoken(value: unknown): value is ConversationState['spoken'][number] {
  return isRecord(value) && isText(value.message) && isListOf(value.files, isFile);
}

function isFile(value: unknown): value is FileRef {
  return (
    isRecord(value) &&
    [value.id, value.name, value.type, value.sha256].every(isText) &&
    typeof value.bytes === 'number'
  );
}

function isTechnician(value: unknown): value is Technician {
  return isRecord(value) && isText(value.id) && isText(value.name);
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
