import type { Json } from '../card.ts';
import { cardContentType } from '../card.ts';

/**
 * Bodies of the answer to a pressed button, exactly as Teams wants them.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards
 */
export function cardAnswer(card: Json): Json {
  return { statusCode: 200, type: cardContentType, value: card };
}

/** Shown to whoever pressed, and to nobody else. */
export function toldAnswer(text: string): Json {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}
