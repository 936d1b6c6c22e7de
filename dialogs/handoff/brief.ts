import type { CaseBrief, CaseReason } from '../../src/dialog/brief.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import { namedChecks } from '../../src/domain/assess.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { Evidence, Harm, Proof } from '../../src/domain/evidence.ts';
import { hear } from '../../src/domain/listening/hear.ts';
import { settledByNumbers } from '../../src/domain/numbers.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { rowFor, type Situation } from '../../src/domain/priority.ts';
import { findQuestion, isStop, judge, mayBeLive, text, type Talk } from '../talk.ts';
import { tellProof } from '../verification/checked.ts';
import { actionsFor } from './actions.ts';

type Brief<Part extends keyof CaseBrief> = CaseBrief[Part];

/** Everything known, so that the technician asks none of it again. The case is open by now, whether or not it was before. */
export function writeBrief(talk: Talk, reason: CaseReason): CaseBrief {
  const { state, knowledge } = talk;
  const assessment = judge(talk);
  const priority = priorityOf(talk, assessment);
  return {
    headline: text(talk, 'brief.headline', { priority, what: headline(talk, assessment, reason) }),
    priority,
    reason,
    live: assessment.live,
    story: state.story.join('\n'),
    harm: assessment.harm.map((harm) => ({
      harm,
      title: text(talk, `brief.harm-${harm}`),
      words: harmWords(talk, harm),
    })),
    person: personOf(talk),
    caller: callerOf(talk, assessment),
    ask: asked(talk, assessment),
    judgement: judgementOf(talk, assessment),
    done: doneSoFar(talk, assessment),
    actions: actionsFor(talk, assessment),
    collect: knowledge.collect.items,
    knowledgeVersion: knowledge.version,
    ...alertOf(talk),
  };
}

function alertOf({ state }: Talk): Pick<CaseBrief, 'alert'> {
  const shown = state.alerts.find(({ id }) => id === state.alert);
  return shown ? { alert: { id: shown.id, campaign: shown.campaign, title: shown.title } } : {};
}

/** From harm, liveness and our answer, by the reviewed table; never by words in the story. A table that was checked has a row for each. */
function priorityOf(talk: Talk, assessment: Assessment): Brief<'priority'> {
  const isUnclear = talk.state.opened?.harm === true;
  const situation: Situation = {
    harm: assessment.harm.length > 0 ? 'yes' : isUnclear ? 'unsure' : 'no',
    live: mayBeLive(talk, assessment) ? assessment.live : 'no',
    verdict: isJudged(talk, assessment) ? assessment.verdict : 'none',
  };
  return rowFor(situation, talk.knowledge.priorities.rows)?.priority ?? 'P1';
}

function headline(talk: Talk, assessment: Assessment, reason: CaseReason): string {
  const { harm, live } = assessment;
  const claimed = claimedBy(talk, assessment);
  const happened = harm.map((one) => text(talk, `brief.harm-${one}`));
  const name = talk.state.opened?.person.name;
  return [
    happened.length > 0 ? happened.join(', ') : text(talk, unharmed[reason]),
    ...(claimed === undefined ? [] : [text(talk, 'brief.claimed', { who: claimed })]),
    ...(name ? [name] : []),
    text(talk, 'brief.live', { live: text(talk, `brief.live-${live}`) }),
  ].join(', ');
}

/** What leads the headline while no harm is known. */
const unharmed: Readonly<Record<CaseReason, string>> = {
  harm: 'brief.harm-unsure',
  'asked-for-a-person': 'brief.asked',
  decisive: 'brief.decisive',
  reported: 'brief.reported',
  check: 'brief.check',
};

/** The sentence that tells of the harm, or the answer that was picked. */
function harmWords({ state, knowledge }: Talk, harm: Harm): string | undefined {
  const { ear } = prepare(knowledge);
  const sentences = state.story.flatMap((part) => part.split(/(?<=[.?!])\s+|\n+/));
  const told = sentences.find((sentence) => hear(sentence, ear).harm.includes(harm));
  const picked = state.answers.flatMap(({ question, choices }) =>
    (knowledge.questions.find(({ id }) => id === question)?.choices ?? [])
      .filter((choice) => choice.harm === harm && choices.includes(choice.id))
      .map(({ label }) => label),
  );
  return told ?? picked[0];
}

function personOf({ state, context }: Talk): Brief<'person'> {
  const { id, name, channel, language } = state.opened?.person ?? {
    ...context.person,
    language: context.language,
  };
  return { id, name: name ?? undefined, channel, language, contact: state.contact || undefined };
}

/** The colleague whom a check was about, or the body that was told. */
function claimedBy({ state }: Talk, { claimedAuthority }: Assessment): string | undefined {
  const { check, proofs } = state;
  const named = check?.kind === 'colleague' || check?.kind === 'passphrase' ? check.record.about : null;
  return named ?? proofs.findLast(({ about }) => about !== undefined)?.about ?? claimedAuthority?.words;
}

function callerOf(talk: Talk, assessment: Assessment): Brief<'caller'> {
  const { claimedAuthority, numbers, evidence } = assessment;
  return {
    claimed: claimedBy(talk, assessment),
    authority: claimedAuthority?.id,
    numbers: numbers.map(({ held, ...number }) => ({ ...number, held: held?.name })),
    withheld: evidence.some(({ signal, present }) => signal === 'withheld-number' && present === 'yes'),
  };
}

/** What the caller wanted: every request that was told, with the words. */
function asked({ knowledge }: Talk, { evidence }: Assessment): Brief<'ask'> {
  return evidence.flatMap((item) => {
    const signal = knowledge.signals.find(({ id }) => id === item.signal);
    if (item.present !== 'yes' || signal === undefined || signal.requestRisk === undefined) return [];
    return [{ signal: signal.id, title: signal.title, words: wordsOf(item) }];
  });
}

function wordsOf({ origin }: Evidence): string {
  switch (origin.kind) {
    case 'story':
      return origin.quote;
    case 'answer':
      return origin.choice;
    case 'number-check':
      return origin.number;
  }
}

/** A message that tells of no call is not judged. */
function isJudged({ state }: Talk, { topic }: Assessment): boolean {
  return topic === 'call' && (state.story.length > 0 || state.answers.length > 0);
}

function judgementOf(talk: Talk, assessment: Assessment): Brief<'judgement'> {
  if (!isJudged(talk, assessment)) return undefined;
  const { verdict, requestRisk, identity, reasons, matches } = assessment;
  const scam = talk.knowledge.scams.find(({ id }) => id === matches[0]?.scam);
  return {
    verdict,
    requestRisk,
    identity,
    reasons,
    scam: scam && { id: scam.id, title: scam.title },
    twin: scam?.twin.looksLike,
    wouldChange: wouldChange(talk, assessment),
  };
}

/** What would make us think again: what settles who rang, how it is done, and what would make the request an ordinary one. */
function wouldChange(talk: Talk, assessment: Assessment): string[] {
  const { evidence } = assessment;
  const { signals } = talk.knowledge;
  const isTold = (signal: string): boolean =>
    evidence.some((item) => item.signal === signal && item.present === 'yes');
  const softening = new Set(signals.flatMap(({ id, softenedBy }) => (isTold(id) ? softenedBy : [])));
  const titles = signals.filter(({ id }) => softening.has(id) && !isTold(id)).map(({ title }) => title);
  const { verifyBy } = adviceFor(assessment, talk.context.region, talk.knowledge);
  const change = isStop(assessment) ? 'stop' : assessment.verdict;
  return [
    text(talk, `brief.change-${change}`),
    ...(verifyBy === undefined || assessment.verdict === 'proved' ? [] : [verifyBy]),
    ...titles.map((title) => text(talk, 'brief.change-if', { title })),
  ];
}

function doneSoFar(talk: Talk, assessment: Assessment): Brief<'done'> {
  const { told, answers, proofs } = talk.state;
  return {
    told,
    answers: [
      ...answers.flatMap(({ question, choices }) => writeAnswer(talk, question, choices)),
      ...proofs.map((proof) => writeProof(talk, proof)),
    ],
    open: openQuestions(talk, assessment),
  };
}

function writeAnswer(talk: Talk, id: string, choices: readonly string[]): Brief<'done'>['answers'] {
  const question = findQuestion(talk, id);
  const chosen = question?.choices.filter((choice) => choices.includes(choice.id)) ?? [];
  return question ? [{ question: question.text, answer: chosen.map(({ label }) => label).join(', ') }] : [];
}

function writeProof(talk: Talk, proof: Proof): Brief<'done'>['answers'][number] {
  const { language, timeZone } = talk.context;
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  const time = new Intl.DateTimeFormat(language, format).format(new Date(proof.at));
  return {
    question: text(talk, 'brief.proof'),
    answer: text(talk, 'brief.proof-time', { what: tellProof(talk, proof), time }),
  };
}

/** Those of the four checks that nobody could settle, as the question that would: "Not sure" settles nothing for a technician. */
function openQuestions({ knowledge }: Talk, { evidence, numbers }: Assessment): string[] {
  const settled = new Set([
    ...evidence.filter(({ present }) => present !== 'unsure').map(({ signal }) => signal),
    ...settledByNumbers(numbers),
  ]);
  const open = namedChecks.filter((check) => !settled.has(check));
  const questions = open.map(
    (check) => knowledge.questions.find(({ settles }) => settles.includes(check))?.text,
  );
  return [...new Set(questions.filter((question) => question !== undefined))];
}
