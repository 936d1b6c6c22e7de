import type { DialogEvent } from '../../src/dialog/turn.ts';
import { after, judge, reply, say, withState, type Reply, type Talk } from '../talk.ts';
import { withMessage } from '../story.ts';
import { openCase } from './open-case.ts';

/**
 * Another system tells of a call: a case with everything it told. Nobody is there to be asked, so what it told is never taken for
 * an answer or a command.
 */
export function takeReport(talk: Talk, { text, contact }: Extract<DialogEvent, { kind: 'reported' }>): Reply {
  const { story, contact: before } = talk.state;
  const told = withState(talk, {
    story: withMessage(story, text),
    contact: contact ?? before,
    pending: null,
    begun: true,
  });
  const opened = openCase(told, judge(told).harm.length > 0 ? 'harm' : 'reported');
  return after(opened.effects, reply(opened.talk, say(opened.talk, 'person.opened')));
}
