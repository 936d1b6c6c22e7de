import { step, type Context, type Reply } from '../../../dialogs/step.ts';
import { callOf } from '../../../dialogs/talk.ts';
import { initialState } from '../../dialog/state.ts';
import type { DialogEvent } from '../../dialog/turn.ts';
import { assess } from '../../domain/assess.ts';
import type { Assessment } from '../../domain/assessment.ts';
import type { Knowledge, Question } from '../../domain/knowledge.ts';
import { answerTruthfully, type Labels } from './truthful.ts';

export type Played = {
  assessment: Assessment;
  /** Ids of the questions that settle something, in the order they were asked. */
  questions: readonly string[];
  /** The judgement after the story alone, after one of those answers, after two, ...; the last is `assessment`. */
  path: readonly Assessment[];
};

/** More turns than any dialog takes: the opening, six questions, and what has already happened. */
const mostTurns = 12;

/**
 * Tells the bot the story and answers what it asks from the labels, until it asks nothing more. Who is told that this
 * does not sound like a call says "Somebody rang me" and tells it again, when the labels state anything about a call.
 */
export function playInterview(story: string, labels: Labels, region: string, knowledge: Knowledge): Played {
  const context: Context = {
    now: '',
    timeZone: 'Europe/London',
    activity: 'a1',
    person: { id: 'staff', name: undefined, channel: 'terminal' },
    language: 'en-GB',
    region,
    caseReference: 'interview',
    checkId: 'interview',
    desk: { name: '', phone: undefined },
    openOnDecisive: false,
  };
  const tell: DialogEvent = { kind: 'said', text: story, masked: false };
  const questions: string[] = [];
  const path: Assessment[] = [];
  const coming: DialogEvent[] = [tell];
  let state = step(initialState(), { kind: 'joined' }, knowledge, context).state;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const event = coming.shift();
    if (!event) break;
    const reply = step(state, event, knowledge, context);
    state = reply.state;
    path[questions.length] = assess(callOf({ state, context, knowledge }), knowledge);
    const question = questionIn(reply, knowledge);
    if (coming.length > 0) continue;
    if (question) coming.push(tapAnswer(question, labels));
    else if (turn === 0 && isTurnedAway(reply) && statesACall(labels)) coming.push(somebodyRang, tell);
    if (question && question.settles.length > 0) questions.push(question.id);
  }
  const assessment = path.at(-1) ?? assess(callOf({ state, context, knowledge }), knowledge);
  return { assessment, questions, path };
}

function questionIn({ effects }: Reply, { questions }: Knowledge): Question | undefined {
  const asked = effects.findLast(({ kind }) => kind === 'ask');
  return asked?.kind === 'ask' ? questions.find(({ id }) => id === asked.question) : undefined;
}

function tapAnswer(question: Question, labels: Labels): DialogEvent {
  return { kind: 'tapped', tap: { verb: 'answers', ...answerTruthfully(question, labels) } };
}

const somebodyRang: DialogEvent = { kind: 'tapped', tap: { verb: 'command', command: 'rang' } };

function isTurnedAway({ effects }: Reply): boolean {
  return effects.some(
    (effect) =>
      effect.kind === 'show' &&
      effect.card.offers.some(({ tap }) => tap.verb === 'command' && tap.command === 'rang'),
  );
}

function statesACall(labels: Labels): boolean {
  return Object.values(labels).includes(true);
}
