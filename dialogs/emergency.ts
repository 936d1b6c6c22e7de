import { readEmergency } from '../src/dialog/typed.ts';
import { after, judge, remember, reply, say, withState, type Reply, type Talk } from './talk.ts';
import { withMessage } from './story.ts';

/**
 * Danger to life comes before any scam. A bomb threat gets this answer alone: there the caller is to be kept talking, which is the
 * opposite of all else we say. Other danger that is no part of a call is not turned away either.
 */
export function takeEmergency(talk: Talk, said: string, listen: () => Reply): Reply | undefined {
  const danger = readEmergency(said, talk.wording);
  if (danger === undefined) return undefined;
  const line = say(talk, `emergency.${danger}`);
  const told = withState(talk, { story: withMessage(talk.state.story, said) });
  if (danger !== 'bomb' && judge(told).topic === 'call') return after([line], listen());
  const note = remember(talk, 'note.added', { text: said });
  return reply(withState(talk, { begun: true }), ...note, line);
}
