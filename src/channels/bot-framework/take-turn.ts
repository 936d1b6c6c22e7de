import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import type { FileRef } from '../../dialog/brief.ts';
import type { Config } from '../../config.ts';
import type { Converse } from '../../conversation/port.ts';
import type { Effect } from '../../dialog/effect.ts';
import type { Turn } from '../../dialog/turn.ts';
import { cataloguePath } from '../../dialog/anchor.ts';
import { sentence, wordingFor } from '../../dialog/words.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { Log } from '../../observability/log.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { tellRefused, type Arrived } from '../files.ts';
import type { OnTyping, SealPhrase } from '../port.ts';
import { deliverReplies, replaceReplies, type Delivery, type SentReplies } from './deliver.ts';
import type { Envelope } from './envelope.ts';
import { answerInvoke, answerTap, tapFailed } from './invoke.ts';
import { conversationKey, localServiceUrl, readTurn, type Read } from './read-turn.ts';
import { renderReplies, renderSettledAsks } from './replies.ts';
import type { Occasion, Place, Reply } from './replies.ts';
import { typedIn } from './words.ts';

/** What a turn needs, whatever the channel. */
export type TurnOptions = {
  config: Pick<Config, 'language' | 'itDesk' | 'publicUrl'>;
  converse: Converse;
  knowledge: () => Knowledge;
  log: Log;
  metrics: Metrics;
  now?: () => Date;
  /** What channels took from us. Without it only this process knows, and only while it runs. */
  sentReplies: SentReplies;
  /** Where a file can be had for so many days, as path and query on this server. */
  fileAddress?: (conversation: string, file: FileRef, days: number) => Promise<string>;
  onTyping?: OnTyping;
  sealPhrase?: SealPhrase;
};

/** Of whom the activity is, and what became of the files that came with it. */
export type Company = { client: string; arrived: Arrived };

/** How a turn ended: as `Converse` says, or `ignored` when the activity is none that wants an answer. */
export type TurnOutcome = Awaited<ReturnType<Converse>> | 'ignored';

/** One turn, from the activity to the delivered answer. Rejects only when storage fails. */
export async function takeTurn(
  options: TurnOptions,
  context: TurnContext,
  activity: Envelope,
  company: Company,
): Promise<TurnOutcome> {
  const { config, knowledge, now = () => new Date(), onTyping } = options;
  if (activity.type === 'typing')
    onTyping?.({ conversation: conversationKey(activity), client: company.client });
  await tellWhatWasRefused(options, context, activity, company);
  const read = await seal(
    options,
    activity,
    readTurn(activity, { language: config.language, now, ...company }),
  );
  let shown: readonly Reply[] = [];
  const outcome =
    read.kind === 'turn'
      ? await converseMeasured(options, read.turn, async (effects) => {
          shown = await sendEffects(options, context, activity, read.turn, effects);
        })
      : read.kind;
  if (activity.type === 'invoke') {
    const wording = wordingFor(activity.locale ?? config.language, knowledge().wording);
    const tapped = read.kind === 'turn' ? answerTap(read.turn.event, shown, wording) : undefined;
    await answerInvoke(context, activity.name, outcome === 'undelivered' ? tapFailed : tapped);
  }
  return outcome;
}

/** Before secrets are hidden: a passphrase may look like one. Our own web chat did it before it kept the words. */
async function seal({ sealPhrase }: TurnOptions, activity: Envelope, read: Read): Promise<Read> {
  if (sealPhrase === undefined || read.kind !== 'turn' || read.turn.event.kind !== 'said') return read;
  if (read.turn.event.phrase !== undefined) return read;
  const sealed = await sealPhrase(read.turn, typedIn(activity));
  if (sealed === undefined) return read;
  const event = { kind: 'said', masked: false, ...sealed } as const;
  return { kind: 'turn', turn: { ...read.turn, event } };
}

/** Before the answer. That it did not arrive must not cost the turn. */
async function tellWhatWasRefused(
  options: TurnOptions,
  context: TurnContext,
  activity: Envelope,
  { arrived }: Company,
): Promise<void> {
  if (arrived.refused.length === 0) return;
  const reply = plain(tellRefused(arrived.refused), `${activity.id ?? 'files'}-refused`);
  try {
    await deliverReplies(context, [reply], deliveryFor(options, activity));
  } catch (error) {
    const conversation = conversationKey(activity);
    options.log.warn({ err: error, conversation }, 'the person could not be told that a file was not kept');
  }
}

async function converseMeasured(
  options: TurnOptions,
  turn: Turn,
  send: (effects: readonly Effect[]) => Promise<void>,
): ReturnType<Converse> {
  const startedMs = performance.now();
  let outcome: TurnOutcome | 'failed' = 'failed';
  try {
    return (outcome = await options.converse(turn, send));
  } finally {
    const durationMs = Math.round(performance.now() - startedMs);
    const { channel, conversation, activity: id, event } = turn;
    options.metrics.turnEnded(channel, event.kind, outcome, durationMs);
    if (event.kind === 'rated' && outcome === 'answered') options.metrics.answerRated(event.reaction);
    options.log.info({ channel, conversation, activity: id, event: event.kind, outcome, durationMs }, 'turn');
  }
}

/** Shows effects where `place` says, in the language of whoever reads them; gives back all that stands there now because of them. */
export async function sendEffects(
  options: TurnOptions,
  context: TurnContext,
  at: Whereabouts,
  said: Occasion & { conversation: string; language: string },
  effects: readonly Effect[],
): Promise<readonly Reply[]> {
  const { knowledge, metrics, log } = options;
  const wording = wordingFor(said.language, knowledge().wording);
  const place = placeOf(at, options.config.publicUrl, await findAddresses(options, at, said, effects));
  const replies = renderReplies(effects, said, wording, place);
  const settled = renderSettledAsks(effects, wording, place);
  const { conversation } = said;
  const to = delivery(options, at, conversation);
  await deliverReplies(context, replies, to);
  // Buttons that stay on the screen do no harm: a tap on them is known to be late.
  await replaceReplies(context, settled, to).catch((error: unknown) =>
    log.warn({ err: error, conversation }, 'a question that is over could not be replaced'),
  );
  for (const effect of effects) if (effect.kind === 'conclude') metrics.verdictGiven(effect.verdict);
  return [...replies, ...settled];
}

/** What an activity and a kept reference both tell about the place. */
type Whereabouts = Pick<Envelope, 'channelId' | 'serviceUrl'> & {
  conversation: { conversationType?: string | null | undefined };
};

function delivery(
  { sentReplies }: TurnOptions,
  { serviceUrl }: Pick<Envelope, 'serviceUrl'>,
  conversation: string,
): Delivery {
  const sent = serviceUrl === localServiceUrl ? undefined : sentReplies;
  return { conversation, sent };
}

function deliveryFor(options: TurnOptions, activity: Envelope): Delivery {
  return delivery(options, activity, conversationKey(activity));
}

/** Links in a chat of somebody else's stay there for good; a month is longer than anybody needs them. */
const linkDays = 30;

async function findAddresses(
  { config, fileAddress }: TurnOptions,
  { serviceUrl }: Whereabouts,
  { conversation }: { conversation: string },
  effects: readonly Effect[],
): Promise<ReadonlyMap<string, string>> {
  const { publicUrl } = config;
  if (publicUrl === undefined || fileAddress === undefined || serviceUrl === localServiceUrl)
    return new Map();
  const files = effects.flatMap((effect) => (effect.kind === 'speak' ? effect.files : []));
  const addresses = files.map(
    async (file) => [file.id, `${publicUrl}${await fileAddress(conversation, file, linkDays)}`] as const,
  );
  return new Map(await Promise.all(addresses));
}

/** Our own page is served beside the catalogue, so there the path is enough, whatever name the server goes by. */
function placeOf(
  { channelId, serviceUrl, conversation }: Whereabouts,
  publicUrl: string | undefined,
  addresses: ReadonlyMap<string, string>,
): Place {
  const isOurPage = serviceUrl === localServiceUrl;
  const origin = isOurPage ? '' : publicUrl;
  return {
    channel: channelId,
    personal: (conversation.conversationType ?? 'personal') === 'personal',
    catalogue: origin === undefined ? undefined : `${origin}${cataloguePath}`,
    files: isOurPage ? 'ours' : ({ id }) => addresses.get(id),
  };
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
    if (type === 'invoke') await answerInvoke(context, name, tapFailed);
    const wording = wordingFor(locale ?? config.language, knowledge().wording);
    const { name: desk, phone = '' } = config.itDesk;
    const text = sentence(wording, phone === '' ? 'went-wrong' : 'went-wrong.phone', {
      reference,
      desk,
      phone,
    });
    const { channelId, serviceUrl } = context.activity;
    const key = conversationKey({ channelId, serviceUrl, conversation });
    await deliverReplies(
      context,
      [plain(text, `${activity ?? reference}-failed`)],
      delivery(options, context.activity, key),
    );
  } catch (unsent) {
    log.warn({ err: unsent, reference }, 'the person could not be told that the turn failed');
  }
}

function plain(text: string, replyId: string): Reply {
  return { type: 'message', text, textFormat: 'plain', speak: text, channelData: { replyId } };
}
