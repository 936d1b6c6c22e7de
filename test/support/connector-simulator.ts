import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Limit } from '../../src/channels/bot-framework/gate.ts';

/** What the channel received from the bot, in the order in which it came. Reads are not among it. */
export type Sent = {
  method: string;
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
};

/** How a call goes wrong. `afterTaking`: it was taken, and only the answer is lost. */
export type Failure = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  afterTaking?: boolean;
  /** The line drops instead of an answer. */
  hangUp?: boolean;
};

const error = (status: number, code: string, message: string, headers = {}): Failure => ({
  status,
  body: { error: { code, message } },
  headers,
});

/**
 * The failures that the documentation of Teams names, with their bodies.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 */
export const failures = {
  badArgument: error(400, 'Bad Argument', 'Unknown attachment type'),
  notRegistered: error(401, 'BotNotRegistered', 'No registration found for this bot.'),
  notInRoster: error(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'),
  blockedByUser: error(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.'),
  disabledByAdmin: error(403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot.'),
  writesBlocked: {
    status: 403,
    body: {
      errorCode: 209,
      message:
        '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is not in a state to allow message writes",\r\n  "errorCode": null\r\n}',
    },
  },
  forbidden: error(403, 'Forbidden', 'Something else is not allowed.'),
  conversationNotFound: error(404, 'ConversationNotFound', 'Conversation not found.'),
  activityNotFound: error(404, 'ActivityNotFoundInConversation', 'Activity not found.'),
  memberNotFound: error(404, 'MemberNotFoundInConversation', 'Member not found in conversation.'),
  precondition: error(412, 'PreconditionFailed', 'Precondition failed, please try again.'),
  tooBig: error(413, 'MessageSizeTooBig', 'Message size too large.'),
  throttled: error(429, 'Throttled', 'Too many requests.'),
  throttledForASecond: error(429, 'Throttled', 'Too many requests.', { 'Retry-After': '1' }),
  badGateway: error(502, 'BadGateway', 'Bad gateway.'),
  unavailable: error(503, 'ServiceUnavailable', 'Service unavailable.'),
  gatewayTimeout: error(504, 'GatewayTimeout', 'Gateway timeout.'),
  lostAnswer: { status: 0, afterTaking: true, hangUp: true },
  takenButBadGateway: { ...error(502, 'BadGateway', 'Bad gateway.'), afterTaking: true },
} satisfies Record<string, Failure>;

export type SimulatedMember = { id: string; name: string; aadObjectId: string; userPrincipalName?: string };

export type ConnectorSimulator = {
  sent: Sent[];
  /** What the bot asked for, as paths. */
  reads: string[];
  /** How the next calls are answered, as a failure or a bare status; well when there are none left. Reads are not counted. */
  answers: (number | Failure)[];
  /** What every call to a conversation is answered with until it is taken out again. */
  broken: Map<string, Failure>;
  /** Who is in a conversation. */
  members: Map<string, SimulatedMember[]>;
  /** What a conversation shows now: activities by id, in the order in which they came. */
  shown(conversation: string): Record<string, unknown>[];
  /** How long the nth call waits for its answer. */
  latencyMs: (nth: number) => number;
  /** With these, a chat that is sent more than they allow answers 429, as the platform does. */
  limits: readonly Limit[];
  throttled(): number;
  /** True when the call was one to the connector. */
  respond(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
};

type Call = { method: string; path: string; segments: string[]; body: Record<string, unknown> };
type Answer = { status: number; body?: unknown };

/**
 * A double of the Bot Connector service: it speaks the documented protocol to the real SDK. Below `root` it knows how to send, reply,
 * change and delete, to make a conversation, and to read members, whole and by pages.
 */
export function simulateConnector(root: string, serviceUrl: string): ConnectorSimulator {
  const chats = new Map<string, Map<string, Record<string, unknown>>>();
  const lately = new Map<string, number[]>();
  let calls = 0;
  let writes = 0;
  let throttled = 0;

  const chatOf = (conversation: string) => {
    const chat = chats.get(conversation) ?? new Map<string, Record<string, unknown>>();
    chats.set(conversation, chat);
    return chat;
  };

  const simulator: ConnectorSimulator = {
    sent: [],
    reads: [],
    answers: [],
    broken: new Map(),
    members: new Map(),
    shown: (conversation) => [...chatOf(conversation).values()],
    latencyMs: () => 0,
    limits: [],
    throttled: () => throttled,

    async respond(req, res) {
      const url = new URL(req.url ?? '', serviceUrl);
      if (!url.pathname.startsWith(`${root}/v3/conversations`)) return false;
      const segments = url.pathname.slice(root.length).split('/').slice(3).map(decodeURIComponent);
      const body = Json.parse(JSON.parse(await readText(req)));
      const method = req.method ?? '';
      const call: Call = { method, path: req.url ?? '', segments, body };
      if (method === 'GET') simulator.reads.push(call.path);
      const failure = method === 'GET' ? simulator.broken.get(segments[0] ?? '') : record(call, req);
      const answer = failure === undefined || failure.afterTaking === true ? take(call, url) : failure;
      await sleep(simulator.latencyMs((calls += 1)));
      if (failure?.hangUp === true) res.destroy();
      else reply(res, failure ?? answer);
      return true;
    },
  };

  /** The failure that this write meets, if any. */
  function record({ method, path, segments, body }: Call, req: IncomingMessage): Failure | undefined {
    writes += 1;
    simulator.sent.push({ method, path, authorization: req.headers.authorization, body });
    const next = simulator.answers.shift();
    const told = typeof next === 'number' ? asFailure(next) : next;
    const failure = told ?? simulator.broken.get(segments[0] ?? '');
    if (failure !== undefined) return failure;
    if (!isTooMuch(segments[0] ?? '')) return undefined;
    throttled += 1;
    return failures.throttled;
  }

  function isTooMuch(conversation: string): boolean {
    const at = performance.now();
    const times = lately.get(conversation) ?? [];
    if (simulator.limits.some(({ most, withinMs }) => (times.at(-most) ?? -Infinity) + withinMs > at))
      return true;
    lately.set(conversation, [...times, at]);
    return false;
  }

  function take(call: Call, { searchParams }: URL): Answer {
    const [conversation = '', what, id] = call.segments;
    const members = simulator.members.get(conversation) ?? [];
    switch (`${call.method} ${what ?? ''}`) {
      case 'POST ':
        return create(call.body);
      case 'POST activities':
        return { status: 201, body: { id: show(conversation, call.body) } };
      case 'PUT activities':
        return change(conversation, id ?? '', call.body);
      case 'DELETE activities':
        return change(conversation, id ?? '', undefined);
      case 'GET members':
        return id === undefined ? { status: 200, body: members } : readMember(members, id);
      case 'GET pagedmembers':
        return { status: 200, body: pageOf(members, searchParams) };
      default:
        return { status: 405 };
    }
  }

  function create(body: Record<string, unknown>): Answer {
    const { members, channelData, activity } = Creation.parse(body);
    const channel = channelData?.channel.id;
    const id =
      channel === undefined
        ? `a:${members?.[0]?.id ?? ''}`
        : `${channel};messageid=${1_700_000_000_000 + writes}`;
    const activityId = activity === undefined ? undefined : show(id, activity);
    return { status: 201, body: { id, activityId, serviceUrl } };
  }

  function show(conversation: string, activity: Record<string, unknown>): string {
    const id = `sent-${writes}`;
    chatOf(conversation).set(id, { ...activity, id });
    return id;
  }

  function change(conversation: string, id: string, activity: Record<string, unknown> | undefined): Answer {
    const chat = chatOf(conversation);
    if (!chat.has(id)) return failures.activityNotFound;
    if (activity === undefined) chat.delete(id);
    else chat.set(id, { ...activity, id });
    return activity === undefined ? { status: 200 } : { status: 200, body: { id } };
  }

  return simulator;
}

const Json = z.record(z.string(), z.unknown());
const Creation = z.looseObject({
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  channelData: z
    .looseObject({ channel: z.looseObject({ id: z.string() }) })
    .optional()
    .catch(undefined),
  activity: Json.optional(),
});

function asFailure(status: number): Failure | undefined {
  return status < 300 ? undefined : { status, body: { error: { code: 'Double' } } };
}

function readMember(members: readonly SimulatedMember[], id: string): Answer {
  const found = members.find((member) => member.id === id || member.aadObjectId === id);
  return found === undefined ? failures.memberNotFound : { status: 200, body: found };
}

function pageOf(members: readonly SimulatedMember[], asked: URLSearchParams): unknown {
  const size = Number(asked.get('pageSize') ?? 200);
  const from = Number(asked.get('continuationToken') ?? 0);
  const isLast = from + size >= members.length;
  return {
    members: members.slice(from, from + size),
    ...(!isLast && { continuationToken: String(from + size) }),
  };
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8') || '{}';
}

function reply(
  res: ServerResponse,
  { status, body, headers = {} }: Failure | (Answer & { headers?: never }),
): void {
  res.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  res.end(body === undefined ? '' : JSON.stringify(body));
}
