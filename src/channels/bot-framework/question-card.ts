import type { Effect } from '../../dialog/effect.ts';
import { sentence } from '../../dialog/words.ts';
import type { Wording } from '../../domain/knowledge.ts';
import { renderButton, renderOffers, type Buttons } from './buttons.ts';
import { adaptiveCard, paragraph, type Json } from './card.ts';

type Ask = Extract<Effect, { kind: 'ask' }>;
/** `isAskedAgain`: the same question stands further down now. */
type Settled = Extract<Effect, { kind: 'settle' }> & { isAskedAgain: boolean };

/** A question with a button for each answer. Typing the label does the same. */
export function renderQuestion({ text, offers }: Ask, buttons: Buttons): Json {
  const { body, actions } = renderOffers(offers, buttons);
  return adaptiveCard({ speak: text, body: [questionLine(text), ...body], actions });
}

/** A question with several answers at once. The choices come back as `answers`, ids with commas between. */
export function renderChoices({ question, text, offers }: Ask, wording: Wording, buttons: Buttons): Json {
  const choices = offers.flatMap(({ label, tap }) =>
    tap.verb === 'answer' ? [{ title: label, value: tap.choice }] : [],
  );
  return adaptiveCard({
    speak: text,
    body: [
      {
        type: 'Input.ChoiceSet',
        id: 'answers',
        label: text,
        style: 'expanded',
        isMultiSelect: true,
        isRequired: true,
        errorMessage: sentence(wording, 'card.pick-one'),
        wrap: true,
        choices,
      },
    ],
    actions: [renderButton(sentence(wording, 'card.done'), { verb: 'answers', question }, buttons)],
  });
}

/** A question that is over, with its answer: nothing to tap is left. */
export function renderSettled(settle: Settled, wording: Wording): Json {
  const speak = tellSettled(settle, wording);
  const lines = [
    questionLine(settle.text),
    paragraph([{ text: answerLine(settle, wording), isSubtle: true }]),
  ];
  return adaptiveCard({ speak, body: lines, actions: [] });
}

/** The same in one line, for the list of chats and for screen readers. */
export function tellSettled(settle: Settled, wording: Wording): string {
  return `${settle.text} ${answerLine(settle, wording)}`;
}

function answerLine({ answer, isAskedAgain }: Settled, wording: Wording): string {
  if (answer !== undefined) return sentence(wording, 'card.answered', { answer });
  return sentence(wording, isAskedAgain ? 'card.asked-again' : 'card.closed');
}

function questionLine(text: string): Json {
  return paragraph([{ text, weight: 'bolder', size: 'medium' }]);
}
