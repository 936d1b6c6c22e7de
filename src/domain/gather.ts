import type { Answer, Call, Evidence, Harm, Presence } from './evidence.ts';
import type { Choice } from './knowledge.ts';
import { featuresOfCall, type Features } from './judging/features.ts';
import { readWording, type Wording } from './judging/phrases.ts';
import { senseSignals } from './judging/sense.ts';
import { weighWording } from './judging/weigh.ts';
import { hear, type Heard } from './listening/hear.ts';
import { numberEvidence } from './numbers.ts';
import { rankScams, type Rival } from './matching/rank.ts';
import type { Prepared } from './prepare.ts';

/** Everything a judgement rests on, before anything is judged. */
export type Findings = {
  evidence: readonly Evidence[];
  /** The part of the evidence that was heard, answered or checked: without what is only sensed. */
  stated: readonly Evidence[];
  claim: Heard['claim'];
  /** Harm the story tells of, and harm that was answered to a question. */
  harm: { heard: readonly Harm[]; told: readonly Harm[] };
  rivals: readonly Rival[];
  /** What the learned models look at: the wording, and everything else. */
  wording: Wording<string>;
  /** What the wording adds to each model's sum. */
  worded: Float64Array;
  features: Features;
  cut: boolean;
  /** Where in the story words begin that tell the bot what to think. */
  dictatedAt: readonly number[];
};

/** Hears the story, adds the numbers and the answers, and ranks the scams. */
export function gather(call: Pick<Call, 'story' | 'answers' | 'numbers'>, ready: Prepared): Findings {
  const heard = hear(call.story, ready.ear);
  const answered = call.answers.flatMap((answer) => answeredChoices(answer, ready));
  const stated = withNumbers(heard.evidence, numberEvidence(call.numbers ?? []));
  const told = mergeEvidence(stated, answered, ready);
  const wording = readWording(heard.read, heard.tokens);
  const claim = answeredClaim(answered, heard.claim, ready) ?? heard.claim;
  const rivals = rankScams(heard.tokens, told, claim?.id, ready.scamIndex);
  const worded = weighWording(wording, ready.models);
  const features = featuresOfCall(told, rivals, ready.scams.get(rivals[0]?.scam ?? ''));
  return {
    evidence: withSensed(told, senseSignals(heard, worded, ready)),
    stated: told,
    claim,
    harm: { heard: heard.harm, told: toldHarm(answered) },
    rivals,
    wording,
    worded,
    features,
    cut: heard.cut,
    dictatedAt: heard.dictatedAt,
  };
}

/** A number that was checked outweighs words that were only heard. */
function withNumbers(heard: readonly Evidence[], checked: readonly Evidence[]): readonly Evidence[] {
  if (checked.length === 0) return heard;
  return [...heard.filter(({ signal }) => checked.every((item) => item.signal !== signal)), ...checked];
}

/** What is only sensed adds to what was heard or answered, and never goes against it. It is no feature: the models that find it see the same words. */
function withSensed(told: readonly Evidence[], sensed: readonly Evidence[]): Evidence[] {
  const known = new Set(told.map(({ signal }) => signal));
  return [...told, ...sensed.filter(({ signal }) => !known.has(signal))];
}

type Answered = { question: string; choice: Choice };

/** A question or choice that a new version of the knowledge no longer has tells us nothing. */
function answeredChoices(answer: Answer, ready: Prepared): Answered[] {
  const question = ready.questions.get(answer.question);
  const chosen = question?.choices.filter(({ id }) => answer.choices.includes(id)) ?? [];
  return chosen.map((choice) => ({ question: answer.question, choice }));
}

/**
 * An answer outweighs what was heard, and a "yes" among several answers a "no"; "not sure" outweighs nothing.
 * Among several offered choices what nobody picked did not happen, as far as nothing else says that it did.
 */
function mergeEvidence(
  heard: readonly Evidence[],
  answered: readonly Answered[],
  ready: Prepared,
): Evidence[] {
  const merged = new Map(heard.map((item) => [item.signal, item]));
  const settled = new Set<string>();
  for (const item of answered.flatMap((each) => statedBy(each))) {
    const known = merged.get(item.signal);
    if (known && item.present === 'unsure') continue;
    if (settled.has(item.signal) && item.present !== 'yes') continue;
    merged.set(item.signal, item);
    settled.add(item.signal);
  }
  for (const item of answered.flatMap((each) => unpicked(each, ready))) {
    if (!merged.has(item.signal)) merged.set(item.signal, item);
  }
  return [...merged.values()];
}

function statedBy({ question, choice }: Answered): Evidence[] {
  return Object.entries(choice.evidence).map(([signal, present]) =>
    answerEvidence(signal, present, question, choice.label),
  );
}

function unpicked({ question, choice }: Answered, ready: Prepared): Evidence[] {
  const asked = ready.questions.get(question);
  if (!asked?.many || Object.values(choice.evidence).includes('unsure')) return [];
  return asked.settles.map((signal) => answerEvidence(signal, 'no', question, choice.label));
}

function answerEvidence(signal: string, present: Presence, question: string, choice: string): Evidence {
  return { signal, present, origin: { kind: 'answer', question, choice } };
}

/** An answer is sure; the words of the story stay when they say the same. */
function answeredClaim(
  answered: readonly Answered[],
  heard: Heard['claim'],
  ready: Prepared,
): Heard['claim'] {
  const id = answered.find(({ choice }) => choice.authority !== undefined)?.choice.authority;
  if (id === undefined) return undefined;
  const words = heard?.id === id ? heard.words : (ready.authorities.get(id)?.names[0] ?? id);
  return { id, words, lead: Infinity };
}

function toldHarm(answered: readonly Answered[]): Harm[] {
  return answered.flatMap(({ choice }) => (choice.harm ? [choice.harm] : []));
}
