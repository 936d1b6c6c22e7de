import type { TurnContext } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { Activity, InvokeResponse } from 'botframework-schema';
import type { Request, Response, Server } from 'restify';
import { isLoopback } from '../../config.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../observability/log.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { Reach } from '../../handoff/port.ts';
import type { TeamsStorage } from '../../storage/teams-port.ts';
import { findClients, type Clients } from '../clients.ts';
import type { Files } from '../files.ts';
import { createLimit, type Excess } from '../limit.ts';
import type { InProcessConnector, WireActivity } from '../port.ts';
import { readJson } from '../read-json.ts';
import { RoutedAdapter, RoutedAuthentication } from './adapter.ts';
import { createArrivals, type TakeFiles } from './arrivals.ts';
import type { Aside } from './aside.ts';
import { maySpeakTo } from './cloud.ts';
import { rememberSent, type SentReplies } from './deliver.ts';
import { Envelope } from './envelope.ts';
import { guardRequest, tenantOf } from './guard.ts';
import type { Refusal } from './guard.ts';
import { mountHub, type HandoffStatus, type Hub } from './hub.ts';
import { connectMicrosoft } from './microsoft.ts';
import type { Microsoft } from './microsoft.ts';
import { createPace, type PacePolicy } from './pace.ts';
import { createPeople } from './people.ts';
import { createReach } from './reach.ts';
import { conversationKey } from './read-turn.ts';
import { statusOf } from './status.ts';
import { apologise, takeTurn } from './take-turn.ts';
import type { TurnOptions, TurnOutcome } from './take-turn.ts';

export type Bot = {
  /** Adds `POST /api/messages`, and `POST /api/handoff/:hub` when there are hubs. No body parser may run before them. */
  mount(server: Server): void;
  /** Runs the bot on an activity that our own Direct Line accepted, in a chat of `client`. */
  receive(activity: WireActivity, client?: string): Promise<'taken' | 'ignored'>;
  /** Speaks in a conversation that nobody just wrote in. */
  reach: Reach;
  /** A way to a place where nobody wrote, such as a channel. Rejects for an address that the bot's token may not be sent to. */
  connect(serviceUrl: string): Promise<ConnectorClient>;
  /** Keeps the files of an activity that is no turn. */
  takeFiles: TakeFiles;
};

export type BotOptions = Omit<TurnOptions, 'sentReplies'> & {
  sentReplies?: SentReplies;
  /** Whose people write, by Teams tenant; everybody belongs to `main` otherwise. */
  clients?: Clients;
  /** Where files are kept; without it the bot says that it cannot take them. */
  files?: Files;
  /** Who may tell how a handoff goes, and who wants to know. */
  hubs?: readonly Hub[];
  onHandoffStatus?: (status: HandoffStatus) => Promise<void>;
  /** What is no turn of somebody's conversation, in order. */
  asides?: readonly Aside[];
  config: Pick<Config, 'bot' | 'host' | 'language' | 'itDesk' | 'publicUrl'>;
  connector: InProcessConnector;
  /** Who signs and checks tokens; another one only where Microsoft's cloud is played by a double. */
  microsoft?: Microsoft;
  limits?: Partial<Limits>;
  /** Who is remembered from Teams, and whether they can be reached. */
  people?: TeamsStorage;
  /** How fast the channel's service is spoken to. */
  pace?: PacePolicy;
};

/** Per minute. Microsoft's service sends a whole organisation's messages from a few addresses. */
type Limits = { perAddress: number; perConversation: number };
const defaultLimits: Limits = { perAddress: 6000, perConversation: 120 };

/** Teams allows 100 KB and adds an HTML copy of the text. */
const maxBodyBytes = 256 * 1024;

/** The bot on every channel: one adapter, one way from an activity to a turn and from effects to replies. */
export function createBot(given: BotOptions): Bot {
  const { config, connector, log, metrics, microsoft = connectMicrosoft(config.bot) } = given;
  const { clients = findClients(), files, hubs = [], onHandoffStatus = async () => undefined } = given;
  const { asides = [], pace = createPace() } = given;
  const options = { ...given, sentReplies: given.sentReplies ?? rememberSent() };
  const adapter = new RoutedAdapter(new RoutedAuthentication(microsoft.authentication, connector, pace));
  const limits = { ...defaultLimits, ...options.limits };
  const limitAddress = createLimit(limits.perAddress, 'Too many requests from this address');
  const limitConversation = createLimit(limits.perConversation, 'Too many messages in this conversation');
  const guardOptions = {
    credentials: config.bot,
    cloud: microsoft.cloud,
    loopbackOnly: isLoopback(config.host),
  };
  const people = createPeople({
    store: given.people,
    language: config.language,
    now: given.now ?? (() => new Date()),
    log,
  });
  const takeFiles = createArrivals({ files, cloud: microsoft.cloud, log });
  adapter.onTurnError = async (context, error) => await apologise(options, context, error);

  async function admit(req: Request): Promise<Admitted> {
    const flood = await limitAddress(req.socket.remoteAddress ?? 'unknown');
    if (flood) return tooMany(flood);
    const read = await readJson(req, maxBodyBytes);
    if (read.kind === 'refused') return { kind: 'refused', refusal: read };
    const { headers, socket } = req;
    const { body } = read;
    const guarded = guardRequest({ headers, remoteAddress: socket.remoteAddress, body }, guardOptions);
    if (guarded.kind === 'refused') return guarded;
    const excess = await limitConversation(conversationKey(guarded.activity));
    return excess ? tooMany(excess) : guarded;
  }

  async function answer(req: Request, res: Response): Promise<void> {
    const admitted = await admit(req);
    if (admitted.kind === 'refused')
      return sendRefusal(res, admitted.refusal, metrics, admitted.retryAfterSeconds);
    const activity = toActivity(admitted.activity);
    const checked = await checkSender(adapter, activity, admitted.authorization ?? '', log);
    if (checked.kind === 'refused') return sendRefusal(res, checked.refusal, metrics);
    const client = clientOf(admitted.activity);
    if (client === undefined) return sendRefusal(res, strangersTenant, metrics);
    const turn = createTurn(admitted.activity, client);
    const response = await adapter.run(checked.sender, activity, turn.logic);
    // Sent again, the activity gets the answer that is kept for it. Nobody sends a tap again.
    const isWanted = turn.outcome() === 'undelivered' && activity.type !== 'invoke';
    sendResponse(res, isWanted ? undelivered : response);
  }

  /** The outcome stays `failed` when the SDK hands an error to `onTurnError`. */
  function createTurn(activity: Envelope, client: string): Turn {
    let outcome: TurnOutcome | 'failed' = 'failed';
    return {
      logic: async (context) => {
        const aside = asides.find((one) => one.takes(activity, client));
        if (aside !== undefined) {
          outcome = 'ignored';
          return await answerAside(aside, context, activity, client);
        }
        await people.meet(activity, client);
        const arrived = await takeFiles(context, activity, client);
        outcome = await takeTurn(options, context, activity, { client, arrived });
        people.askLogin(context, activity);
      },
      outcome: () => outcome,
    };
  }

  /** A page elsewhere that Azure carries the chat of says nothing about itself. */
  function clientOf(activity: Envelope): string | undefined {
    return activity.channelId === 'msteams'
      ? clients.ofTenant(tenantOf(activity))
      : clients.ofPage(undefined);
  }

  return {
    mount(server) {
      server.post('/api/messages', async (req, res) => await answer(req, res));
      if (hubs.length > 0) mountHub(server, { hubs, onHandoffStatus, log, metrics });
    },
    reach: createReach({
      adapter,
      cloud: microsoft.cloud,
      appId: config.bot?.appId,
      options,
      people: given.people,
    }),
    connect: async (serviceUrl) => {
      if (!maySpeakTo(serviceUrl, microsoft.cloud, config.bot?.appId)) throw new Error(notTheirs(serviceUrl));
      return await adapter.connectTo(config.bot?.appId ?? '', serviceUrl);
    },
    takeFiles,
    receive: async (activity, client = clients.ofPage(undefined)) => {
      const local = Envelope.parse(activity);
      const turn = createTurn(local, client);
      await adapter.runLocal(toActivity(local), turn.logic);
      return turn.outcome() === 'ignored' ? 'ignored' : 'taken';
    },
  };
}

function notTheirs(serviceUrl: string): string {
  return `The bot's token may not be sent to ${serviceUrl}. Use the address of the channel service, or without credentials one on this computer.`;
}

async function answerAside(
  aside: Aside,
  context: TurnContext,
  activity: Envelope,
  client: string,
): Promise<void> {
  const body = await aside.answer(context, activity, client);
  if (activity.type === 'invoke')
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

const strangersTenant: Refusal = {
  status: 403,
  code: 'UnknownTenant',
  message: 'This bot serves other tenants. Add the tenant to a client in the settings.',
};

type Turn = { logic: (context: TurnContext) => Promise<void>; outcome: () => TurnOutcome | 'failed' };

/**
 * What a channel takes for "try this one again later". A reply that did arrive although the channel said otherwise is then
 * seen twice; one that did not would else never be seen, with a caller on the line.
 */
const undelivered = {
  status: 502,
  body: { error: { code: 'Undelivered', message: 'The answer did not arrive. Send the activity again.' } },
};

type Admitted =
  | { kind: 'passed'; activity: Envelope; authorization: string | undefined }
  | { kind: 'refused'; refusal: Refusal; retryAfterSeconds?: number };

function tooMany({ message, retryAfterSeconds }: Excess): Admitted {
  return { kind: 'refused', refusal: { status: 429, code: 'Throttled', message }, retryAfterSeconds };
}

type Checked =
  | { kind: 'passed'; sender: Awaited<ReturnType<RoutedAdapter['authenticate']>> }
  | { kind: 'refused'; refusal: Refusal };

/** A token that is not good is the sender's fault; keys that cannot be fetched are not, and the channel may try again. */
async function checkSender(
  adapter: RoutedAdapter,
  activity: Activity,
  authorization: string,
  log: Log,
): Promise<Checked> {
  try {
    return { kind: 'passed', sender: await adapter.authenticate(activity, authorization) };
  } catch (error) {
    const message = 'The token was not accepted.';
    if (isBadToken(error))
      return { kind: 'refused', refusal: { status: 401, code: 'Unauthorized', message } };
    log.error({ err: error }, 'tokens cannot be checked: the signing keys cannot be had');
    const later = 'Tokens cannot be checked now. Try again later.';
    return { kind: 'refused', refusal: { status: 503, code: 'Unavailable', message: later } };
  }
}

/** Only some of what the SDK throws for a bad token is its own error; the rest comes from its JWT library. */
function isBadToken(error: unknown): boolean {
  const names = ['AuthenticationError', 'JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];
  return statusOf(error) === 401 || (error instanceof Error && names.includes(error.name));
}

function sendRefusal(res: Response, refusal: Refusal, metrics: Metrics, retryAfterSeconds?: number): void {
  const { status, code, message } = refusal;
  metrics.requestRefused(code);
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
  res.send(status, { error: { code, message } });
}

function sendResponse(res: Response, response: InvokeResponse | undefined): void {
  const status = response?.status ?? 200;
  const body: unknown = response?.body;
  if (body === undefined) {
    res.status(status);
    res.end();
  } else res.send(status, body);
}

/** The SDK's type asks for fields that only some kinds of activity have. */
function toActivity(envelope: Envelope): Activity {
  const filled = Object.entries(envelope).filter(([, value]) => value !== null);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the envelope has what the SDK relies on
  return Object.fromEntries(filled) as unknown as Activity;
}
