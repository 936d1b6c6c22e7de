import type { Check, CheckRecord } from '../../src/dialog/check.ts';
import type { Card } from '../../src/dialog/effect.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import { proceed } from '../proceed.ts';
import {
  after,
  ask,
  findQuestion,
  judge,
  offer,
  remember,
  repeat,
  reply,
  say,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { heldFor, ringHeld } from '../verification/numbers.ts';
import { prove } from './prove.ts';
import { end, keep, later, newRecord, overCard, showCheck } from './record.ts';

/** After this long we ask how it went, and after the second we do not expect to hear any more. */
const remindSeconds = 10 * 60;
const forgetSeconds = 24 * 60 * 60;

/** The question that settles nothing but whether ringing back proved anything. */
export const numberFromQuestion = 'number-from';

export type CallbackCheck = Extract<Check, { kind: 'callback' }>;

/** "Ring back safely": the number that we hold, how to find one if we hold none, and why another phone is better. */
export function ringBack(asked: Talk): Reply {
  const { check } = asked.state;
  if (check?.kind === 'callback') return reply(asked, showCheck(asked, ringCard(asked), check.card).effect);
  const talk = withState(asked, { begun: true, rang: true });
  const record: CheckRecord = {
    ...newRecord(talk, 'callback', remindSeconds),
    about: judge(talk).claimedAuthority?.words ?? null,
  };
  const shown = showCheck(talk, ringCard(talk));
  const held = heldFor(talk)[0]?.name ?? null;
  const ringing: CallbackCheck = { kind: 'callback', record, card: shown.id, held, reminded: false };
  return reply(
    withState(shown.talk, { check: ringing, pending: null, aside: null }),
    shown.effect,
    keep(record),
  );
}

function ringCard(talk: Talk): Omit<Card, 'id'> {
  const items = [text(talk, 'ring.other-phone'), ...whomToRing(talk), text(talk, 'ring.ask')];
  return {
    tone: 'caution',
    heading: text(talk, 'ring.heading'),
    summary: text(talk, 'ring.summary'),
    blocks: [
      { kind: 'say', label: text(talk, 'label.say'), text: text(talk, 'say.ring-back') },
      { kind: 'steps', items },
    ],
    offers: ringOffers(talk),
  };
}

function ringOffers(talk: Talk): Card['offers'] {
  return [
    offer(talk, 'called-back-genuine'),
    offer(talk, 'called-back-denied'),
    offer(talk, 'no-answer'),
    offer(talk, 'harmed'),
  ];
}

function whomToRing(talk: Talk): string[] {
  const held = ringHeld(talk);
  if (held.length > 0) return held;
  const { verifyBy } = adviceFor(judge(talk), talk.context.region, talk.knowledge);
  return [verifyBy ?? text(talk, 'call-back.find')];
}

/** The time to ask how it went; the second time, nobody asks any more. */
export function goOnWithCallback(talk: Talk, check: CallbackCheck): Reply {
  if (check.reminded) {
    const ended = end(talk, check.record, 'late');
    return reply(
      ended.talk,
      ended.effect,
      showCheck(talk, overCard(talk, 'ring.over-late'), check.card).effect,
    );
  }
  const record = { ...check.record, dueAt: later(talk.context.now, forgetSeconds) };
  const summary = text(talk, 'ring.how-was-it');
  const shown = showCheck(talk, {
    tone: 'caution',
    heading: summary,
    summary,
    blocks: [{ kind: 'text', text: text(talk, 'ring.until-then') }],
    offers: ringOffers(talk),
  });
  const reminded: CallbackCheck = { ...check, record, card: shown.id, reminded: true };
  const closed = showCheck(talk, overCard(talk, 'ring.asked-again'), check.card).effect;
  return reply(withState(shown.talk, { check: reminded }), closed, shown.effect, keep(record));
}

/**
 * What ringing back showed. That it was real is proof on a number that we hold, and else only once we know where the number was
 * from: what the caller talked somebody into typing is none. A denial counts whenever it is told, since it can only make us more
 * careful.
 */
export function noteCallback(talk: Talk, outcome: 'genuine' | 'denied'): Reply {
  if (!isCallbackOffered(talk, outcome)) return repeat(talk, say(talk, 'callback.not-offered'));
  if (outcome === 'denied') return settle(talk, outcome, nameHeld(talk));
  const question = findQuestion(talk, numberFromQuestion);
  const held = nameHeld(talk);
  if (held !== undefined || question === undefined) return settle(talk, outcome, held);
  return ask(withState(talk, { aside: null }), question);
}

/** Whether what ringing back showed can count: a denial once anything was told of a call. */
export function isCallbackOffered(talk: Talk, outcome: 'genuine' | 'denied'): boolean {
  const isTold = talk.state.story.length > 0 || talk.state.answers.length > 0;
  return outcome === 'genuine' ? canRingBack(talk) : isTold || isRinging(talk);
}

function isRinging({ state }: Talk): boolean {
  return state.check?.kind === 'callback';
}

/** The name under which we hold what they were shown to ring. */
function nameHeld(talk: Talk): string | undefined {
  const { check } = talk.state;
  return (check?.kind === 'callback' ? check.held : heldFor(talk)[0]?.name) ?? undefined;
}

/** Where the number was from: own papers are proof; the caller, a message or a search is none, and a warning. */
export function takeNumberFrom(asked: Talk, choices: readonly string[]): Reply {
  const talk = withState(asked, { pending: null });
  if (asked.state.pending !== numberFromQuestion) return repeat(asked, say(asked, 'stale'));
  if (choices.includes('own-papers')) return settle(talk, 'genuine', undefined);
  const key = choices.includes('from-caller') ? 'number-from.caller' : 'number-from.unsure';
  return repeat(talk, ...remember(talk, `note.${key}`), say(talk, key));
}

function settle(talk: Talk, outcome: 'genuine' | 'denied', held: string | undefined): Reply {
  const over = endRinging(talk, outcome);
  const proved = prove(over.talk, { kind: 'callback', outcome, ...(held !== undefined && { by: held }) });
  const heard = [...over.effects, ...proved.effects, say(talk, `callback.${outcome}`)];
  return after(heard, proceed(talk, withState(proved.talk, { pending: null })));
}

function endRinging(talk: Talk, outcome: 'genuine' | 'denied'): { talk: Talk; effects: Reply['effects'] } {
  const { check } = talk.state;
  if (check?.kind !== 'callback') return { talk, effects: [] };
  const ended = end(talk, check.record, outcome);
  const { effect } = showCheck(talk, overCard(talk, `ring.over-${outcome}`), check.card);
  return { talk: ended.talk, effects: [effect, ended.effect] };
}

/** Nothing is proved; what was shown to ring stays. */
export function noteNoAnswer(talk: Talk): Reply {
  if (!canRingBack(talk)) return repeat(talk, say(talk, 'callback.not-offered'));
  return repeat(talk, ...remember(talk, 'note.callback-no-answer'), say(talk, 'callback.no-answer'));
}

function canRingBack(talk: Talk): boolean {
  const { state } = talk;
  if (isRinging(talk)) return true;
  return state.answerCard !== null && state.dialog === 'verification' && judge(talk).verdict === 'call-back';
}
