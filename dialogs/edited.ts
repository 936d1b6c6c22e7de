import type { ConversationState, Told } from '../src/dialog/state.ts';
import type { DialogEvent } from '../src/dialog/turn.ts';
import { after, repeat, reply, say, withState, type Reply, type Talk } from './talk.ts';
import { retireAnswer } from './verification/advance.ts';

type Edited = Extract<DialogEvent, { kind: 'edited' }>;

/** Beside what a message tells, a turn that was nothing but its reading changes these. */
const alongside = ['said', 'asked', 'settled', 'asks', 'cards', 'answerCard', 'told', 'protected', 'begun'];

/**
 * Remembers what was told before a message, while it is the last thing the person did and did nothing but tell: a message that opened a
 * case, started again or went to a technician is not read a second time.
 */
export function keepSaid({ state: before, context }: Talk, event: DialogEvent, replied: Reply): Reply {
  if (event.kind === 'tapped' || event.kind === 'reported') return withSaid(replied, null);
  if (event.kind !== 'said') return replied;
  const isReread = replied.state.technician === null && onlyTells(before, replied.state);
  const { activity: message } = context;
  const { answerCard } = before;
  return withSaid(replied, isReread ? { message, before: toldIn(before), answerCard } : null);
}

function withSaid(replied: Reply, said: ConversationState['said']): Reply {
  return { ...replied, state: { ...replied.state, said } };
}

function onlyTells(before: ConversationState, now: ConversationState): boolean {
  const allowed = new Set([...Object.keys(toldIn(before)), ...alongside]);
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.entries(now).every(([field, value]) => allowed.has(field) || was.get(field) === value);
}

function toldIn({ story, answers, trail, pending, aside, contact }: ConversationState): Told {
  return { story, answers, trail, pending, aside, contact };
}

/**
 * Reads the last message in its new words, as if it had been written so; an answer that it led to is overtaken. An older one is not read again: people correct what matters in
 * words. `read` takes a message.
 */
export function takeEdit(talk: Talk, event: Edited, read: (talk: Talk, text: string) => Reply): Reply {
  const { said, begun } = talk.state;
  const isDeleted = event.text.trim() === '';
  if (said?.message !== event.message)
    return reply(talk, ...(isDeleted || !begun ? [] : [say(talk, 'edit.older')]));
  if (isDeleted) return leaveOut(talk, withState(talk, said.before));
  const isAnswered = talk.state.answerCard !== said.answerCard;
  const retired = isAnswered ? retireAnswer(talk) : { talk, effects: [] };
  const reread = read(withState(retired.talk, said.before), event.text);
  if (isSameTold(talk.state, reread.state)) return reply(talk);
  const masked = event.masked ? [say(talk, 'masked')] : [];
  return after([...masked, say(talk, 'edit.read'), ...retired.effects], reread);
}

/** Once our answer rests on it, what was told stays until the person says otherwise. */
function leaveOut(talk: Talk, untold: Talk): Reply {
  return talk.state.answerCard === null
    ? repeat(untold, say(untold, 'edit.left-out'))
    : reply(talk, say(talk, 'edit.kept'));
}

function isSameTold(one: ConversationState, other: ConversationState): boolean {
  return JSON.stringify(toldIn(one)) === JSON.stringify(toldIn(other));
}
