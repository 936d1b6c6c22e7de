import {
  after,
  ask,
  findQuestion,
  offer,
  reply,
  say,
  show,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';

/** Asks for the story, and whether the caller is on the line. */
export function greet(talk: Talk, key: 'greeting' | 'greeting-again' | 'rang' = 'greeting'): Reply {
  const begun = withState(talk, { begun: true });
  const question = findQuestion(talk, 'caller-on-line');
  return after([say(talk, key)], question ? ask(begun, question) : reply(begun));
}

/** An ordinary message to the helpdesk is told plainly what this is for, and is not drawn into the questions. */
export function turnAway(talk: Talk): Reply {
  const summary = text(talk, 'not-for-this.text');
  const shown = show(talk, 'not-for-this', {
    tone: 'calm',
    heading: text(talk, 'not-for-this.heading'),
    summary,
    blocks: [{ kind: 'text', text: summary }],
    offers: [offer(talk, 'rang'), offer(talk, 'person')],
  });
  return reply(withState(shown.talk, { begun: true, pending: null }), shown.effect);
}
