import type { Technician } from './brief.ts';

/** The four ways to find out who is calling; nothing else writes a proof. */
export const checkKinds = ['technician', 'colleague', 'callback', 'passphrase'] as const;
export type CheckKind = (typeof checkKinds)[number];

/**
 * `asked`: a technician, a colleague or the person is to do something until `dueAt`. `words`: a technician said that it is them, and
 * the caller has until `dueAt` to say the words. `over`: nothing about it changes any more.
 */
export const checkStages = ['asked', 'words', 'over'] as const;
export type CheckStage = (typeof checkStages)[number];

/**
 * `genuine` and `denied` wrote a proof. `nobody`: no technician said in time that it is them, which is a denial too. `late`: what was
 * asked for did not come in time and proves nothing. `left`: the person went on without it.
 */
export const checkOutcomes = ['genuine', 'denied', 'nobody', 'late', 'left'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

export type ThreeWords = readonly [string, string, string];

/** Whom a colleague check asks now. */
export type AskedColleague = { id: string; name: string; teamsId: string | null };

/**
 * One check as the desk, the technicians' channel and the runner see it: plain JSON, written anew whenever it changes. `words` are
 * there only while they count, and are nobody's to see but the person's and the technician's.
 */
export type CheckRecord = {
  id: string;
  kind: CheckKind;
  /** Always there for a technician check. */
  case: string | null;
  person: { id: string; name: string | null; channel: string; language: string };
  /** Who the caller says they are, in the person's words. */
  about: string | null;
  stage: CheckStage;
  askedAt: string;
  dueAt: string;
  technician: Technician | null;
  words: ThreeWords | null;
  asked: AskedColleague | null;
  outcome: CheckOutcome | null;
};

/** Only a deputy may not know. */
export type AttestAnswer = 'yes' | 'no' | 'unsure';

/** What happened to a check outside of the person's own turns; the runner tells it. */
export type CheckStep =
  /** The time of this stage is over. */
  | { kind: 'due'; stage: CheckStage }
  /** In the person's conversation: whoever is asked said so, or cannot be reached. */
  | { kind: 'answered'; asked: string; answer: AttestAnswer }
  | { kind: 'unreachable'; asked: string }
  /** In the conversation of whoever is asked: whether they rang `name`, or, as a deputy, whether `about` did. */
  | { kind: 'question'; name: string | null; about: string | null; dueAt: string }
  | { kind: 'withdrawn' };

/** The check that is under way in a conversation, as its state keeps it. */
export type Check =
  /** The person is to name somebody. */
  | { kind: 'naming'; what: 'colleague' | 'passphrase'; triesLeft: number }
  | { kind: 'technician'; record: CheckRecord; card: string }
  /** `left`: whom to ask after this one. `number`: the one that we hold for who was named, where the person may see it. */
  | {
      kind: 'colleague';
      record: CheckRecord;
      card: string;
      number: string | null;
      left: readonly string[];
    }
  /** `held`: we showed a number that we hold; its name in the directory, or the colleague's. */
  /** `reminded`: the person was asked how it went. */
  | { kind: 'callback'; record: CheckRecord; card: string; held: string | null; reminded: boolean }
  | { kind: 'passphrase'; record: CheckRecord; triesLeft: number };

/** A question that this conversation was asked about somebody else's caller. */
export type Attesting = {
  check: string;
  name: string | null;
  about: string | null;
  dueAt: string;
  card: string;
};

/** Whether stored state holds a check of this shape. */
export function isCheck(value: unknown): value is Check {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'naming':
      return (
        (value.what === 'colleague' || value.what === 'passphrase') && Number.isSafeInteger(value.triesLeft)
      );
    case 'technician':
      return isCheckRecord(value.record) && isText(value.card);
    case 'colleague':
      return (
        isCheckRecord(value.record) &&
        isText(value.card) &&
        isTextOrNull(value.number) &&
        Array.isArray(value.left) &&
        value.left.every(isText)
      );
    case 'callback':
      return (
        isCheckRecord(value.record) &&
        isText(value.card) &&
        isTextOrNull(value.held) &&
        typeof value.reminded === 'boolean'
      );
    case 'passphrase':
      return isCheckRecord(value.record) && Number.isSafeInteger(value.triesLeft);
    default:
      return false;
  }
}

/** Whether this is a check as it was written. */
export function isCheckRecord(value: unknown): value is CheckRecord {
  return (
    isRecord(value) &&
    [value.id, value.askedAt, value.dueAt].every(isText) &&
    checkKinds.some((kind) => kind === value.kind) &&
    checkStages.some((stage) => stage === value.stage) &&
    (value.outcome === null || checkOutcomes.some((outcome) => outcome === value.outcome)) &&
    [value.case, value.about].every(isTextOrNull) &&
    isRecord(value.person) &&
    [value.person.id, value.person.channel, value.person.language].every(isText) &&
    isTextOrNull(value.person.name) &&
    (value.technician === null || isNamed(value.technician)) &&
    (value.asked === null || (isNamed(value.asked) && isTextOrNull(value.asked.teamsId))) &&
    (value.words === null || isThreeWords(value.words))
  );
}

export function isAttesting(value: unknown): value is Attesting {
  return (
    isRecord(value) &&
    [value.check, value.dueAt, value.card].every(isText) &&
    [value.name, value.about].every(isTextOrNull)
  );
}

function isThreeWords(value: unknown): value is ThreeWords {
  return Array.isArray(value) && value.length === 3 && value.every(isText);
}

function isNamed(value: unknown): value is { id: string; name: string; teamsId?: unknown } {
  return isRecord(value) && isText(value.id) && isText(value.name);
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
