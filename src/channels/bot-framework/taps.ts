import * as z from 'zod';
import { alertAnswers } from '../../dialog/alert.ts';
import { commands } from '../../dialog/turn.ts';
import type { DialogEvent, Tap } from '../../dialog/turn.ts';
import { maskWords } from './words.ts';

type Tapped = Extract<DialogEvent, { kind: 'tapped' }>;
type Rated = Extract<DialogEvent, { kind: 'rated' }>;

const Word = z.string().min(1).max(100);
const Submitted = z
  .looseObject({
    callcheck: z.discriminatedUnion('verb', [
      z.object({ verb: z.literal('answer'), question: Word, choice: Word }),
      z.object({ verb: z.literal('answers'), question: Word, choices: z.array(Word).max(50).optional() }),
      z.object({ verb: z.literal('command'), command: z.enum(commands) }),
      z.object({ verb: z.literal('alert'), alert: Word, answer: z.enum(alertAnswers) }),
      z.object({ verb: z.literal('name'), colleague: Word }),
      z.object({ verb: z.literal('attest'), check: Word, answer: z.enum(['yes', 'no', 'unsure']) }),
    ]),
    answers: z.string().max(2000).optional(),
    ask: Word.optional().catch(undefined),
  })
  .transform(({ callcheck, answers, ask }): Tapped => ({
    kind: 'tapped',
    tap: callcheck.verb === 'answers' ? withTicked(callcheck, answers ?? '') : callcheck,
    ...(ask !== undefined && { ask }),
  }));

/** Boxes that are ticked come beside the button's own data, ids with commas between. */
function withTicked(
  tap: { verb: 'answers'; question: string; choices?: string[] | undefined },
  answers: string,
): Tap {
  const ticked = answers.split(/[,;]/).filter((id) => id !== '');
  return { ...tap, choices: tap.choices ?? ticked };
}

/** What a button of ours carries, as the value of a message. */
export function readTapped(value: unknown): Tapped | undefined {
  return Submitted.safeParse(value).data;
}

/** The same as the value of an `adaptiveCard/action`. */
export function readCardAction(value: unknown): Tapped | undefined {
  return readTapped(CardAction.safeParse(value).data?.action.data);
}
const CardAction = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });

/** A thumb up or down, with the words that were written beside it: Teams puts them in JSON within the JSON. */
export function readRating(value: unknown): Rated | undefined {
  const submitted = Feedback.safeParse(value).data?.actionValue;
  if (submitted === undefined) return undefined;
  const { reaction, feedback } = submitted;
  return { kind: 'rated', reaction, ...maskWords(feedback.slice(0, longestFeedback)) };
}

/** What a technician can be expected to read. */
const longestFeedback = 2000;

const Feedback = z.looseObject({
  actionName: z.literal('feedback'),
  actionValue: z.looseObject({
    reaction: z.enum(['like', 'dislike']),
    feedback: z
      .string()
      .transform((text) => FeedbackText.safeParse(text).data ?? text)
      .catch(''),
  }),
});

const FeedbackText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('is no JSON');
      return z.NEVER;
    }
  })
  .pipe(z.looseObject({ feedbackText: z.string() }).transform(({ feedbackText }) => feedbackText));
