import type { BotCredentials } from '../../config.ts';
import type { Cloud } from './cloud.ts';
import { isLocalServiceUrl } from './cloud.ts';
import { Envelope } from './envelope.ts';

/** A request to the bot endpoint, as far as the guard looks at it. */
export type Knock = {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  remoteAddress: string | undefined;
  body: unknown;
};

/** What is refused says why to the sender, but never repeats what was sent. */
export type Refusal = { status: 400 | 401 | 403 | 413 | 429 | 503; code: string; message: string };
export type Guarded =
  | { kind: 'passed'; activity: Envelope; authorization: string | undefined }
  | { kind: 'refused'; refusal: Refusal };

export type GuardOptions = {
  credentials: BotCredentials | undefined;
  cloud: Cloud;
  /** True when the server can be reached from this computer only. */
  loopbackOnly: boolean;
};

/** The channels that the bot serves. The SDK checks the tokens of some others by other, weaker rules. */
const channels = ['msteams', 'webchat', 'directline'];

/**
 * Everything about a request that can be known without the SDK, before the SDK sees it: its own checks fail open on
 * missing fields, answer 500 to bad tokens, and remember every issuer that an unsigned token names.
 */
export function guardRequest(knock: Knock, options: GuardOptions): Guarded {
  const { credentials, cloud } = options;
  const authorization = headerOf(knock, 'authorization');
  const stranger =
    credentials === undefined ? checkLocal(knock, options) : checkToken(authorization, credentials, cloud);
  if (stranger !== undefined) return refused(stranger);
  const parsed = Envelope.safeParse(knock.body);
  if (!parsed.success) return refused(describeFaults(parsed.error.issues));
  const misplaced =
    credentials === undefined
      ? checkLocalReply(parsed.data)
      : (checkPlace(parsed.data, cloud) ?? checkTenant(parsed.data, credentials));
  if (misplaced !== undefined) return refused(misplaced);
  return { kind: 'passed', activity: parsed.data, authorization };
}

function refused(refusal: Refusal): Guarded {
  return { kind: 'refused', refusal };
}

function headerOf({ headers }: Knock, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * Without credentials the SDK believes anybody. So only an emulator on this computer may speak: not another computer, not
 * somebody behind a proxy here, not a web page open in a browser here.
 */
function checkLocal(knock: Knock, { loopbackOnly }: GuardOptions): Refusal | undefined {
  const forwarded = ['forwarded', 'x-forwarded-for', 'origin'].some(
    (name) => headerOf(knock, name) !== undefined,
  );
  const host = (headerOf(knock, 'host') ?? '').replace(/:\d+$/, '');
  const near =
    /^(?:::ffff:)?127\.|^::1$/.test(knock.remoteAddress ?? '') &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host);
  if (loopbackOnly && near && !forwarded) return undefined;
  return {
    status: 503,
    code: 'NotConfigured',
    message:
      'The Teams channel is off: this server has no MicrosoftAppId, so it could not tell a channel from a stranger. ' +
      'Set MicrosoftAppId and its credentials. Without them only an emulator on the same computer is answered.',
  };
}

/**
 * What the token claims to be, before anybody checks its signature. The SDK adds the issuers of any `tid` it has not seen to
 * a list that it never empties, even for tokens of the right issuer, so a foreign `tid` goes no further.
 */
function checkToken(
  authorization: string | undefined,
  { tenantId }: BotCredentials,
  cloud: Cloud,
): Refusal | undefined {
  const [scheme, token, ...rest] = (authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || token === undefined || token.length > 8192 || rest.length > 0)
    return unauthorized('Send the channel’s token as `Authorization: Bearer <token>`.');
  const [header, claims] = token.split('.').slice(0, 2).map(decodePart);
  if (header === undefined || claims === undefined || token.split('.').length !== 3)
    return unauthorized('The token is no signed JWT.');
  if (!/^RS(?:256|384|512)$/.test(String(header['alg'])) || typeof header['kid'] !== 'string')
    return unauthorized('The token is not signed the way channels sign.');
  if (claims['iss'] !== cloud.issuer) return unauthorized(`The token is not issued by ${cloud.issuer}.`);
  if (claims['tid'] !== undefined && claims['tid'] !== tenantId)
    return unauthorized('The token names another tenant.');
  return undefined;
}

function unauthorized(message: string): Refusal {
  return { status: 401, code: 'Unauthorized', message };
}

function decodePart(part: string): Record<string, unknown> | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof decoded === 'object' && decoded !== null ? { ...decoded } : undefined;
  } catch {
    return undefined;
  }
}

function describeFaults(issues: readonly { path: PropertyKey[]; message: string }[]): Refusal {
  const faults = issues
    .slice(0, 10)
    .map(({ path, message }) => `${path.join('.') || 'activity'}: ${message}`);
  return { status: 400, code: 'BadArgument', message: `This is no activity. ${faults.join('; ')}.` };
}

/** Answers carry the bot's own token, so they go to Microsoft's hosts only. */
function checkPlace({ channelId, serviceUrl }: Envelope, cloud: Cloud): Refusal | undefined {
  if (!channels.includes(channelId))
    return { status: 403, code: 'UnknownChannel', message: `Channels served: ${channels.join(', ')}.` };
  if (cloud.allowsServiceUrl(serviceUrl)) return undefined;
  return {
    status: 403,
    code: 'UnknownServiceUrl',
    message: 'serviceUrl must be an https address of the channel service: answers carry the bot’s own token.',
  };
}

/** Every kind of activity, not only messages, comes from our own tenant when the bot belongs to one. */
function checkTenant(activity: Envelope, { appType, tenantId }: BotCredentials): Refusal | undefined {
  if (activity.channelId !== 'msteams' || appType === 'MultiTenant') return undefined;
  if (tenantOf(activity) === tenantId) return undefined;
  return { status: 403, code: 'UnknownTenant', message: 'This bot serves another tenant.' };
}

/** The Teams tenant that the activity comes from. */
export function tenantOf({ conversation, channelData }: Envelope): string | undefined {
  const tenant: unknown = channelData?.['tenant'];
  const id = typeof tenant === 'object' && tenant !== null && 'id' in tenant ? tenant.id : undefined;
  return conversation.tenantId ?? (typeof id === 'string' ? id : undefined);
}

function checkLocalReply({ serviceUrl }: Envelope): Refusal | undefined {
  if (isLocalServiceUrl(serviceUrl)) return undefined;
  return {
    status: 403,
    code: 'UnknownServiceUrl',
    message:
      'Without credentials, answers go to an emulator on this computer only: use a localhost serviceUrl.',
  };
}
