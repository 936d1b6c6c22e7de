import { EventFactory, TurnContext } from 'botbuilder';
import type { BotAdapter } from 'botbuilder';
import type { Activity, Transcript } from 'botframework-schema';
import * as z from 'zod';
import type { WireActivity } from '../port.ts';
import { readReference } from './reference.ts';

/** What somebody said, as the transcript of the conversation has it. */
export type TranscriptLine = {
  id: string;
  at: string;
  from: 'staff' | 'bot' | 'technician';
  name: string | null;
  text: string;
};

/**
 * Builds the standard `handoff.initiate` event for a hub outside. `reference` is the conversation's place as `readPlace` gives it,
 * `context` is what the hub wants to know, in its own words, and the transcript comes with it as an attachment.
 */
export type InitiateHandoff = (handoff: {
  conversation: string;
  reference: unknown;
  context: unknown;
  transcript: readonly TranscriptLine[];
}) => WireActivity;

export function createInitiation(adapter: BotAdapter): InitiateHandoff {
  return ({ conversation, reference, context, transcript }) => {
    const { user, bot, ...place } = readReference(conversation, reference);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the builder reads no more than this
    const last = {
      type: 'message',
      ...place,
      conversation: { ...place.conversation, id: conversation },
      from: bot,
      recipient: user,
    } as unknown as Partial<Activity>;
    const activities = transcript.map((line) => toActivity(line, conversation));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type asks for fields of living activities
    const event = EventFactory.createHandoffInitiation(new TurnContext(adapter, last), context, {
      activities,
    } as unknown as Transcript);
    // As it will travel: times as text, and nothing that is undefined.
    return Event.parse(JSON.parse(JSON.stringify(event)));
  };
}

function toActivity({ id, at, from, name, text }: TranscriptLine, conversation: string): unknown {
  const role = from === 'staff' ? 'user' : 'bot';
  return {
    type: 'message',
    id,
    timestamp: at,
    conversation: { id: conversation },
    from: { id: from, name: name ?? from, role },
    textFormat: 'plain',
    text,
  };
}

const Event = z.looseObject({ type: z.string(), conversation: z.looseObject({ id: z.string() }) });
