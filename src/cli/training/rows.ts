import { gather } from '../../domain/gather.ts';
import type { Answer } from '../../domain/evidence.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Features } from '../../domain/judging/features.ts';
import { nameOf, valueOfPhrase, visitPhrases } from '../../domain/judging/phrases.ts';
import { prepare } from '../../domain/prepare.ts';
import type { Labelled } from '../evaluation/labelled.ts';
import { answerAll } from '../interview/truthful.ts';

/** What is learned from: a text with its features and labels. A family is never split between folds. */
export type Row = {
  features: Features;
  origin: 'story' | 'answered story' | 'rambling story' | 'knowledge';
  family: string;
  label: Labelled['label'];
  /** Unsafe whoever asks. */
  decisive: boolean;
  signals: Labelled['signals'];
  weight: number;
};

/** Phrases of the knowledge base are short and many; an example is nearly a story. */
const phraseWeight = 0.5;
const exampleWeight = 0.7;
/** An answered or rambling story is the same story again. */
const answeredWeight = 0.5;
const ramblingWeight = 0.25;

/**
 * Our own stories, the same with their questions answered where signals are labelled and with an ordinary message around
 * them, and what the knowledge says of each scam and twin.
 */
export function makeRows(stories: readonly Labelled[], knowledge: Knowledge): Row[] {
  const answered = stories.filter(({ signals }) => Object.keys(signals).length > 0);
  return [
    ...stories.map((story) => storyRow(story, knowledge)),
    ...answered.map((story) => answeredRow(story, knowledge)),
    ...ramblingRows(stories, knowledge),
    ...knowledgeRows(knowledge),
  ];
}

function storyRow(story: Labelled, knowledge: Knowledge): Row {
  return { ...labelsOf(story), features: read(story.text, knowledge), origin: 'story', weight: 1 };
}

function answeredRow(story: Labelled, knowledge: Knowledge): Row {
  const features = read(story.text, knowledge, answerAll(story.signals, knowledge));
  return { ...labelsOf(story), features, origin: 'answered story', weight: answeredWeight };
}

/** People tell a call between other things; what stands around it must not change what it is. */
function ramblingRows(stories: readonly Labelled[], knowledge: Knowledge): Row[] {
  const ordinary = stories.filter(({ label }) => label === 'none').map(({ text }) => text);
  const calls = stories.filter(({ label }) => label !== 'none');
  return calls.map((story, at) => {
    const besides = ordinary[(at * 7) % ordinary.length] ?? '';
    const told = at % 4 < 2 ? `${besides} ${story.text}` : `${story.text} ${besides}`;
    return {
      ...labelsOf(story),
      features: read(told, knowledge),
      origin: 'rambling story',
      weight: ramblingWeight,
    };
  });
}

function labelsOf({
  pair,
  id,
  label,
  decisive,
  signals,
}: Labelled): Pick<Row, 'family' | 'label' | 'decisive' | 'signals'> {
  return { family: pair ?? id, label, decisive: decisive === true, signals };
}

function knowledgeRows(knowledge: Knowledge): Row[] {
  return knowledge.scams.flatMap(({ id, staffSay, twin, examples }) => {
    const rows = (texts: readonly string[], label: 'scam' | 'legit', weight: number): Row[] =>
      texts.map((text) => ({
        features: read(text, knowledge),
        origin: 'knowledge',
        family: id,
        label,
        decisive: false,
        signals: {},
        weight,
      }));
    return [
      ...rows(staffSay, 'scam', phraseWeight),
      ...rows(twin.phrases, 'legit', phraseWeight),
      ...rows(examples.caught, 'scam', exampleWeight),
      ...rows(examples.spared, 'legit', exampleWeight),
    ];
  });
}

function read(story: string, knowledge: Knowledge, answers: readonly Answer[] = []): Features {
  const { features, wording } = gather({ story, answers }, prepare(knowledge));
  const value = valueOfPhrase(wording);
  const all = new Map(features);
  visitPhrases(wording, (kind, ...words) => all.set(nameOf(kind, ...words), value));
  return all;
}
