import type { Check, CheckKind, CheckOutcome, CheckRecord } from '../../src/dialog/check.ts';
import type { Card, Effect } from '../../src/dialog/effect.ts';
import { show, text, withState, type Reply, type Talk } from '../talk.ts';

/** A check that this turn begins. */
export function newRecord(talk: Talk, kind: CheckKind, seconds: number): CheckRecord {
  const { context, state } = talk;
  const { name = null, ...self } = context.person;
  return {
    id: context.checkId,
    kind,
    case: state.opened?.reference ?? null,
    person: state.opened?.person ?? { ...self, name, language: context.language },
    about: null,
    stage: 'asked',
    askedAt: context.now,
    dueAt: later(context.now, seconds),
    technician: null,
    words: null,
    asked: null,
    outcome: null,
  };
}

export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

/** Its time is up, whether or not the runner has said so yet. */
export function isLate({ context }: Talk, { dueAt }: Pick<CheckRecord, 'dueAt'>): boolean {
  return context.now >= dueAt;
}

/** The check as it is now, for all who look on. */
export function keep(record: CheckRecord): Effect {
  return { kind: 'check', check: record };
}

/** Ends the check that is under way. Its words leave the state with it. */
export function end(
  talk: Talk,
  record: CheckRecord,
  outcome: CheckOutcome,
): { talk: Talk; effect: Effect; record: CheckRecord } {
  const over: CheckRecord = { ...record, stage: 'over', words: null, outcome };
  return { talk: withState(talk, { check: null }), effect: keep(over), record: over };
}

/** Shows the card of a check, in place of what it showed before. */
export function showCheck(
  talk: Talk,
  card: Omit<Card, 'id'>,
  id?: string,
): { talk: Talk; effect: Effect; id: string } {
  return id === undefined
    ? show(talk, 'check', card)
    : { talk, effect: { kind: 'show', card: { id, ...card } }, id };
}

/** The card of a check that is over: it keeps its place without buttons. */
export function overCard(talk: Talk, key: string, slots: Record<string, string> = {}): Omit<Card, 'id'> {
  const summary = text(talk, key, slots);
  return {
    tone: 'calm',
    heading: text(talk, 'check-over.heading'),
    summary,
    blocks: [{ kind: 'text', text: summary }],
    offers: [],
  };
}

/**
 * A check that the turn left behind without ending it (the call was forgotten, the caller hung up, another check began) is ended
 * here, the one place that compares.
 */
export function settleCheck(before: Talk, replied: Reply): Reply {
  const left = before.state.check;
  if (left === null || left.kind === 'naming' || idOf(replied.state.check) === left.record.id) return replied;
  const isEnded = replied.effects.some(
    (effect) =>
      effect.kind === 'check' && effect.check.id === left.record.id && effect.check.stage === 'over',
  );
  if (isEnded) return replied;
  const ended = end(before, left.record, 'left');
  const card = showCheck(before, overCard(before, 'check-over.left'), cardOf(left));
  return {
    ...replied,
    effects: [ended.effect, ...(cardOf(left) === undefined ? [] : [card.effect]), ...replied.effects],
  };
}

function idOf(check: Check | null): string | undefined {
  return check === null || check.kind === 'naming' ? undefined : check.record.id;
}

function cardOf(check: Check): string | undefined {
  return 'card' in check ? check.card : undefined;
}
