import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import type { Config } from '../../config.ts';
import type { Converse } from '../../conversation/port.ts';
import type { Effect } from '../../dialog/effect.ts';
import type { Turn } from '../../dialog/turn.ts';
import { cataloguePath } from '../../dialog/anchor.ts';
import { sentence, wordingFor } from '../../dialog/words.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Log } from '../../observability/log.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { deliverReplies } from './deliver.ts';
import type { Envelope } from './envelope.ts';
import { localServiceUrl, readTurn } from './read-turn.ts';
import { renderReplies } from './replies.ts';
import type { Place, Reply } from './replies.ts';

/** What a turn needs, whatever the channel. */
export type TurnOptions = {
  config: Pick<Config, 'language' | 'itDesk' | 'publicUrl'>;
  converse: Converse;
  knowledge: () => Knowledge;
  log: Log;
  metrics: Metrics;
  now?: () => Date;
  /** Before a reply is sent again. */
  retryPauseMs?: number;
};

/** How a turn ended: as `Converse` says, or `ignored` when the activity is none that wants an answer. */
export type TurnOutcome = Awaited<ReturnType<Converse>> | 'ignored';

/** One turn, from the activity to the delivered answer. Rejects only when storage fails. */
export async function takeTurn(
  options: TurnOptions,
  context: TurnContext,
  activity: Envelope,
): Promise<TurnOutcome> {
  const read = readTurn(activity, options.config.language, options.now ?? (() => new Date()));
  const outcome =
    read.kind === 'turn' ? await converseMeasured(options, context, activity, read.turn) : read.kind;
  if (activity.type === 'invoke')
    await answerInvoke(context, activity.name, outcome === 'undelivered' ? 'failed' : 'done');
  return outcome;
}

async function converseMeasured(
  options: TurnOptions,
  context: TurnContext,
  activity: Envelope,
  turn: Turn,
): ReturnType<Converse> {
  const startedMs = performance.now();
  let outcome: TurnOutcome | 'failed' = 'failed';
  try {
    return (outcome = await options.converse(
      turn,
      async (effects) => await deliver(options, context, activity, turn, effects),
    ));
  } finally {
    const durationMs = Math.round(performance.now() - startedMs);
    const { channel, conversation, activity: id, event } = turn;
    options.metrics.turnEnded(channel, event.kind, outcome, durationMs);
    options.log.info({ channel, conversation, activity: id, event: event.kind, outcome, durationMs }, 'turn');
  }
}

async function deliver(
  { config, knowledge, metrics, retryPauseMs }: TurnOptions,
  context: TurnContext,
  activity: Envelope,
  turn: Turn,
  effects: readonly Effect[],
): Promise<void> {
  const wording = wordingFor(turn.language, knowledge().wording);
  const place = placeOf(activity, config.publicUrl);
  await deliverReplies(context, renderReplies(effects, turn, wording, place), retryPauseMs);
  for (const effect of effects) if (effect.kind === 'conclude') metrics.verdictGiven(effect.verdict);
}

/** Our own page is served beside the catalogue, so there the path is enough, whatever name the server goes by. */
function placeOf({ channelId, serviceUrl, conversation }: Envelope, publicUrl: string | undefined): Place {
  const isOurPage = serviceUrl === localServiceUrl;
  const origin = isOurPage ? '' : publicUrl;
  return {
    channel: channelId,
    personal: (conversation.conversationType ?? 'personal') === 'personal',
    catalogue: origin === undefined ? undefined : `${origin}${cataloguePath}`,
  };
}

/** Buttons in cards want a body of exactly this shape; every other invoke is answered with an empty 200. */
async function answerInvoke(
  context: TurnContext,
  name: string | null | undefined,
  outcome: 'done' | 'failed',
): Promise<void> {
  const bodies = {
    done: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' },
    failed: {
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { code: 'InternalError', message: 'Something went wrong.' },
    },
  };
  const body = name === 'adaptiveCard/action' ? bodies[outcome] : undefined;
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/**
 * Tells the person that the turn failed, with a reference that the log has too. Never rejects. State is not touched: what
 * was told stays, and the same activity again is a new attempt.
 */
export async function apologise(options: TurnOptions, context: TurnContext, error: Error): Promise<void> {
  const { config, knowledge, log } = options;
  const reference = `ERR-${randomUUID().slice(0, 8).toUpperCase()}`;
  const { conversation, id: activity, type, name, locale } = context.activity;
  log.error({ err: error, reference, conversation: conversation.id, activity, type }, 'a turn failed');
  try {
    if (type === 'invoke') await answerInvoke(context, name, 'failed');
    const wording = wordingFor(locale ?? config.language, knowledge().wording);
    const { name: desk, phone = '' } = config.itDesk;
    const text = sentence(wording, phone === '' ? 'went-wrong' : 'went-wrong.phone', {
      reference,
      desk,
      phone,
    });
    await deliverReplies(context, [apology(text, `${activity ?? reference}-failed`)]);
  } catch (unsent) {
    log.warn({ err: unsent, reference }, 'the person could not be told that the turn failed');
  }
}

function apology(text: string, replyId: string): Reply {
  return { type: 'message', text, textFormat: 'plain', speak: text, channelData: { replyId } };
}
