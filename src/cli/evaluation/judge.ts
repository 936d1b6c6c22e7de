import { assess } from '../../domain/assess.ts';
import type { Assessment, Verdict } from '../../domain/assessment.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import { withNumbers } from '../../numbers/check.ts';
import { playInterview } from '../interview/play.ts';
import type { Labelled } from './labelled.ts';
import type { Scored } from './measures.ts';

/** A labelled story with what the bot made of it. */
export type Judged = {
  story: Labelled;
  /** From the story alone. */
  alone: Assessment;
  /** After the whole dialog, answered truthfully from the labels. */
  after: Assessment;
  /** After no answer, after one, after two, ...; ends with `after`. */
  path: readonly Assessment[];
  questions: readonly string[];
};

/** Judges a labelled story twice: alone, and after the dialog. */
export function judgeStory(story: Labelled, region: string, knowledge: Knowledge): Judged {
  const alone = assessAlone(story.text, region, knowledge);
  const { assessment, questions, path } = playInterview(story.text, story.signals, region, knowledge);
  return { story, alone, after: assessment, path, questions };
}

/** A story that nobody asked about. */
export function assessAlone(story: string, region: string, knowledge: Knowledge): Assessment {
  return assess(withNumbers({ story, answers: [], proofs: [], region }, knowledge), knowledge);
}

/** What the person is told: a verdict, or that this does not sound like a call. */
export type Outcome = Verdict | 'not-a-call';

export function outcomeOf({ verdict, topic }: Pick<Assessment, 'verdict' | 'topic'>): Outcome {
  return topic === 'other' ? 'not-a-call' : verdict;
}

export function tellsStop({ verdict }: Pick<Assessment, 'verdict'>): boolean {
  return verdict === 'stop-scam' || verdict === 'stop-unsafe';
}

/** The cases with a right answer, scams and genuine calls, as the measures want them. */
export function scoreCalls<Item extends Judged>(
  items: readonly Item[],
  pick: (item: Item) => Assessment,
): Scored[] {
  return items.flatMap((item) => {
    const { label } = item.story;
    if (label !== 'scam' && label !== 'legit') return [];
    const assessment = pick(item);
    return [{ risk: assessment.risk, stopped: tellsStop(assessment), isScam: label === 'scam' }];
  });
}
