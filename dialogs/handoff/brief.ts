import type { CaseBrief, Priority } from '../../src/dialog/effect.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { findQuestion, isStop, judge, text, type Talk } from '../talk.ts';

/** Everything known, so that the technician asks none of it again. */
export function writeBrief(talk: Talk, reason: CaseBrief['reason']): CaseBrief {
  const { state, knowledge } = talk;
  const assessment = judge(talk);
  const isJudged = assessment.topic === 'call' && (state.story.length > 0 || state.answers.length > 0);
  const priority = priorityOf(assessment, reason);
  return {
    headline: headline(talk, assessment, reason, priority),
    priority,
    reason,
    story: state.story.join('\n'),
    harm: assessment.harm,
    live: assessment.live,
    verdict: isJudged ? assessment.verdict : undefined,
    reasons: assessment.reasons,
    matches: assessment.matches.map(({ scam }) => scam),
    claimedAuthority: assessment.claimedAuthority?.words,
    answers: state.answers.flatMap(({ question, choices }) => writeAnswer(talk, question, choices)),
    told: state.told,
    knowledgeVersion: knowledge.version,
  };
}

/** Set by harm and liveness, never by words in the story. */
export function priorityOf(assessment: Assessment, reason: CaseBrief['reason']): Priority {
  if (reason === 'harm') return 'P1';
  if (assessment.live === 'yes') return 'P2';
  return isStop(assessment) ? 'P3' : 'P4';
}

function headline(
  talk: Talk,
  assessment: Assessment,
  reason: CaseBrief['reason'],
  priority: Priority,
): string {
  const { harm, live, claimedAuthority } = assessment;
  const happened = harm.map((one) => text(talk, `brief.harm-${one}`));
  const unclear = text(talk, reason === 'harm' ? 'brief.harm-unsure' : 'brief.asked');
  const parts = [
    happened.length > 0 ? happened.join(', ') : unclear,
    ...(claimedAuthority ? [text(talk, 'brief.claimed', { who: claimedAuthority.words })] : []),
    text(talk, 'brief.live', { live: text(talk, `brief.live-${live}`) }),
  ];
  return text(talk, 'brief.headline', { priority, what: parts.join(', ') });
}

function writeAnswer(talk: Talk, id: string, choices: readonly string[]): CaseBrief['answers'] {
  const question = findQuestion(talk, id);
  const chosen = question?.choices.filter((choice) => choices.includes(choice.id)) ?? [];
  return question ? [{ question: question.text, answer: chosen.map(({ label }) => label).join(', ') }] : [];
}
