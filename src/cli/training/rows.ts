import { gather } from '../../domain/gather.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { answerAll } from '../interview/truthful.ts';
import type { Row } from './logistic.ts';

/** A row and the family it belongs to, which is never split between folds. */
export type FamilyRow = Row & { family: string; origin: 'story' | 'answered story' | 'knowledge' };

/** Phrases of the knowledge base are short and many; an example is nearly a story. */
const phraseWeight = 0.5;
const exampleWeight = 0.7;
/** An answered story is the same story again. */
const answeredWeight = 0.5;

/**
 * Scams against genuine calls: written stories, the same with their questions answered where signals are labelled, ordinary
 * messages, and what the knowledge says of each scam and twin.
 */
export function riskRows(stories: readonly Labelled[], knowledge: Knowledge): FamilyRow[] {
  const judged = stories.filter(({ label }) => label !== 'ambiguous');
  const answered = judged.filter(({ signals }) => Object.keys(signals).length > 0);
  return [
    ...judged.map((story) => storyRow(story, story.label === 'scam', knowledge)),
    ...answered.map((story) => answeredRow(story, knowledge)),
    ...knowledgeRows(knowledge),
  ];
}

function answeredRow({ text, pair, id, label, signals }: Labelled, knowledge: Knowledge): FamilyRow {
  const answers = answerAll(signals, knowledge);
  const made = row(text, label === 'scam', answeredWeight, knowledge, answers);
  return { ...made, family: pair ?? id, origin: 'answered story' };
}

/** Messages about a caller against ordinary helpdesk messages, which are fewer and so count more. */
export function topicRows(stories: readonly Labelled[], knowledge: Knowledge): FamilyRow[] {
  const calls = knowledgeRows(knowledge).map((call): FamilyRow => Object.assign(call, { label: 1 }));
  const ordinary = stories.filter(({ label }) => label === 'none').length;
  const ordinaryWeight = stories.length / Math.max(1, ordinary) / 2;
  const rows = stories.map((story) => {
    const told = storyRow(story, story.label !== 'none', knowledge);
    return told.label === 0 ? Object.assign(told, { weight: ordinaryWeight }) : told;
  });
  return [...rows, ...calls];
}

function storyRow({ text, pair, id }: Labelled, isYes: boolean, knowledge: Knowledge): FamilyRow {
  return { ...row(text, isYes, 1, knowledge), family: pair ?? id, origin: 'story' };
}

function knowledgeRows(knowledge: Knowledge): FamilyRow[] {
  return knowledge.scams.flatMap(({ id, staffSay, twin, examples }) =>
    [
      ...staffSay.map((text) => row(text, true, phraseWeight, knowledge)),
      ...twin.phrases.map((text) => row(text, false, phraseWeight, knowledge)),
      ...examples.caught.map((text) => row(text, true, exampleWeight, knowledge)),
      ...examples.spared.map((text) => row(text, false, exampleWeight, knowledge)),
    ].map((each): FamilyRow => Object.assign(each, { family: id, origin: 'knowledge' as const })),
  );
}

function row(
  text: string,
  isYes: boolean,
  weight: number,
  knowledge: Knowledge,
  answers: readonly Answer[] = [],
): Row {
  const { features } = gather({ story: text, answers }, prepare(knowledge));
  return { features, label: isYes ? 1 : 0, weight };
}
