import type { CaseBrief, Priority } from '../../src/dialog/brief.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import { namedChecks } from '../../src/domain/assess.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { findQuestion, isStop, judge, text, type Talk } from '../talk.ts';

/** Everything known, so that the technician asks none of it again. */
export function writeBrief(talk: Talk, reason: CaseBrief['reason']): CaseBrief {
  const { state, knowledge, context } = talk;
  const assessment = judge(talk);
  const priority = priorityOf(assessment, reason);
  return {
    headline: headline(talk, assessment, reason, priority),
    priority,
    reason,
    live: assessment.live,
    story: state.story.join('\n'),
    harm: assessment.harm.map((harm) => ({
      harm,
      title: text(talk, `brief.harm-${harm}`),
      words: undefined,
    })),
    person: { ...context.person, contact: state.contact ?? undefined, language: context.language },
    caller: callerOf(assessment),
    ask: asked(talk, assessment),
    judgement: judgementOf(talk, assessment),
    done: doneSoFar(talk, assessment),
    actions: [],
    collect: [],
    knowledgeVersion: knowledge.version,
  };
}

function callerOf({ claimedAuthority, numbers, evidence }: Assessment): CaseBrief['caller'] {
  return {
    claimed: claimedAuthority?.words,
    numbers: numbers.map(({ held, ...number }) => ({ ...number, held: held?.name })),
    withheld: evidence.some(({ signal, present }) => signal === 'withheld-number' && present === 'yes'),
  };
}

/** What the caller wanted: every request that was told, with the words. */
function asked({ knowledge }: Talk, { evidence }: Assessment): CaseBrief['ask'] {
  return evidence.flatMap((item) => {
    const signal = knowledge.signals.find(({ id }) => id === item.signal);
    if (item.present !== 'yes' || signal === undefined || signal.requestRisk === undefined) return [];
    return [{ signal: signal.id, title: signal.title, words: wordsOf(item) }];
  });
}

function wordsOf({ origin }: Evidence): string {
  return origin.kind === 'story' ? origin.quote : '';
}

function judgementOf(talk: Talk, assessment: Assessment): CaseBrief['judgement'] {
  const { state, knowledge } = talk;
  const isJudged = assessment.topic === 'call' && (state.story.length > 0 || state.answers.length > 0);
  if (!isJudged) return undefined;
  const { verdict, requestRisk, identity, reasons, matches } = assessment;
  const scam = knowledge.scams.find(({ id }) => id === matches[0]?.scam);
  return {
    verdict,
    requestRisk,
    identity,
    reasons,
    scam: scam && { id: scam.id, title: scam.title },
    twin: scam?.twin.looksLike,
    wouldChange: [adviceFor(assessment, talk.context.region, knowledge).verifyBy ?? []].flat(),
  };
}

function doneSoFar(talk: Talk, { evidence }: Assessment): CaseBrief['done'] {
  const known = new Set(evidence.map(({ signal }) => signal));
  return {
    told: talk.state.told,
    answers: talk.state.answers.flatMap(({ question, choices }) => writeAnswer(talk, question, choices)),
    open: namedChecks.filter((check) => !known.has(check)),
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

function writeAnswer(talk: Talk, id: string, choices: readonly string[]): CaseBrief['done']['answers'] {
  const question = findQuestion(talk, id);
  const chosen = question?.choices.filter((choice) => choices.includes(choice.id)) ?? [];
  return question ? [{ question: question.text, answer: chosen.map(({ label }) => label).join(', ') }] : [];
}
