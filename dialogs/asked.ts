import type { Asked, ConversationState } from '../src/dialog/state.ts';
import type { Command, DialogEvent, Tap } from '../src/dialog/turn.ts';
import { readChoices } from '../src/dialog/typed.ts';
import type { Answer } from '../src/domain/evidence.ts';
import type { Question, Wording } from '../src/domain/knowledge.ts';
import { findQuestion, labelled, reply, say, type Reply, type Talk } from './talk.ts';

type Tapped = Extract<DialogEvent, { kind: 'tapped' }>;

/** Nobody taps a question older than this many. */
const settledKept = 10;

/**
 * Tells the channel of the question that stood before the turn and does not any more, whatever the turn did to it: this is the one
 * place that compares. The question that stands is the pending one, under the id it was last put with.
 */
export function settleAsked(talk: Talk, event: DialogEvent, replied: Reply): Reply {
  const { state: after, effects } = replied;
  const before = talk.state;
  const asked = after.asked?.question === after.pending ? after.asked : null;
  const left = before.asked;
  const back = takeBack(talk, { ...after, asked });
  if (left === null || left.id === asked?.id)
    return { state: { ...after, asked, settled: back.settled }, effects: [...effects, ...back.effects] };
  const { id, text } = left;
  const answer = answerTo(talk, left, event, after);
  const many = isMany(talk, left.question);
  const settled = [...back.settled, { id, text, answer: answer ?? null }];
  return {
    state: { ...after, asked, settled: settled.slice(-settledKept) },
    effects: [...effects, ...back.effects, { kind: 'settle', ask: id, text, answer, many }],
  };
}

/** Where a question that is asked anew was answered before, that answer counts no more, and its card says so. */
function takeBack(
  talk: Talk,
  { asked, answers, settled }: ConversationState,
): Pick<ConversationState, 'settled'> & Pick<Reply, 'effects'> {
  const isOver = answers.every(({ question }) => question !== asked?.question);
  const taken = isOver ? settled.filter(({ text, answer }) => answer !== null && text === asked?.text) : [];
  return {
    settled: settled.map((one) => (taken.includes(one) ? { ...one, answer: null } : one)),
    effects: taken.map(({ id, text }) => ({
      kind: 'settle',
      ask: id,
      text,
      answer: undefined,
      many: isMany(talk, asked?.question ?? null),
    })),
  };
}

function isMany(talk: Talk, question: string | null): boolean {
  return findQuestion(talk, question)?.many === true;
}

/** The words on the buttons that were taken, or that what was typed stands for. */
function answerTo(
  talk: Talk,
  { question: id }: Asked,
  event: DialogEvent,
  { answers }: ConversationState,
): string | undefined {
  const question = findQuestion(talk, id);
  if (question === undefined) return undefined;
  const taken = choicesOf(event, question, talk.wording) ?? answers.find(isNewTo(talk, id))?.choices ?? [];
  const labels = labelled(talk, question).filter((choice) => taken.includes(choice.id));
  return labels.length === 0 ? undefined : labels.map(({ label }) => label).join(', ');
}

function choicesOf(event: DialogEvent, question: Question, wording: Wording): readonly string[] | undefined {
  if (event.kind === 'said') return readChoices(event.text, question, wording);
  if (event.kind !== 'tapped' || !isAnswer(event.tap) || event.tap.question !== question.id) return undefined;
  return event.tap.verb === 'answer' ? [event.tap.choice] : event.tap.choices;
}

function isAnswer(tap: Tap): tap is Extract<Tap, { question: string }> {
  return tap.verb === 'answer' || tap.verb === 'answers';
}

function isNewTo({ state }: Talk, question: string): (answer: Answer) => boolean {
  return (answer) => answer.question === question && !state.answers.includes(answer);
}

/** What a button says of the call, rather than asks of us: it counts for the call whose card it stands on. */
const tellsOfCall: ReadonlySet<Command> = new Set([
  'hung-up',
  'called-back-genuine',
  'called-back-denied',
  'no-answer',
]);

/** Whether the button stands on a question that is open no more, or on a card of an earlier call. */
export function isOvertaken({ state }: Talk, { tap, ask }: Tapped): boolean {
  if (ask === undefined) return false;
  if (isAnswer(tap)) return ask !== state.asked?.id;
  return tap.verb === 'command' && tellsOfCall.has(tap.command) && numberOf(ask) <= state.cardsBefore;
}

/** Cards are counted, and each has its number at the end. */
function numberOf(card: string): number {
  return Number(/\d+$/.exec(card)?.[0] ?? 0);
}

/** Changes nothing: the question is shown as it was settled. */
export function showSettled(talk: Talk, { ask, tap }: Tapped): Reply {
  const known = talk.state.settled.find(({ id }) => id === ask);
  if (known === undefined) return reply(talk, say(talk, 'stale'));
  const { id, text, answer } = known;
  return reply(talk, {
    kind: 'settle',
    ask: id,
    text,
    answer: answer ?? undefined,
    many: tap.verb === 'answers',
  });
}
