import { gather } from '../../domain/gather.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { answerTruthfully } from '../interview/truthful.ts';
import type { Row } from './logistic.ts';

/** A row and the family it belongs to, which is never split between folds. `id` is absent for rows from the knowledge base. */
export type FamilyRow = Row & { family: string; id: string | undefined; answered: boolean };

/** Phrases of the knowledge base are short and many; two count as one labelled story. */
const phraseWeight = 0.5;
const answeredWeight = 0.5;

/** Scams against genuine calls: each story alone and with truthful answers, ordinary messages, and the phrases of every scam and twin. */
export function riskRows(stories: readonly Labelled[], knowledge: Knowledge): FamilyRow[] {
  const ordinary = stories.filter(({ label }) => label === 'none');
  const judged = stories.filter(({ label }) => label === 'scam' || label === 'legit');
  return [
    ...judged.flatMap((story) => [
      storyRow(story, knowledge, []),
      storyRow(story, knowledge, allAnswers(story, knowledge)),
    ]),
    ...ordinary.map((story) => Object.assign(storyRow(story, knowledge, []), { id: undefined })),
    ...phraseRows(knowledge),
  ];
}

function storyRow(story: Labelled, knowledge: Knowledge, answers: readonly Answer[]): FamilyRow {
  const { features } = gather({ story: story.text, answers }, prepare(knowledge));
  const answered = answers.length > 0;
  return {
    features,
    label: story.label === 'scam' ? 1 : 0,
    weight: answered ? answeredWeight : 1,
    family: story.pair ?? story.family ?? story.id,
    id: story.id,
    answered,
  };
}

function allAnswers(story: Labelled, knowledge: Knowledge): Answer[] {
  return knowledge.questions
    .filter(({ settles }) => settles.length > 0)
    .map((question) => answerTruthfully(question, story.signals));
}

function phraseRows(knowledge: Knowledge): FamilyRow[] {
  return knowledge.scams.flatMap(({ id, staffSay, twin }) => [
    ...staffSay.map((phrase) => phraseRow(phrase, 1, id, knowledge)),
    ...twin.phrases.map((phrase) => phraseRow(phrase, 0, id, knowledge)),
  ]);
}

function phraseRow(phrase: string, label: 0 | 1, scam: string, knowledge: Knowledge): FamilyRow {
  const { features } = gather({ story: phrase, answers: [] }, prepare(knowledge));
  return {
    features,
    label,
    weight: phraseWeight,
    family: `knowledge:${scam}`,
    id: undefined,
    answered: false,
  };
}

/** Messages about a caller against ordinary helpdesk messages. */
export function topicRows(stories: readonly Labelled[], knowledge: Knowledge): FamilyRow[] {
  const rows = stories.map((story): FamilyRow => {
    const label = story.label === 'none' ? 0 : 1;
    return {
      ...storyRow(story, knowledge, []),
      label,
      weight: label === 0 ? 4 : 1,
      family: story.pair ?? story.id,
    };
  });
  return [...rows, ...phraseRows(knowledge).map((row): FamilyRow => Object.assign(row, { label: 1 }))];
}
