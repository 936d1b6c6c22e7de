import { createHash } from 'node:crypto';
import type { Converse } from '../../../conversation/port.ts';
import type { Turn } from '../../../dialog/turn.ts';
import type { Reach } from '../../../handoff/port.ts';
import type { Envelope } from '../envelope.ts';

/** A message that somebody wants a technician to look at. `story` tells it whole. */
export type Report = { message: string; story: string };

/** Somebody's own chat with the bot. */
type OwnChat = { conversation: string; reference: unknown; language: string; reachable: string };

export type ReportOptions = {
  converse: Converse;
  deliver: Reach['deliver'];
  /** Somebody's own chat with the bot, by who they are in their tenant; `undefined` while the bot has met them nowhere. */
  findPerson: (client: string, id: string) => Promise<OwnChat | undefined>;
  /** The case that a turn opened or brought up to date. */
  caseOf: (conversation: string, activity: string) => Promise<string | undefined>;
  /** The reference of a conversation that nobody can be reached in. */
  nowhere: unknown;
  language: string;
  now: () => Date;
};

/** `where` is where a technician answers: in the person's chat with the bot, or by ringing them. */
export type Reported = { reference: string | undefined; where: 'chat' | 'elsewhere' };

/**
 * Opens a case for a message, once however often the button is pressed. In the person's own chat with the bot, where a technician
 * can answer; when the bot has none, in a conversation of its own, as for other systems.
 */
export async function reportMessage(
  report: Report,
  activity: Envelope,
  client: string,
  options: ReportOptions,
): Promise<Reported> {
  const object = activity.from['aadObjectId'];
  const person = typeof object === 'string' ? await options.findPerson(client, object) : undefined;
  const chat = person?.reachable === 'yes' ? person : undefined;
  const turn = toTurn(report, activity, client, chat, options);
  const { conversation, activity: id } = turn;
  await options.converse(turn, async (effects) => {
    if (chat === undefined) return;
    const to = { conversation, reference: chat.reference, activity: id, language: turn.language, client };
    await options.deliver(to, effects);
  });
  const reference = await options.caseOf(conversation, id);
  return { reference, where: chat === undefined ? 'elsewhere' : 'chat' };
}

function toTurn(
  { message, story }: Report,
  { from, channelId }: Envelope,
  client: string,
  chat: OwnChat | undefined,
  { nowhere, language, now }: ReportOptions,
): Turn {
  const mark = digest([client, from.id, message, story]);
  const name = from.name?.trim() || undefined;
  return {
    channel: channelId,
    conversation: chat?.conversation ?? `msteams-check:${mark}`,
    activity: `check-${mark}`,
    client,
    // Where their own chat is, the chat itself says.
    reference: chat === undefined ? nowhere : undefined,
    person: { id: from.id, name },
    at: now().toISOString(),
    language: chat?.language ?? language,
    event: { kind: 'reported', text: story, contact: undefined },
  };
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
}
