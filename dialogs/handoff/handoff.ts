import type { CaseBrief } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import { judge, repeat, say, withState, type Reply, type Talk } from '../talk.ts';
import { writeBrief } from './brief.ts';

/** "Get a person": a case with everything known, once, and what happens next. */
export function getPerson(talk: Talk): Reply {
  if (talk.state.opened) return repeat(talk, say(talk, 'person.again'), ...phoneLine(talk));
  const opened = openCase(talk, 'asked-for-a-person');
  const live = judge(talk).live === 'yes' ? [say(talk, 'person.live')] : [];
  const meanwhile = talk.state.pending ? [say(talk, 'person.meanwhile')] : [];
  const lines = [say(opened.talk, 'person.opened'), ...phoneLine(talk), ...live, ...meanwhile];
  return repeat(withState(opened.talk, { begun: true }), ...opened.effects, ...lines);
}

/** Opens the case, or raises the open one when harm is told later. */
export function openCase(talk: Talk, reason: CaseBrief['reason']): { talk: Talk; effects: Effect[] } {
  const before = talk.state.opened;
  const reference = before?.reference ?? talk.context.caseReference;
  const opened = { reference, harm: reason === 'harm' || before?.harm === true };
  const brief = writeBrief(talk, reason);
  const effects: Effect[] = [{ kind: 'open-case', reference, brief }];
  return {
    talk: withState(talk, { opened }),
    effects: before ? effects : [...effects, { kind: 'hand-over' }],
  };
}

function phoneLine(talk: Talk): Effect[] {
  return talk.context.desk.phone === undefined ? [] : [say(talk, 'person.phone')];
}
