import type { FileRef } from '../../dialog/brief.ts';
import type { Settings, Target as TargetSettings } from '../../settings/schema.ts';
import type { OutboxStorage } from '../../storage/outbox-port.ts';
import type { ReadCase, Storage } from '../../storage/port.ts';
import type { Target } from '../outbox/port.ts';
import type { ReadFile } from '../port.ts';
import { resolveName, type Resolve } from './address.ts';
import { createCaller } from './caller.ts';
import type { Connector } from './connector.ts';
import { createEmail } from './email.ts';
import { caseFiles } from './files.ts';
import { createHttp } from './http.ts';
import { createHub } from './hub.ts';
import type { Values } from './template.ts';
import { createTickets } from './tickets.ts';
import { createWebhook } from './webhook.ts';

export type TargetsOptions = {
  settings: Settings;
  /** By the name that the settings use. */
  secret: (name: string) => string | undefined;
  connectors: ReadonlyMap<string, Connector>;
  storage: Pick<Storage, 'messagesAfter' | 'listCases'> & OutboxStorage;
  readFile: ReadFile;
  /** Where this server is reached from outside. */
  publicUrl: string | undefined;
  resolve?: Resolve;
  /** The technicians' channel in Teams speaks through the bot, so it is made where the bot is. */
  teamsChannel?: (target: Extract<TargetSettings, { kind: 'teams-channel' }>) => Target;
};

export type Targets = {
  targets: ReadonlyMap<string, Target>;
  /** What the settings lack; a target with a fault is left out. */
  faults: readonly string[];
};

/** Makes what the settings list, each by its kind. */
export function createTargets(options: TargetsOptions): Targets {
  const faults: string[] = [];
  const targets = new Map<string, Target>();
  for (const target of options.settings.targets) {
    const made = makeTarget(target, options);
    if (Array.isArray(made)) faults.push(...made.map((fault) => `targets.${target.id} · ${fault}`));
    else targets.set(target.id, made);
  }
  return { targets, faults };
}

/** Who is told about the cases of a client: all targets, unless the client lists its own. */
export function targetsOf(settings: Settings, client: string): readonly string[] {
  const listed = settings.clients.find(({ id }) => id === client)?.targets;
  const all = settings.targets.map(({ id }) => id);
  return listed === undefined ? all : all.filter((id) => listed.includes(id));
}

/** The target, or everything that it lacks. */
function makeTarget(target: TargetSettings, options: TargetsOptions): Target | string[] {
  const { storage, resolve = resolveName } = options;
  const timeZone = options.settings.officeHours.timeZone;
  switch (target.kind) {
    case 'email': {
      const password = target.passwordSecret && options.secret(target.passwordSecret);
      if (target.passwordSecret !== undefined && password === undefined)
        return [noSecret(target.passwordSecret)];
      return createEmail(target, { password, timeZone });
    }
    case 'webhook':
    case 'handoff-hub': {
      const secret = options.secret(target.signingSecret);
      if (secret === undefined) return [noSecret(target.signingSecret)];
      if (!isSigningSecret(secret)) return [badSecret(target.signingSecret)];
      const http = createHttp({ allowPrivate: target.allowPrivate, resolve });
      const common = { url: target.url, secret, http };
      return target.kind === 'webhook'
        ? createWebhook({ ...common, timeZone })
        : createHub({ ...common, storage });
    }
    case 'tickets':
      return makeTickets(target, options, createHttp({ allowPrivate: target.allowPrivate, resolve }));
    case 'teams-channel':
      return options.teamsChannel?.(target) ?? [noTeams];
  }
}

function makeTickets(
  target: Extract<TargetSettings, { kind: 'tickets' }>,
  { settings, secret, connectors, storage, readFile, publicUrl }: TargetsOptions,
  http: ReturnType<typeof createHttp>,
): Target | string[] {
  const connector = connectors.get(target.connector);
  if (connector === undefined)
    return [`connector "${target.connector}" is not there · use one of ${[...connectors.keys()].join(', ')}`];
  const { values, faults } = fixedValues(target, connector, secret);
  if (faults.length > 0) return faults;
  return createTickets({
    target: target.id,
    connector,
    caller: createCaller(connector, values, http),
    fixed: values,
    clientThere: (client) => settings.clients.find(({ id }) => id === client)?.ticketClients[target.id],
    storage,
    filesOf: (about: ReadCase): Promise<readonly FileRef[]> => caseFiles(storage, about),
    readFile,
    deskUrl: (id) => publicUrl && `${publicUrl}/desk/cases/${encodeURIComponent(id)}`,
    timeZone: settings.officeHours.timeZone,
  });
}

function fixedValues(
  target: Extract<TargetSettings, { kind: 'tickets' }>,
  connector: Connector,
  secret: TargetsOptions['secret'],
): { values: Values; faults: string[] } {
  const faults: string[] = [];
  const values: Record<string, string | undefined> = { url: target.url.replace(/\/+$/, '') };
  for (const [name, { what, default: usual, optional }] of Object.entries(connector.fields)) {
    values[`field.${name}`] = target.fields[name] ?? usual;
    if (values[`field.${name}`] === undefined && !optional)
      faults.push(`fields.${name} is missing · ${what}`);
  }
  for (const [name, { what }] of Object.entries(connector.secrets)) {
    const named = target.secrets[name];
    values[`secret.${name}`] = named && secret(named);
    if (named === undefined) faults.push(`secrets.${name} is missing · ${what}`);
    else if (values[`secret.${name}`] === undefined) faults.push(noSecret(named));
  }
  const strange = [
    ...Object.keys(target.fields).filter((name) => !(name in connector.fields)),
    ...Object.keys(target.secrets).filter((name) => !(name in connector.secrets)),
  ];
  faults.push(
    ...strange.map(
      (name) => `${name} is nothing that ${connector.name} asks for · it would do nothing · remove it`,
    ),
  );
  return { values, faults };
}

const noTeams =
  'Teams is off · nobody in the channel would hear of a case · set MicrosoftAppId and its credentials';

function noSecret(name: string): string {
  return `${name} is not set · the other side would turn us away · set ${name} in the environment`;
}

/** Standard Webhooks: 24 to 64 random bytes. */
function isSigningSecret(secret: string): boolean {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
  return /^(whsec_)?[A-Za-z0-9+/]+=*$/.test(secret) && bytes >= 24 && bytes <= 64;
}

function badSecret(name: string): string {
  return (
    `${name} is no signing secret · messages could be forged · set it to whsec_ and 24 to 64 random bytes as base64, such ` +
    `as "whsec_$(openssl rand -base64 32)"`
  );
}
