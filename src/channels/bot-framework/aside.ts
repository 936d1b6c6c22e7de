import type { TurnContext } from 'botbuilder';
import type { Envelope } from './envelope.ts';

/** What reaches the bot and is no turn of a staff member's conversation: the technicians' channel, a search, a dialog. */
export type Aside = {
  /** Asked once the sender's token, tenant and client are known to be good. The first aside that takes an activity has it. */
  takes(activity: Envelope, client: string): boolean;
  /** Answers with the body of an invoke, exactly as the channel wants it; `undefined` is an empty one. */
  answer(context: TurnContext, activity: Envelope, client: string): Promise<unknown>;
};
