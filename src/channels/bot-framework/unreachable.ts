import type { Unreachable } from '../../handoff/port.ts';
import { statusOf } from './status.ts';

/**
 * What the channel calls it when a bot may not speak to somebody any more, as `code` or as a `subCode` inside the message.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
const reasons: Readonly<Record<string, Unreachable['reason']>> = {
  BotNotInConversationRoster: 'removed',
  ConversationNotFound: 'removed',
  ConversationBlockedByUser: 'blocked',
  MessageWritesBlocked: 'blocked',
  BotDisabledByAdmin: 'disabled',
};

/** Why nothing more can be said in a conversation; `undefined` when this error may pass. */
export function whyUnreachable(error: unknown): Unreachable['reason'] | undefined {
  if (![403, 404].includes(statusOf(error) ?? 0)) return undefined;
  const told = wordsOf(error);
  return Object.entries(reasons).find(([code]) => told.includes(code))?.[1];
}

/** The SDK reads only some of the bodies that the service sends, so the text is searched as it came. */
function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error ? String(error.code) : '';
  const body = 'response' in error ? bodyOf(error.response) : '';
  return `${code} ${error instanceof Error ? error.message : ''} ${body}`;
}

function bodyOf(response: unknown): string {
  return typeof response === 'object' && response !== null && 'bodyAsText' in response
    ? String(response.bodyAsText)
    : '';
}
