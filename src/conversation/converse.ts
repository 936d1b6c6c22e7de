import type { Context } from '../../dialogs/talk.ts';
import type { Effect } from '../dialog/effect.ts';
import { initialState, readState, type ConversationState } from '../dialog/state.ts';
import type { DialogEvent, Turn } from '../dialog/turn.ts';
import { sentence, wordingFor } from '../dialog/words.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import type { Storage, StoredConversation } from '../storage/port.ts';
import { fileCases } from './cases.ts';
import type { Converse } from './port.ts';
import { caseReference, checkId, faultReference } from './reference.ts';
import { messagesOf } from './transcript.ts';
import { createTurnQueue } from './turn-queue.ts';

export type Step = (
  state: ConversationState,
  event: DialogEvent,
  knowledge: Knowledge,
  context: Context,
) => { state: ConversationState; effects: readonly Effect[] };

type Log = Record<'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type ConverseOptions = {
  storage: Storage;
  step: Step;
  /** What is known for this client. Asked at every turn, so that what was reloaded or approved is used at once. */
  knowledge: (client: string) => Knowledge;
  region: string;
  desk: Context['desk'];
  /** IANA name of the organisation's time zone. */
  timeZone: string;
  /** Whether a verdict that says to hang up opens a case by itself; it does not when left out. */
  openOnDecisive?: boolean;
  /** When somebody should have taken a case that is opened now, by its priority. */
  answerBy?: (now: Date) => Context['answerBy'];
  /** From what amount on a payment needs a second way to check who asks. */
  payments?: Context['payments'] | undefined;
  /** Campaigns as they are known now, for whoever this is. */
  campaigns?: (client: string, person: string) => Context['campaigns'];
  /** Who outside is told about the cases of this client. */
  targets?: (client: string) => readonly string[];
  /** Hears of every turn that was written, to wake whoever looks on. */
  onCommitted?: (change: Committed) => void;
  now: () => Date;
  log: Log;
};

/** What a written turn touched. */
export type Committed = { client: string; conversation: string; cases: readonly string[] };

/** Other processes can win the race for a conversation this often before we say that something is wrong. */
const attemptLimit = 20;

export function createConverse(options: ConverseOptions): Converse {
  const queue = createTurnQueue();
  return (turn, deliver) => queue.run(turn.conversation, () => answer(options, turn, deliver));
}

async function answer(
  options: ConverseOptions,
  turn: Turn,
  deliver: Parameters<Converse>[1],
): ReturnType<Converse> {
  const handled = await options.storage.readHandled(turn.conversation, turn.activity);
  if (handled?.delivered) return 'answered-before';
  const effects = handled ? readEffects(handled.effects) : await commitTurn(options, turn);
  if (effects === 'duplicate') return 'answered-before';
  return await handBack(options, turn, effects, deliver);
}

/** Runs the turn on the newest state until its commit holds. `duplicate`: another process was faster with this activity. */
async function commitTurn(options: ConverseOptions, turn: Turn): Promise<readonly Effect[] | 'duplicate'> {
  for (let attempt = 0; attempt < attemptLimit; attempt++) {
    const reference = caseReference(turn.conversation, turn.activity, attempt);
    const stored = await options.storage.readConversation(turn.conversation);
    const { state, effects } = takeStep(options, turn, stored, reference);
    const outcome = await write(options, turn, { stored, state, effects });
    if (outcome === 'duplicate') return 'duplicate';
    if (outcome === 'committed') return effects;
  }
  throw new Error(
    `Conversation ${turn.conversation} changed ${attemptLimit} times while activity ${turn.activity} was being answered, ` +
      `so it was given up and nothing was stored. Send it again; if this repeats, look for a loop that posts to itself.`,
  );
}

/** When the dialog fails, what the person told us is kept as it was and they get a sentence with a reference to quote. */
function takeStep(
  options: ConverseOptions,
  turn: Turn,
  stored: StoredConversation | undefined,
  freshReference: string,
): ReturnType<Step> {
  const knowledge = options.knowledge(turn.client);
  const state = stateOf(options, turn, stored);
  const { region, desk, timeZone, openOnDecisive = false, answerBy, payments } = options;
  const campaigns = options.campaigns?.(turn.client, turn.person.id);
  const at = options.now();
  const promised = answerBy?.(at);
  try {
    const context: Context = {
      now: at.toISOString(),
      timeZone,
      activity: turn.activity,
      person: { ...turn.person, channel: turn.channel },
      language: turn.language,
      region,
      caseReference: freshReference,
      checkId: checkId(turn.conversation, turn.activity),
      desk,
      openOnDecisive,
      ...(promised !== undefined && { answerBy: promised }),
      ...(payments !== undefined && { payments }),
      ...(turn.shared === true && { shared: true }),
      ...(campaigns !== undefined && { campaigns }),
    };
    return options.step(state, turn.event, knowledge, context);
  } catch (error) {
    const reference = faultReference(turn.conversation, turn.activity);
    options.log.error({ err: error, reference, ...idsOf(turn) }, 'the dialog failed');
    return { state, effects: [apologise(knowledge, turn.language, reference, desk)] };
  }
}

function apologise(knowledge: Knowledge, language: string, reference: string, desk: Context['desk']): Effect {
  const wording = wordingFor(language, knowledge.wording);
  const { name, phone } = desk;
  const key = phone === undefined ? 'went-wrong' : 'went-wrong.phone';
  return { kind: 'say', text: sentence(wording, key, { reference, desk: name, phone: phone ?? '' }) };
}

function stateOf(
  { log }: ConverseOptions,
  turn: Turn,
  stored: StoredConversation | undefined,
): ConversationState {
  if (!stored) return initialState();
  const state = readState(stored.state);
  if (!state) log.warn(idsOf(turn), 'the stored state has an unknown version: the conversation starts again');
  return state ?? initialState();
}

async function write(
  { storage, knowledge, targets = () => [], onCommitted, now }: ConverseOptions,
  turn: Turn,
  result: ReturnType<Step> & { stored: StoredConversation | undefined },
): Promise<'committed' | 'conflict' | 'duplicate' | 'taken'> {
  const { stored, state, effects } = result;
  const { conversation, activity, client, channel, reference } = turn;
  const at = now().toISOString();
  const readVersion = stored?.version ?? 0;
  const filing = { turn, at, version: readVersion + 1, targets: targets(client) };
  const filed = await fileCases(storage, effects, filing);
  if (filed === 'taken') return 'taken';
  const messages = messagesOf(turn, effects, knowledge(client), at);
  const written = { conversation, activity, client, channel, reference, at, state, readVersion, effects };
  const alertAnswers = effects.filter((effect) => effect.kind === 'answer-alert');
  const checks = effects.flatMap((effect) => (effect.kind === 'check' ? [effect.check] : []));
  const attestations = effects.filter((effect) => effect.kind === 'attest');
  const further = { alertAnswers, checks, attestations };
  const outcome = await storage.commitTurn({ ...written, messages, ...further, ...filed });
  if (outcome === 'committed')
    onCommitted?.({ client, conversation, cases: filed.cases.map(({ id }) => id) });
  return outcome;
}

async function handBack(
  { storage, log }: ConverseOptions,
  turn: Turn,
  effects: readonly Effect[],
  deliver: Parameters<Converse>[1],
): Promise<'answered' | 'undelivered'> {
  try {
    await deliver(effects);
    await storage.markDelivered(turn.conversation, turn.activity);
    return 'answered';
  } catch (error) {
    log.error({ err: error, ...idsOf(turn) }, 'the answer was not delivered; it is kept for the next try');
    return 'undelivered';
  }
}

/** Effects come back from storage as we wrote them. */
function readEffects(stored: unknown): readonly Effect[] {
  if (isEffects(stored)) return stored;
  throw new Error(
    'Stored effects are not a list of effects, so the answer cannot be given. The row was changed by hand.',
  );
}

function isEffects(value: unknown): value is Effect[] {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => typeof one === 'object' && one !== null && 'kind' in one)
  );
}

function idsOf({ conversation, activity, channel }: Turn): Record<string, string> {
  return { conversation, activity, channel };
}
