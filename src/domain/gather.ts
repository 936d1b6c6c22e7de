import type { Answer, Call, Evidence, Harm, Presence } from './evidence.ts';
import type { Choice } from './knowledge.ts';
import { featuresOf, type Features } from './judging/features.ts';
import { hear, type Heard } from './listening/hear.ts';
import { rankScams, type Rival } from './matching/rank.ts';
import type { Prepared } from './prepare.ts';

/** Everything a judgement rests on, before anything is judged. */
export type Findings = {
  evidence: readonly Evidence[];
  claimedAuthority: Heard['claimedAuthority'];
  harm: readonly Harm[];
  rivals: readonly Rival[];
  features: Features;
  cut: boolean;
};

/** Hears the story, adds the answers, and ranks the scams. */
export function gather(call: Pick<Call, 'story' | 'answers'>, ready: Prepared): Findings {
  const heard = hear(call.story, ready.ear);
  const answered = call.answers.flatMap((answer) => answeredChoices(answer, ready));
  const evidence = mergeEvidence(heard.evidence, answeredEvidence(answered, ready));
  const claimedAuthority = answeredAuthority(answered, ready) ?? heard.claimedAuthority;
  const rivals = rankScams(heard.tokens, evidence, claimedAuthority?.id, ready.scamIndex);
  const features = featuresOf(heard.tokens, evidence, rivals, ready.scams.get(rivals[0]?.scam ?? ''));
  return { evidence, claimedAuthority, harm: allHarm(heard, answered), rivals, features, cut: heard.cut };
}

type Answered = { question: string; choice: Choice };

/** A question or choice that a new version of the knowledge no longer has tells us nothing. */
function answeredChoices(answer: Answer, ready: Prepared): Answered[] {
  const question = ready.questions.get(answer.question);
  const chosen = question?.choices.filter(({ id }) => answer.choices.includes(id)) ?? [];
  return chosen.map((choice) => ({ question: answer.question, choice }));
}

/** Among several offered choices, what nobody picked did not happen, unless the answer was "not sure". */
function answeredEvidence(answered: readonly Answered[], ready: Prepared): Evidence[] {
  const stated = answered.flatMap(({ question, choice }) =>
    Object.entries(choice.evidence).map(([signal, present]) =>
      answerEvidence(signal, present, question, choice.label),
    ),
  );
  return [...stated, ...answered.flatMap((item) => unpicked(item, stated, ready))];
}

function unpicked({ question, choice }: Answered, stated: readonly Evidence[], ready: Prepared): Evidence[] {
  const asked = ready.questions.get(question);
  if (!asked?.many || Object.values(choice.evidence).includes('unsure')) return [];
  const named = new Set(stated.map(({ signal }) => signal));
  return asked.settles
    .filter((signal) => !named.has(signal))
    .map((signal) => answerEvidence(signal, 'no', question, choice.label));
}

function answerEvidence(signal: string, present: Presence, question: string, choice: string): Evidence {
  return { signal, present, origin: { kind: 'answer', question, choice } };
}

/** An answer outweighs what was heard, and a "yes" among several answers a "no"; "not sure" outweighs nothing. */
function mergeEvidence(heard: readonly Evidence[], answered: readonly Evidence[]): Evidence[] {
  const merged = new Map(heard.map((item) => [item.signal, item]));
  const settled = new Set<string>();
  for (const item of answered) {
    const known = merged.get(item.signal);
    if (known && item.present === 'unsure') continue;
    if (settled.has(item.signal) && item.present !== 'yes') continue;
    merged.set(item.signal, item);
    settled.add(item.signal);
  }
  return [...merged.values()];
}

function answeredAuthority(answered: readonly Answered[], ready: Prepared): Heard['claimedAuthority'] {
  const id = answered.find(({ choice }) => choice.authority !== undefined)?.choice.authority;
  return id === undefined ? undefined : { id, words: ready.authorities.get(id)?.names[0] ?? id };
}

function allHarm(heard: Heard, answered: readonly Answered[]): Harm[] {
  const told = answered.flatMap(({ choice }) => (choice.harm ? [choice.harm] : []));
  return [...new Set([...heard.harm, ...told])];
}
