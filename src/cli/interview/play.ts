import { step, type Context } from '../../../dialogs/step.ts';
import { callOf } from '../../../dialogs/talk.ts';
import { initialState } from '../../dialog/state.ts';
import type { DialogEvent } from '../../dialog/turn.ts';
import { assess } from '../../domain/assess.ts';
import type { Assessment } from '../../domain/assessment.ts';
import type { Knowledge, Question } from '../../domain/knowledge.ts';
import { answerTruthfully, type Labels } from './truthful.ts';

export type Played = { assessment: Assessment; questions: readonly string[] };

/** More turns than any dialog takes: the opening, six questions, and what has already happened. */
const mostTurns = 12;

/** Tells the bot the story and answers what it asks from the labels, until it asks nothing more. */
export function playInterview(story: string, labels: Labels, region: string, knowledge: Knowledge): Played {
  const context: Context = {
    now: '',
    language: 'en-GB',
    region,
    caseReference: 'interview',
    desk: { name: '', phone: undefined },
  };
  const questions: string[] = [];
  let state = step(initialState(), { kind: 'joined' }, knowledge, context).state;
  let event: DialogEvent | undefined = { kind: 'said', text: story, masked: false };
  for (let turn = 0; event && turn < mostTurns; turn += 1) {
    const reply = step(state, event, knowledge, context);
    state = reply.state;
    const asked = reply.effects.findLast(({ kind }) => kind === 'ask');
    const question =
      asked?.kind === 'ask' ? knowledge.questions.find(({ id }) => id === asked.question) : undefined;
    if (question && question.settles.length > 0) questions.push(question.id);
    event = question && tapAnswer(question, labels);
  }
  return { assessment: assess(callOf({ state, context }), knowledge), questions };
}

function tapAnswer(question: Question, labels: Labels): DialogEvent {
  return { kind: 'tapped', tap: { verb: 'answers', ...answerTruthfully(question, labels) } };
}
