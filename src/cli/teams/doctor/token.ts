import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT, decodeJwt } from 'jose';
import * as z from 'zod';
import type { BotCredentials, Config } from '../../../config.ts';
import { ask, type Answer } from './ask.ts';
import { fault, good, unknown, type Finding } from './finding.ts';

/** Where Microsoft gives out tokens; another place only where it is played by a double. */
export type Authority = {
  login: string;
  /** The address that a virtual machine in Azure asks about itself. */
  machine: string;
};

export function authorityOf({ cloud }: Pick<BotCredentials, 'cloud'>): Authority {
  const login = cloud === 'public' ? 'https://login.microsoftonline.com' : 'https://login.microsoftonline.us';
  return { login, machine: 'http://169.254.169.254' };
}

/** Whether Microsoft gives the bot a token, as it must for every reply. The token is looked at and dropped. */
export async function checkToken(
  bot: BotCredentials,
  authority: Authority,
  secret: Config['secret'],
): Promise<Finding> {
  if (bot.kind === 'managed-identity') return await checkIdentity(bot, authority, secret);
  const tenant = bot.appType === 'MultiTenant' ? 'botframework.com' : (bot.tenantId ?? '');
  const url = `${authority.login}/${tenant}/oauth2/v2.0/token`;
  const proof = await prove(bot, url);
  if (proof === undefined)
    return fault(
      'CertificatePrivateKey is no private key that can be read',
      'replies need it',
      'set it to the PEM of the key, line ends written as \\n',
    );
  const form = {
    grant_type: 'client_credentials',
    client_id: bot.appId,
    scope: `${resourceOf(bot)}/.default`,
    ...proof,
  };
  const answer = await ask(url, { method: 'POST', body: new URLSearchParams(form) });
  return readAnswer(answer, bot);
}

type Proof = { client_secret: string } | { client_assertion_type: string; client_assertion: string };

async function prove(
  bot: Exclude<BotCredentials, { kind: 'managed-identity' }>,
  audience: string,
): Promise<Proof | undefined> {
  if (bot.kind === 'password') return { client_secret: bot.password };
  try {
    const key = createPrivateKey(bot.privateKey);
    const x5t = Buffer.from(bot.thumbprint.replaceAll(/[^0-9a-f]/gi, ''), 'hex').toString('base64url');
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', x5t })
      .setAudience(audience)
      .setIssuer(bot.appId)
      .setSubject(bot.appId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setNotBefore('0s')
      .setExpirationTime('5m')
      .sign(key);
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
  } catch {
    return undefined;
  }
}

function resourceOf({ cloud }: BotCredentials): string {
  return cloud === 'public' ? 'https://api.botframework.com' : 'https://api.botframework.us';
}

const Given = z.looseObject({ access_token: z.string() }).transform((given) => given.access_token);
const Denied = z.looseObject({ error_codes: z.array(z.number()).default([]), error: z.string().default('') });

function readAnswer(answer: Answer, bot: BotCredentials): Finding {
  if (answer.kind === 'silent')
    return unknown(
      `Microsoft's sign-in did not answer (${answer.code})`,
      'whether the bot can sign in is not known, and without the internet it cannot reply',
      'run this where the server runs, and let it reach login.microsoftonline.com',
    );
  const given = Given.safeParse(answer.body).data;
  if (answer.status === 200 && given !== undefined) return checkClaims(given, bot);
  const { error_codes: codes, error } = Denied.safeParse(answer.body).data ?? Denied.parse({});
  const known = codes.map((each) => denials[each]).find((denial) => denial !== undefined);
  const [first] = codes;
  const code = first === undefined ? error || `status ${answer.status}` : `AADSTS${first}`;
  const [what, fix] = known ?? [
    'Microsoft gives the bot no token',
    'look the code up at login.microsoftonline.com/error',
  ];
  return fault(`${what} (${code})`, 'no reply can be sent', fix);
}

/** Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const denials: Readonly<Record<number, readonly [what: string, fix: string]>> = {
  7000215: [
    'MicrosoftAppPassword is wrong',
    'make a new client secret, and copy its value (not its id) into MicrosoftAppPassword',
  ],
  7000222: [
    'MicrosoftAppPassword has expired',
    'make a new client secret and set MicrosoftAppPassword to it',
  ],
  700016: [
    'MicrosoftAppId is not known in this tenant',
    'check MicrosoftAppId and MicrosoftAppTenantId against the app registration',
  ],
  7000229: [
    'The app registration has no enterprise application in this tenant',
    'make one: az ad sp create --id followed by MicrosoftAppId',
  ],
  90002: ['MicrosoftAppTenantId is no tenant', 'set it to the Directory (tenant) ID of the app registration'],
  900023: [
    'MicrosoftAppTenantId is no tenant',
    'set it to the Directory (tenant) ID of the app registration',
  ],
  700027: [
    'The certificate is not the one of the app registration',
    'upload the certificate there, and set CertificateThumbprint to its thumbprint',
  ],
  7000112: ['The app registration is turned off', 'turn it on under Enterprise applications, Properties'],
  53003: [
    'A conditional access policy keeps the bot out',
    'leave the bot out of it, or allow this server’s address',
  ],
};

function checkClaims(token: string, bot: BotCredentials): Finding {
  const tenant = tenantIn(token);
  if (bot.appType !== 'MultiTenant' && tenant !== undefined && tenant !== bot.tenantId)
    return fault(
      `The token is for tenant ${tenant}, not for ${bot.tenantId}`,
      'Teams would not take the bot’s replies',
      'set MicrosoftAppTenantId to the tenant of the app registration',
    );
  return good(`Microsoft gives the bot a token (${bot.kind.replace('-', ' ')}).`);
}

/** A token that cannot be read is for the channel to judge. */
function tenantIn(token: string): string | undefined {
  try {
    return z.looseObject({ tid: z.string() }).parse(decodeJwt(token)).tid;
  } catch {
    return undefined;
  }
}

/** Anywhere but in Azure this address leads nowhere, and would be waited for. */
const machinePatienceMs = 3000;

async function checkIdentity(
  bot: BotCredentials,
  { machine }: Authority,
  secret: Config['secret'],
): Promise<Finding> {
  const [endpoint, header] = [secret('IDENTITY_ENDPOINT'), secret('IDENTITY_HEADER')];
  const asked = { resource: resourceOf(bot), client_id: bot.appId };
  const answer =
    endpoint !== undefined && header !== undefined
      ? await ask(`${endpoint}?${String(new URLSearchParams({ ...asked, 'api-version': '2019-08-01' }))}`, {
          headers: { 'X-IDENTITY-HEADER': header },
        })
      : await ask(
          `${machine}/metadata/identity/oauth2/token?${String(new URLSearchParams({ ...asked, 'api-version': '2018-02-01' }))}`,
          { headers: { Metadata: 'true' } },
          { timeoutMs: machinePatienceMs },
        );
  if (answer.kind === 'silent')
    return unknown(
      'This computer has no managed identity to ask',
      'a managed identity works on the Azure machine that it belongs to, and nowhere else',
      'run this there',
    );
  if (answer.status === 200 && Given.safeParse(answer.body).success) return readAnswer(answer, bot);
  return fault(
    `The managed identity gives no token (status ${answer.status})`,
    'no reply can be sent',
    'assign the identity whose client id is MicrosoftAppId to this app or machine',
  );
}
