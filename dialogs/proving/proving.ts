import type { Check, CheckRecord, CheckStep } from '../../src/dialog/check.ts';
import type { Command, DialogEvent } from '../../src/dialog/turn.ts';
import { repeat, reply, say, withState, type Reply, type Talk } from '../talk.ts';
import { askToAttest, attest, withdrawQuestion } from './attest.ts';
import { goOnWithCallback } from './callback.ts';
import { goOnWithColleague } from './colleague.ts';
import { endPassphrase, takePhrase } from './passphrase.ts';
import { endTechnicianCheck, takeWordsHeard } from './technician.ts';

type CheckEvent = Extract<DialogEvent, { kind: 'check' }>;

/** What counts also while a technician answers in the chat: they may be the very one who is checked. */
export function takeAside(talk: Talk, event: DialogEvent): Reply | undefined {
  if (event.kind !== 'tapped') return undefined;
  const { tap, ask } = event;
  if (tap.verb === 'attest') return attest(talk, tap.check, tap.answer);
  if (tap.verb !== 'command' || !isHeard(tap.command)) return undefined;
  const { check, technician } = talk.state;
  const hasWords = check?.kind === 'technician' && check.record.technician !== null;
  // Whoever answers sees the tap; to say that no words are checked is not worth speaking between the two.
  if (technician !== null && !hasWords) return undefined;
  const isOther = ask !== undefined && check?.kind === 'technician' && ask !== check.card;
  return isOther ? reply(talk, say(talk, 'stale')) : takeWordsHeard(talk, heard[tap.command]);
}

const heard = { 'words-right': 'right', 'words-wrong': 'wrong', 'words-asked': 'asked' } as const;

function isHeard(command: Command): command is keyof typeof heard {
  return Object.hasOwn(heard, command);
}

/** Time passed for a check, or somebody else answered. What is about another check than the one under way changes nothing. */
export function goOnWithCheck(talk: Talk, { check: id, step }: CheckEvent): Reply {
  if (step.kind === 'question') return askToAttest(talk, id, step);
  if (step.kind === 'withdrawn') return withdrawQuestion(talk, id);
  const { check } = talk.state;
  if (check === null || check.kind === 'naming' || check.record.id !== id) return reply(talk);
  if (step.kind === 'due' && (step.stage !== check.record.stage || !isDue(talk, check.record.dueAt)))
    return reply(talk);
  return goOn(asPerson(talk, check.record), check, step);
}

function isDue({ context }: Talk, dueAt: string): boolean {
  return context.now >= dueAt;
}

/** The turn is nobody's; what it says is said to whoever asked for the check. */
function asPerson(talk: Talk, { person: { language, name, ...person } }: CheckRecord): Talk {
  const context = { ...talk.context, language, person: { ...person, name: name ?? undefined } };
  return { ...talk, context };
}

function goOn(talk: Talk, check: Exclude<Check, { kind: 'naming' }>, step: CheckStep): Reply {
  if (check.kind === 'colleague') return goOnWithColleague(talk, check, step);
  if (step.kind !== 'due') return reply(talk);
  switch (check.kind) {
    case 'technician':
      return endTechnicianCheck(talk, check);
    case 'callback':
      return goOnWithCallback(talk, check);
    case 'passphrase':
      return endPassphrase(talk, check);
  }
}

/** What was typed when a passphrase was waited for. Whether it fits was found out before, and the words are not here. */
export function takeTypedPhrase(
  talk: Talk,
  { phrase }: Extract<DialogEvent, { kind: 'said' }>,
): Reply | undefined {
  const { check } = talk.state;
  if (phrase === undefined) return undefined;
  return check?.kind === 'passphrase' ? takePhrase(talk, check, phrase) : repeat(talk, say(talk, 'stale'));
}

/** Words, names and passphrases are for two people: where others read along, the check is made in the person's own chat. */
export function unlessShared(talk: Talk, check: (alone: Talk) => Reply): Reply {
  return talk.context.shared === true ? repeat(talk, say(talk, 'check.shared')) : check(talk);
}

/** Nobody is waited for any more who was to be named. */
export function leaveNaming(talk: Talk): Talk {
  return talk.state.check?.kind === 'naming' ? withState(talk, { check: null }) : talk;
}
