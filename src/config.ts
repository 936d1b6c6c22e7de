import { resolve } from 'node:path';
import * as z from 'zod';

/** How the bot proves who it is to Microsoft's cloud. */
export type BotCredentials = {
  appId: string;
  tenantId: string | undefined;
  /** US government clouds have their own token issuer and hosts. */
  cloud: 'public' | 'us-government';
} & (
  | { kind: 'password'; appType: 'SingleTenant' | 'MultiTenant'; password: string }
  | { kind: 'certificate'; appType: 'SingleTenant' | 'MultiTenant'; thumbprint: string; privateKey: string }
  | { kind: 'managed-identity'; appType: 'UserAssignedMSI' }
);

/** Everything that can be set from outside. Paths are absolute. */
export type Config = {
  /** TCP port; 0 picks a free one. */
  port: number;
  /** Address to listen on; a loopback address unless somebody chose another. */
  host: string;
  /** The database and the web chat key live here. */
  dataDir: string;
  knowledgeDir: string;
  /** ISO 3166 code, optionally with a nation (`GB-SCT`): decides where people are told to report. */
  region: string;
  /** BCP 47 tag of the language spoken when a channel names none. */
  language: string;
  logLevel: LogLevel;
  /** Absent when no `MicrosoftAppId` is set: then only the web chat works. */
  bot: BotCredentials | undefined;
  /** Secret of an Azure Direct Line site; set, the chat page uses Azure's Direct Line instead of ours. */
  directLineSecret: string | undefined;
  /** Signs web chat tokens; absent, a random key is kept in the data folder. */
  chatSigningKey: string | undefined;
  /** Origins whose pages may embed the chat widget. */
  widgetOrigins: readonly string[];
  /** Whom staff can turn to when the chat cannot help. */
  itDesk: { name: string; phone: string | undefined };
  /** Shown on the chat page. */
  organisation: string;
  /** Where staff open this server, without a path; cards of other channels link to the catalogue there. */
  publicUrl: string | undefined;
  /** What the organisation decides about its desk; not set, `desk.yaml` beside the program when it exists. */
  settingsFile: string | undefined;
  /** A secret that the settings file names; `undefined` when nobody set it. Never logged, never kept. */
  secret: (name: string) => string | undefined;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const appTypes = ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const;
const governmentChannelService = 'https://botframework.azure.us';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  KNOWLEDGE_DIR: z.string().default('./knowledge'),
  REGION: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
    .default('GB-ENG'),
  LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default('en-GB'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  MicrosoftAppId: z.guid().optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: z.enum(appTypes).default('SingleTenant'),
  MicrosoftAppTenantId: z.guid().optional(),
  CertificateThumbprint: z.string().optional(),
  CertificatePrivateKey: z.string().optional(),
  ChannelService: z.literal(governmentChannelService).optional(),
  DIRECT_LINE_SECRET: z.string().min(20).optional(),
  CHAT_SIGNING_KEY: z.string().min(32).optional(),
  WIDGET_ORIGINS: z
    .string()
    .default('')
    .transform(splitWords)
    .pipe(z.array(z.string().refine(isOrigin))),
  IT_DESK_NAME: z.string().max(80).default('the IT desk'),
  IT_DESK_PHONE: z.string().max(40).optional(),
  ORGANISATION: z.string().max(80).default('Your organisation'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin)
    .optional(),
  SETTINGS_FILE: z.string().optional(),
});
type Environment = z.infer<typeof Environment>;
export type SettingName = keyof Environment;

/** What each setting must be and what goes wrong otherwise. The value of a `secret` one is never shown. */
export const settings: Readonly<Record<SettingName, { expected: string; why: string; secret?: true }>> = {
  PORT: { expected: 'a whole number from 0 to 65535', why: 'the server listens on it' },
  HOST: { expected: 'an address such as 127.0.0.1 or 0.0.0.0', why: 'the server listens on it' },
  DATA_DIR: { expected: 'a folder', why: 'the database is kept there' },
  KNOWLEDGE_DIR: { expected: 'a folder', why: 'the scams and questions are read from there' },
  REGION: {
    expected: 'a country code such as GB, or GB-SCT for one nation',
    why: 'it decides where people are told to report',
  },
  LANGUAGE: { expected: 'a language tag such as en-GB', why: 'it picks the wording' },
  LOG_LEVEL: { expected: `one of ${logLevels.join(', ')}`, why: 'it decides what is logged' },
  MicrosoftAppId: { expected: 'the client id of the Azure Bot, a GUID', why: 'Microsoft’s tokens name it' },
  MicrosoftAppPassword: {
    expected: 'the client secret of the Azure Bot',
    why: 'replies need it',
    secret: true,
  },
  MicrosoftAppType: {
    expected: `one of ${appTypes.join(', ')}, spelled exactly`,
    why: 'the SDK takes any other word for MultiTenant without saying so',
  },
  MicrosoftAppTenantId: { expected: 'the tenant id, a GUID', why: 'a single-tenant bot signs in there' },
  CertificateThumbprint: { expected: 'the thumbprint of the bot’s certificate', why: 'replies need it' },
  CertificatePrivateKey: { expected: 'the certificate’s private key', why: 'replies need it', secret: true },
  ChannelService: {
    expected: `${governmentChannelService}, or not set`,
    why: 'only US government clouds have another issuer',
  },
  DIRECT_LINE_SECRET: {
    expected: 'the secret of an Azure Direct Line site, at least 20 characters',
    why: 'the chat page would get no token',
    secret: true,
  },
  CHAT_SIGNING_KEY: {
    expected: 'at least 32 random characters',
    why: 'a short key lets anybody forge a chat token',
    secret: true,
  },
  WIDGET_ORIGINS: {
    expected: 'origins such as https://intranet.example.org, commas between, no path',
    why: 'only pages of these origins may embed the chat',
  },
  IT_DESK_NAME: { expected: 'a name of at most 80 characters', why: 'staff read it' },
  IT_DESK_PHONE: { expected: 'a phone number of at most 40 characters', why: 'staff read it' },
  ORGANISATION: { expected: 'a name of at most 80 characters', why: 'staff read it' },
  PUBLIC_URL: {
    expected: 'an address such as https://callcheck.example.org, no path and no slash at the end',
    why: 'cards in Teams link to the catalogue there',
  },
  SETTINGS_FILE: { expected: 'a YAML file', why: 'what you decide about the desk is read from there' },
};

/** The settings, or every fault at once, each saying what is wrong, why it matters and what to do. */
export type ConfigResult = { kind: 'read'; config: Config } | { kind: 'refused'; faults: readonly string[] };

/** Reads the settings; the only place in the program that looks at the environment. Never throws. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ConfigResult {
  const given = withoutBlanks(environment);
  const parsed = Environment.safeParse(given);
  if (!parsed.success) return { kind: 'refused', faults: describeFaults(parsed.error, given) };
  const faults = findContradictions(parsed.data);
  if (faults.length > 0) return { kind: 'refused', faults };
  return { kind: 'read', config: toConfig(parsed.data, given) };
}

/** True when only programs on this computer can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** An empty variable is one that nobody set: container tools pass `NAME=` for those. */
function withoutBlanks(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

function splitWords(list: string): string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '');
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function describeFaults(error: z.ZodError<Environment>, given: Readonly<Record<string, string>>): string[] {
  const wrong = new Set(error.issues.map((issue) => issue.path[0]));
  const names = Environment.keyof().options.filter((name) => wrong.has(name));
  return names.map((name) => {
    const { expected, why, secret } = settings[name];
    const value = secret ? 'has a value that cannot be right' : `is "${given[name]}"`;
    return `${name} ${value} · ${why} · set it to ${expected}`;
  });
}

function findContradictions(env: Environment): string[] {
  if (env.MicrosoftAppId === undefined) return findOrphans(env);
  const faults: string[] = [];
  const certificateParts = [env.CertificateThumbprint, env.CertificatePrivateKey].filter(Boolean).length;
  const managed = env.MicrosoftAppType === 'UserAssignedMSI';
  if (env.MicrosoftAppType !== 'MultiTenant' && env.MicrosoftAppTenantId === undefined)
    faults.push(
      `MicrosoftAppTenantId is not set · a ${env.MicrosoftAppType} bot signs in to one tenant · set it to ${settings.MicrosoftAppTenantId.expected}`,
    );
  if (managed && (env.MicrosoftAppPassword !== undefined || certificateParts > 0))
    faults.push(
      'MicrosoftAppPassword or a certificate is set for UserAssignedMSI · a managed identity has neither · remove it, or choose SingleTenant',
    );
  if (certificateParts === 1)
    faults.push(
      'Only one of CertificateThumbprint and CertificatePrivateKey is set · a certificate needs both · set both or neither',
    );
  if (!managed && env.MicrosoftAppPassword === undefined && certificateParts === 0)
    faults.push(
      'MicrosoftAppId is set but there is nothing to sign in with · no reply could be sent · set MicrosoftAppPassword or a certificate',
    );
  if (env.MicrosoftAppPassword !== undefined && certificateParts > 0)
    faults.push(
      'MicrosoftAppPassword and a certificate are both set · only one can be used · remove one of them',
    );
  return faults;
}

/** Settings that do nothing without an app id: somebody meant to turn the bot on, and it would silently stay off. */
function findOrphans(env: Environment): string[] {
  const names = [
    'MicrosoftAppPassword',
    'MicrosoftAppTenantId',
    'CertificateThumbprint',
    'CertificatePrivateKey',
    'DIRECT_LINE_SECRET',
  ] as const;
  const orphans = names.filter((name) => env[name] !== undefined);
  if (orphans.length === 0) return [];
  return [
    `${orphans.join(', ')} set without MicrosoftAppId · Microsoft’s channels could not reach the bot · set MicrosoftAppId or remove the rest`,
  ];
}

function toConfig(env: Environment, given: Readonly<Record<string, string>>): Config {
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(env.DATA_DIR),
    knowledgeDir: resolve(env.KNOWLEDGE_DIR),
    region: env.REGION,
    language: env.LANGUAGE,
    logLevel: env.LOG_LEVEL,
    bot: toCredentials(env),
    directLineSecret: env.DIRECT_LINE_SECRET,
    chatSigningKey: env.CHAT_SIGNING_KEY,
    widgetOrigins: env.WIDGET_ORIGINS,
    itDesk: { name: env.IT_DESK_NAME, phone: env.IT_DESK_PHONE },
    organisation: env.ORGANISATION,
    publicUrl: env.PUBLIC_URL,
    settingsFile: env.SETTINGS_FILE === undefined ? undefined : resolve(env.SETTINGS_FILE),
    secret: (name) => (Object.hasOwn(given, name) ? given[name] : undefined),
  };
}

function toCredentials(env: Environment): BotCredentials | undefined {
  if (env.MicrosoftAppId === undefined) return undefined;
  const bot = {
    appId: env.MicrosoftAppId,
    tenantId: env.MicrosoftAppTenantId,
    cloud: env.ChannelService === undefined ? 'public' : 'us-government',
  } as const;
  if (env.MicrosoftAppType === 'UserAssignedMSI')
    return { ...bot, kind: 'managed-identity', appType: env.MicrosoftAppType };
  const appType = env.MicrosoftAppType;
  if (env.MicrosoftAppPassword !== undefined)
    return { ...bot, kind: 'password', appType, password: env.MicrosoftAppPassword };
  return {
    ...bot,
    kind: 'certificate',
    appType,
    thumbprint: env.CertificateThumbprint ?? '',
    // Secret stores often keep a PEM on one line with `\n` written out.
    privateKey: (env.CertificatePrivateKey ?? '').replaceAll('\\n', '\n'),
  };
}
