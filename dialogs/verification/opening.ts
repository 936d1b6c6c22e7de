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

/** Greets once, however often somebody joins. Where several people are, nobody is asked anything: the bot says what it is for. */
export function welcome(talk: Talk, isShared: boolean): Reply {
  if (talk.state.begun || (isShared && talk.state.cards > 0)) return reply(talk);
  return isShared ? introduce(talk) : greet(talk);
}

function introduce(talk: Talk): Reply {
  const summary = text(talk, 'welcome.summary');
  const shown = show(talk, 'welcome', {
    tone: 'calm',
    heading: text(talk, 'welcome.heading'),
    summary,
    blocks: [
      { kind: 'text', text: summary },
      { kind: 'text', text: text(talk, 'welcome.read-by-all') },
    ],
    offers: [offer(talk, 'rang'), offer(talk, 'person')],
  });
  return reply(shown.talk, shown.effect);
}

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
