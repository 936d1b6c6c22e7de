import type { Answer, Proof } from '../domain/evidence.ts';
import type { Technician } from './brief.ts';

/**
 * All that a conversation keeps between turns: plain JSON, so nothing is `undefined`. It holds what was told and
 * answered, never a verdict: that is worked out again from these every time.
 */
export type ConversationState = {
  version: 2;
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
  /** The protective line was said, and is not said twice. */
  protected: boolean;
  /** The card with our answer, while it stands. Questions are over until the person goes back or tells us more. */
  answerCard: string | null;
  proofs: readonly Proof[];
  /** What the bot told the person to do, for the technician. */
  told: readonly string[];
  /** Cards shown so far, so that each gets its own id. Kept when the person starts again. */
  cards: number;
  opened: { reference: string; harm: boolean } | null;
  /** Who answers instead of the bot, since they took the case. The bot is silent while somebody does. */
  technician: Technician | null;
  /** How the person wants to be reached, as they wrote it. */
  contact: string | null;
};

const version = 2;

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
    protected: false,
    answerCard: null,
    proofs: [],
    told: [],
    cards: 0,
    opened: null,
    technician: null,
    contact: null,
  };
}

/** Stored state, or `undefined` when its version or shape is not ours: a conversation is started again, never misread. */
export function readState(stored: unknown): ConversationState | undefined {
  return isState(stored) ? stored : undefined;
}

function isState(value: unknown): value is ConversationState {
  return (
    isRecord(value) &&
    value.version === version &&
    (value.dialog === 'verification' || value.dialog === 'containment') &&
    [value.begun, value.rang, value.protected].every((flag) => typeof flag === 'boolean') &&
    [value.story, value.trail, value.told].every((texts) => isListOf(texts, isText)) &&
    isListOf(value.answers, isAnswer) &&
    isListOf(value.proofs, isProof) &&
    [value.pending, value.answerCard, value.contact].every((id) => id === null || isText(id)) &&
    Number.isSafeInteger(value.cards) &&
    (value.opened === null || isOpened(value.opened)) &&
    (value.technician === null || isTechnician(value.technician))
  );
}

function isAnswer(value: unknown): value is Answer {
  return isRecord(value) && isText(value.question) && isListOf(value.choices, isText);
}

function isProof(value: unknown): value is Proof {
  return (
    isRecord(value) &&
    ['callback', 'technician-code', 'colleague-confirmation'].some((kind) => kind === value.kind) &&
    (value.outcome === 'genuine' || value.outcome === 'denied') &&
    isText(value.at)
  );
}

function isOpened(value: unknown): value is ConversationState['opened'] {
  return isRecord(value) && isText(value.reference) && typeof value.harm === 'boolean';
}

function isTechnician(value: unknown): value is Technician {
  return isRecord(value) && isText(value.id) && isText(value.name);
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
