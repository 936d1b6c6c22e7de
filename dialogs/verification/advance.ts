import type { Effect } from '../../src/dialog/effect.ts';
import { namedScam } from '../../src/domain/advice.ts';
import { mostQuestions, nextQuestion } from '../../src/domain/asking.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Question } from '../../src/domain/knowledge.ts';
import { openCase } from '../handoff/open-case.ts';
import {
  after,
  ask,
  callOf,
  isStop,
  judge,
  mayBeLive,
  reply,
  say,
  show,
  text,
  withState,
  type Reply,
  type Talk,
} from '../talk.ts';
import { answerCard } from './cards.ts';
import { heardChoices } from './heard.ts';
import { ourIt } from './numbers.ts';
import { seenLine } from './seen-before.ts';

/** Goes on with the call: the next question, or our answer when nothing more would change it. */
export function advance(talk: Talk): Reply {
  const assessment = judge(talk);
  const question = questionLeft(talk, assessment);
  return question ? askNext(talk, assessment, question) : conclude(talk, assessment);
}

function questionLeft(talk: Talk, assessment: Assessment): Question | undefined {
  if (talk.state.trail.length >= mostQuestions) return undefined;
  return nextQuestion(callOf(talk), assessment, talk.knowledge);
}

/** What protects comes before the first question, and what we heard before a question that it answers in part. */
function askNext(talk: Talk, assessment: Assessment, question: Question): Reply {
  const protect = protectLine(talk, assessment);
  const isProtected = talk.state.protected || protect.length > 0;
  const asked = ask(withState(talk, { protected: isProtected }), question);
  return after(
    [
      ...protect,
      ...checkLine(talk, assessment),
      ...inviteLine(talk, assessment),
      ...heardLine(talk, assessment, question),
    ],
    asked,
  );
}

function protectLine(talk: Talk, assessment: Assessment): Effect[] {
  if (!mayBeLive(talk, assessment) || talk.state.protected) return [];
  return [say(talk, assessment.live === 'yes' ? 'protect-live' : 'protect-unsure')];
}

/** Whoever has just told that it is our own IT can find out at once, and need not answer the rest first. */
function checkLine(talk: Talk, { claimedAuthority, identity, live }: Assessment): Effect[] {
  const { trail, check, opened } = talk.state;
  const isNew = trail.length === 0 || trail.at(-1) === 'who-they-say';
  const isOurs = claimedAuthority?.id !== undefined && ourIt.has(claimedAuthority.id);
  const isTried = check !== null || opened?.reason === 'check';
  const isOpen = isNew && isOurs && identity === 'unproved' && live !== 'no' && !isTried;
  return isOpen ? [say(talk, 'our-it.offer')] : [];
}

function inviteLine(talk: Talk, { live }: Assessment): Effect[] {
  const { story, trail } = talk.state;
  return live === 'no' && story.length === 0 && trail.length <= 1 ? [say(talk, 'tell-me')] : [];
}

function heardLine(talk: Talk, assessment: Assessment, question: Question): Effect[] {
  const heard = heardChoices(question, assessment).map(({ label }) => label);
  return heard.length > 0 ? [say(talk, 'heard', { heard: heard.join(', ') })] : [];
}

/** Shows our answer. The verdict leaves as an effect and is not kept. Where the organisation wants it, a stop opens a case. */
export function conclude(talk: Talk, assessment: Assessment): Reply {
  const card = answerCard(talk, assessment);
  const shown = show(talk, 'answer', card);
  const seen = seenLine(shown.talk, assessment);
  const told = [...shown.talk.state.told, card.summary, ...seen];
  const concluded = withState(shown.talk, { answerCard: shown.id, pending: null, begun: true, told });
  const opened = openOnStop(concluded, assessment);
  const saidToo = seen.map((line): Effect => ({ kind: 'say', text: line }));
  return reply(opened.talk, concludeEffect(assessment), shown.effect, ...saidToo, ...opened.effects);
}

function openOnStop(talk: Talk, assessment: Assessment): { talk: Talk; effects: Effect[] } {
  const isWanted = talk.context.openOnDecisive && isStop(assessment) && talk.state.opened === null;
  if (!isWanted) return { talk, effects: [] };
  const opened = openCase(talk, 'decisive');
  return { talk: opened.talk, effects: [...opened.effects, say(opened.talk, 'decisive.opened')] };
}

/** What was decided, as an effect. */
export function concludeEffect(assessment: Assessment): Effect {
  return { kind: 'conclude', verdict: assessment.verdict, scam: namedScam(assessment) };
}

/** Marks the card with our answer as overtaken; it keeps its place, so nobody acts on it by mistake. */
export function retireAnswer(talk: Talk): { talk: Talk; effects: Effect[] } {
  const id = talk.state.answerCard;
  if (id === null) return { talk, effects: [] };
  const heading = text(talk, 'replaced.heading');
  const summary = text(talk, 'replaced.text');
  const blocks = [{ kind: 'text' as const, text: summary }];
  const effect: Effect = { kind: 'show', card: { id, tone: 'calm', heading, summary, blocks, offers: [] } };
  return { talk: withState(talk, { answerCard: null }), effects: [effect] };
}
