import { isQuestion, plain } from '../../src/dialog/typed.ts';
import type { Check } from '../../src/dialog/check.ts';
import type { Colleague } from '../../src/domain/knowledge.ts';
import { after, reply, say, show, text, withState, type Reply, type Talk } from '../talk.ts';
import { advance } from '../verification/advance.ts';
import { askColleague, isOpenToAll } from './colleague.ts';
import { askPassphrase } from './passphrase.ts';

type Naming = Extract<Check, { kind: 'naming' }>;

/** After this many names that nobody has, it is time to ring back. */
const mostTries = 3;

/** Asks who the caller says they are; a name is matched with the colleagues that we know. */
export function askName(talk: Talk, what: Naming['what']): Reply {
  const known = talk.knowledge.colleagues.filter(
    (colleague) => what === 'colleague' || colleague.hasPassphrase,
  );
  if (known.length === 0) return goOn(talk, say(talk, `${what}.nobody-known`));
  const naming = withState(talk, {
    check: { kind: 'naming', what, triesLeft: mostTries },
    pending: null,
    aside: null,
    begun: true,
  });
  return reply(naming, say(naming, 'naming.ask'));
}

/** More of one name than this are told to type the whole name. */
const mostOffered = 5;

/** More words than this tell something else than a name. */
const mostWords = 6;

/** Whether a message can be the name that we asked for. */
export function isName(talk: Talk, said: string): boolean {
  if (talk.state.check?.kind !== 'naming' || isQuestion(said, talk.wording)) return false;
  const words = plain(said).split(' ');
  return words.length <= mostWords && !/\d/.test(said);
}

/**
 * Takes the name. Where anybody can open the chat, only a whole name is an answer, and no names are shown: nobody finds out here who
 * works for us.
 */
export function takeName(talk: Talk, said: string): Reply {
  const { check } = talk.state;
  if (check?.kind !== 'naming') return reply(talk);
  const found = findColleagues(talk, check.what, said);
  const [only] = found;
  if (only !== undefined && found.length === 1) return takeColleague(talk, only.id);
  if (found.length === 0 || found.length > mostOffered || isOpenToAll(talk)) return askAgain(talk, check);
  return askWhich(talk, found);
}

function askAgain(talk: Talk, check: Naming): Reply {
  const triesLeft = check.triesLeft - 1;
  if (triesLeft === 0) return goOn(withState(talk, { check: null }), say(talk, 'naming.given-up'));
  return reply(withState(talk, { check: { ...check, triesLeft } }), say(talk, 'naming.unknown'));
}

function findColleagues(talk: Talk, what: Naming['what'], said: string): Colleague[] {
  const typed = plain(withoutLead(said)).split(' ');
  const known = talk.knowledge.colleagues.filter(
    (colleague) => what === 'colleague' || colleague.hasPassphrase,
  );
  const whole = known.filter(({ name }) => plain(name) === typed.join(' '));
  if (whole.length > 0 || isOpenToAll(talk)) return whole;
  return known.filter(({ name }) => {
    const parts = plain(name).split(' ');
    return typed.every((word) => parts.includes(word));
  });
}

/** "They say they are Jo Hart", "it is Jo". */
function withoutLead(said: string): string {
  return said.replace(/^.*\b(?:is|are|called|named|it['’]?s|he['’]?s|she['’]?s)\s+/i, '');
}

function askWhich(talk: Talk, found: readonly Colleague[]): Reply {
  const summary = text(talk, 'naming.which');
  const shown = show(talk, 'which', {
    tone: 'caution',
    heading: summary,
    summary,
    blocks: [],
    offers: found.map(({ id, name }) => ({ label: name, tap: { verb: 'name', colleague: id } })),
  });
  return reply(shown.talk, shown.effect);
}

/** Goes on with the colleague who was named. */
export function takeColleague(talk: Talk, id: string): Reply {
  const { check } = talk.state;
  const colleague = talk.knowledge.colleagues.find((one) => one.id === id);
  if (check?.kind !== 'naming' || colleague === undefined) return reply(talk, say(talk, 'stale'));
  const named = withState(talk, { check: null });
  return check.what === 'colleague' ? askColleague(named, colleague) : askPassphrase(named, colleague);
}

function goOn(talk: Talk, ...effects: ReturnType<typeof say>[]): Reply {
  const { story, answers, answerCard } = talk.state;
  const isBegun = story.length + answers.length > 0 && answerCard === null;
  return after(effects, isBegun ? advance(talk) : reply(talk));
}
