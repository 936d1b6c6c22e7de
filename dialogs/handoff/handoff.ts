import type { Effect } from '../../src/dialog/effect.ts';
import { after, judge, say, withState, type Reply, type Talk } from '../talk.ts';
import { askContact, wantsContact } from './contact.ts';
import { isQuiet, openCase } from './open-case.ts';
import { timeInWords } from './time.ts';

/** "Get a person": a case with everything known, once, and what happens next. */
export function getPerson(talk: Talk): Reply {
  const before = talk.state.opened;
  if (before && !isQuiet(before.reason))
    return after([say(talk, 'person.again'), ...phoneLine(talk)], askContact(talk));
  const opened = openCase(talk, 'asked-for-a-person');
  const live = judge(talk).live === 'yes' ? [say(talk, 'person.live')] : [];
  const isAsking = talk.state.pending !== null && !wantsContact(talk);
  const lines = [
    say(opened.talk, before ? 'person.asked' : 'person.opened'),
    ...answerLine(talk, opened.effects),
    ...phoneLine(talk),
    ...live,
    ...(isAsking ? [say(talk, 'person.meanwhile')] : []),
  ];
  return after([...opened.effects, ...lines], askContact(withState(opened.talk, { begun: true })));
}

/** When somebody answers, as far as that was promised for a case this urgent. */
export function answerLine(talk: Talk, effects: readonly Effect[]): Effect[] {
  const opened = effects.find((effect) => effect.kind === 'open-case');
  const at = opened && talk.context.answerBy?.[opened.brief.priority];
  return at === undefined ? [] : [say(talk, 'person.by', { at: timeInWords(talk, at) })];
}

function phoneLine(talk: Talk): Effect[] {
  return talk.context.desk.phone === undefined ? [] : [say(talk, 'person.phone')];
}
