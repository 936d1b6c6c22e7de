import { nextQuestion } from '../../domain/asking.ts';
import { assess } from '../../domain/assess.ts';
import type { Assessment } from '../../domain/assessment.ts';
import type { Answer, Call } from '../../domain/evidence.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { answerTruthfully, type Labels } from './truthful.ts';

export type Played = { call: Call; assessment: Assessment; questions: readonly string[] };

/** Asks what the bot would ask and answers from the labels until it has no more questions. */
export function playInterview(story: string, labels: Labels, region: string, knowledge: Knowledge): Played {
  const answers: Answer[] = [];
  const call: Call = { story, answers, proofs: [], region };
  let assessment = assess(call, knowledge);
  if (assessment.topic === 'other') return { call, assessment, questions: [] };
  for (
    let next = nextQuestion(call, assessment, knowledge);
    next;
    next = nextQuestion(call, assessment, knowledge)
  ) {
    answers.push(answerTruthfully(next, labels));
    assessment = assess(call, knowledge);
  }
  return { call, assessment, questions: answers.map(({ question }) => question) };
}
