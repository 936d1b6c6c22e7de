import { isForeign, isYes, tellsOfSomebody } from '../../src/dialog/typed.ts';
import {
  after,
  ask,
  findQuestion,
  forget,
  offer,
  repeat,
  reply,
  say,
  show,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { advance } from './advance.ts';

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
  const isHeard = !isForeign(talk.state.story.at(-1) ?? '', talk.wording);
  const summary = text(talk, isHeard ? 'not-for-this.text' : 'not-for-this.foreign');
  const shown = show(talk, 'not-for-this', {
    tone: 'calm',
    heading: text(talk, 'not-for-this.heading'),
    summary,
    blocks: [{ kind: 'text', text: summary }],
    offers: [offer(talk, 'rang'), offer(talk, 'harmed'), offer(talk, 'person')],
  });
  return reply(withState(shown.talk, { begun: true, pending: null }), shown.effect);
}

/** A "yes" to the card that turned somebody away: somebody rang them after all. */
export function answerYes(talk: Talk, said: string): Reply | undefined {
  const { begun, pending, rang, answers, answerCard, dialog, story } = talk.state;
  const isTurnedAway = begun && pending === null && answerCard === null && dialog === 'verification';
  if (!isTurnedAway || rang || answers.length > 0 || story.length === 0) return undefined;
  return isYes(said, talk.wording) ? startStory(talk) : undefined;
}

/** What was written of somebody before is told already; what was written of a printer is no part of the call. */
export function startStory(talk: Talk): Reply {
  const { answers, answerCard, opened, earlier, story } = talk.state;
  if (answers.length > 0 || answerCard !== null) return repeat(talk, say(talk, 'rang-again'));
  const told = story.filter((part) => tellsOfSomebody(part, talk.wording));
  const begun = withState(forget(talk), { rang: true, opened, earlier, story: told });
  return told.length > 0 ? advance(begun) : greet(begun, 'rang');
}
