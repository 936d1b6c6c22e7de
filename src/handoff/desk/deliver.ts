import type { Effect } from '../../dialog/effect.ts';
import type { Turn } from '../../dialog/turn.ts';
import type { Storage, UndeliveredTurn } from '../../storage/port.ts';
import type { DeskOptions } from './options.ts';
import { keepWorking } from '../keep-working.ts';
import type { Reach } from '../port.ts';
import { readBrief } from './read-brief.ts';

type Delivering = Pick<DeskOptions, 'storage' | 'converse' | 'reach' | 'now' | 'log'>;
type Sending = { storage: Storage; reach: Reach };
type Addressed = Pick<Turn, 'conversation' | 'activity' | 'client'>;

/** Turns that nobody in the conversation made, so nobody there will send them again. */
const ours = ['desk', 'clock'] as const;

/**
 * Shows what a technician or the clock did. Nothing overtakes: while an earlier one has not arrived, this one waits behind it.
 * Rejects when it did not arrive.
 */
export async function deliverTurn(
  options: Sending,
  turn: Addressed,
  effects: readonly Effect[],
): Promise<void> {
  const shown = effects.filter(({ kind }) => kind !== 'refuse');
  if (shown.length === 0) return;
  const { storage, reach } = options;
  const [first] = await waitingIn(options, turn.conversation);
  if (first !== undefined && first.activity !== turn.activity)
    throw new Error(
      `Activity ${turn.activity} waits: ${first.activity} has not arrived yet, and the order is kept. It is sent after that one.`,
    );
  const [place, language] = await Promise.all([
    storage.readPlace(turn.conversation),
    languageOf(options, turn.conversation),
  ]);
  await reach.deliver({ ...turn, reference: place?.reference, language }, shown);
}

/** Tries again whatever has not arrived in a conversation, in order. */
export async function redeliver(options: Delivering, conversation: string): Promise<void> {
  await deliverInOrder(options, await waitingIn(options, conversation));
}

/**
 * Tries again everywhere every so often, until it is stopped. A conversation that cannot be reached holds up no other. Where somebody took
 * the bot away, nothing is tried until they are back, and then at once.
 */
export function keepRedelivering(options: Delivering, everyMs = 15_000): () => Promise<void> {
  const missed = new Map<string, Missed>();
  return keepWorking(
    () => redeliverAll(options, missed, everyMs),
    everyMs,
    (error) => options.log.error({ err: error }, 'what did not arrive could not be tried again'),
  );
}

type Missed = { times: number; nextAt: number };

/** Somebody who blocked the bot, or left, is tried ever more seldom. What a technician does there next tries at once. */
const longestPauseMs = 60 * 60_000;

async function redeliverAll(
  options: Delivering,
  missed: Map<string, Missed>,
  everyMs: number,
): Promise<void> {
  const byConversation = Map.groupBy(await waitingIn(options), (turn) => turn.conversation);
  for (const conversation of missed.keys())
    if (!byConversation.has(conversation)) missed.delete(conversation);
  const at = options.now().getTime();
  const due = [...byConversation].filter(([conversation]) => (missed.get(conversation)?.nextAt ?? at) <= at);
  await Promise.all(
    due.map(async ([conversation, turns]) => {
      if (await isGone(options, conversation)) return void missed.delete(conversation);
      if (await deliverInOrder(options, turns)) return;
      const times = (missed.get(conversation)?.times ?? 0) + 1;
      missed.set(conversation, { times, nextAt: at + Math.min(longestPauseMs, everyMs * 2 ** (times - 1)) });
    }),
  );
}

async function isGone({ storage }: Delivering, conversation: string): Promise<boolean> {
  return ((await storage.teamsPersonIn(conversation))?.reachable ?? 'yes') !== 'yes';
}

async function waitingIn(
  { storage }: Pick<Sending, 'storage'>,
  conversation?: string,
): Promise<readonly UndeliveredTurn[]> {
  const waiting = await storage.undeliveredTurns(ours);
  return conversation === undefined ? waiting : waiting.filter((turn) => turn.conversation === conversation);
}

/** False when one did not arrive; those behind it wait. */
async function deliverInOrder(options: Delivering, turns: readonly UndeliveredTurn[]): Promise<boolean> {
  for (const turn of turns) {
    const outcome = await options.converse(asTurn(options, turn), (effects) =>
      deliverTurn(
        options,
        { conversation: turn.conversation, activity: turn.activity, client: turn.client },
        effects,
      ),
    );
    if (outcome === 'undelivered') return false;
  }
  return true;
}

/** A turn that was answered is known by its id; what it was does not matter any more. */
function asTurn({ now }: Delivering, turn: UndeliveredTurn): Turn {
  return {
    ...turn,
    person: { id: '', name: undefined },
    at: now().toISOString(),
    language: 'en-GB',
    event: { kind: 'unsupported', what: 'a turn that was answered before' },
  };
}

async function languageOf({ storage }: Pick<Sending, 'storage'>, conversation: string): Promise<string> {
  const [found] = await storage.listCases({ clients: 'all', conversation });
  return found === undefined ? 'en-GB' : readBrief(found).person.language;
}
