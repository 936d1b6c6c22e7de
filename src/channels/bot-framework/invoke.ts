import type { TurnContext } from 'botbuilder';
import type { DialogEvent } from '../../dialog/turn.ts';
import { sentence } from '../../dialog/words.ts';
import type { Wording } from '../../domain/knowledge.ts';
import { cardContentType } from './card.ts';
import { cardReplyId, type Reply } from './replies.ts';

/** The body that a tap on a card is answered with; https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export type TapAnswer = { statusCode: 200 | 500; type: string; value: unknown };

/**
 * What whoever tapped sees at once: what stands now in the place of the card, or else a line that tells where the answer is. `shown` is
 * all that the turn put on the screen.
 */
export function answerTap(event: DialogEvent, shown: readonly Reply[], wording: Wording): TapAnswer {
  const card = cardInstead(event, shown);
  if (card !== undefined) return { statusCode: 200, type: cardContentType, value: card };
  const value = sentence(wording, shown.length > 0 ? 'card.tapped' : 'card.noted', {});
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

function cardInstead(event: DialogEvent, shown: readonly Reply[]): unknown {
  if (event.kind !== 'tapped' || event.ask === undefined) return undefined;
  const ids = new Set<unknown>([event.ask, cardReplyId(event.ask)]);
  return shown.find(({ channelData }) => ids.has(channelData?.['replyId']))?.attachments?.[0]?.content;
}

/** Nobody sends a tap again, so the person must see that it failed. */
export const tapFailed: TapAnswer = {
  statusCode: 500,
  type: 'application/vnd.microsoft.error',
  value: { code: 'InternalError', message: 'Something went wrong.' },
};

/** Buttons in cards want a body of exactly this shape; every other invoke is answered with an empty 200. */
export async function answerInvoke(
  context: TurnContext,
  name: string | null | undefined,
  answer: TapAnswer | undefined,
): Promise<void> {
  const body = name === 'adaptiveCard/action' ? answer : undefined;
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
