import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Server } from 'restify';
import type { Clients } from './channels/clients.ts';
import type { Technicians } from './channels/bot-framework/technicians/technicians.ts';
import { isLoopback, type Config } from './config.ts';
import type { Committed } from './conversation/converse.ts';
import type { Converse } from './conversation/port.ts';
import type { Knowledge } from './domain/knowledge.ts';
import type { StaffAlertsOptions } from './handoff/alerts/desk.ts';
import { createBulletin } from './handoff/desk/bulletin.ts';
import type { DeskOptions } from './handoff/desk/options.ts';
import { createCheckRunner } from './handoff/checks/runner.ts';
import { createClock } from './handoff/clock/clock.ts';
import { clockOf } from './handoff/clock/level.ts';
import { overdueHeld } from './handoff/directory/list.ts';
import type { DirectoryDesk } from './handoff/directory/options.ts';
import { createFileStore, type FileStore } from './handoff/files.ts';
import { keepPurging } from './handoff/privacy/purge.ts';
import { createPostman } from './handoff/outbox/postman.ts';
import type { Bulletin, Reach } from './handoff/port.ts';
import { loadConnectors } from './handoff/targets/connector.ts';
import { createTargets, targetsOf } from './handoff/targets/targets.ts';
import type { Log } from './observability/log.ts';
import { mountApi } from './server/api/mount.ts';
import { withApi } from './server/api/reach.ts';
import { mountDesk } from './server/desk/mount.ts';
import { mountPrivacy } from './server/privacy.ts';
import { createTeamsTokens, type ReadTeamsToken } from './server/desk/teams-token.ts';
import { mountMyCases } from './server/teams/my-cases.ts';
import type { Settings } from './settings/schema.ts';
import type { SqliteStorage } from './storage/sqlite.ts';

/** The technicians' channel in Teams, which waits for the desk that its people act through. */
type Channel = Pick<Technicians, 'targetFor'>;

type Parts = { config: Config; settings: Settings; storage: SqliteStorage; log: Log };

/** What conversations need of the handoff before anybody can speak. */
export type Handoff = {
  bulletin: Bulletin;
  files: FileStore;
  /** Who outside is told about the cases of this client. */
  targets: (client: string) => readonly string[];
  /** To be told of every turn that was written. */
  onCommitted: (change: Committed) => void;
  /** Lets what is on its way out arrive. */
  stop(): Promise<void>;
};

const now = (): Date => new Date();
const connectorsFolder = fileURLToPath(new URL('../connectors/', import.meta.url));

/** The file store, and the postman who delivers what lies in the outbox from now on. */
export async function startHandoff({
  config,
  settings,
  storage,
  log,
  technicians,
}: Parts & { technicians: Channel }): Promise<Handoff> {
  const folder = join(config.dataDir, 'files');
  const files = createFileStore({ folder, storage, limits: settings.files, now });
  const { targets: made, faults } = createTargets({
    settings,
    secret: config.secret,
    connectors: await loadConnectors(connectorsFolder),
    storage,
    readFile: files.read,
    publicUrl: config.publicUrl,
    ...(hasTeams(config) && { teamsChannel: (target) => technicians.targetFor(target) }),
  });
  for (const fault of faults) log.error({ fault }, 'a target cannot be used');
  const targets = (client: string): readonly string[] => targetsOf(settings, client);
  const postman = createPostman({
    storage,
    targets: made,
    mayTell: (client, target) => targets(client).includes(target),
    now,
    random: Math.random,
    log,
  });
  const bulletin = createBulletin((error) =>
    log.error({ err: error }, 'somebody who looks on could not be told'),
  );
  bulletin.follow(({ kind }) => {
    if (kind === 'changed') postman.wake();
  });
  const stopping = new AbortController();
  const delivering = postman.run(stopping.signal);
  return {
    bulletin,
    files,
    targets,
    onCommitted: (change) => bulletin.tell({ kind: 'changed', ...change }),
    stop: async () => {
      stopping.abort();
      await delivering;
    },
  };
}

/** Without credentials there is only an emulator on this computer. */
function hasTeams({ bot, host }: Config): boolean {
  return bot !== undefined || isLoopback(host);
}

export type Desks = {
  /** The path of a link that signs in once, on this computer; `undefined` when a sign-in is set up. */
  newLink(): string | undefined;
  /** Before the server closes: ends streams that would hold it open, and the clock. */
  end(): Promise<void>;
  /** After the server closed, before the storage does. */
  close(): Promise<void>;
};

/** The desk, the interface for other systems and the clock, on a server whose channels are there. */
export function serveHandoff(
  server: Server,
  parts: Parts & {
    handoff: Handoff;
    converse: Converse;
    reach: Reach;
    knowledge: () => Knowledge;
    /** What is known for this client, with what it holds itself. */
    knowledgeOf: (client: string) => Knowledge;
    announce: (path: string) => void;
    staff: Clients;
    staffAlerts: StaffAlertsOptions;
    directory: DirectoryDesk;
    startTechnicians: (desk: DeskOptions) => () => Promise<void>;
  },
): Desks {
  const { config, settings, storage, log, handoff, converse, knowledge, announce } = parts;
  const { bulletin, files, targets } = handoff;
  const { itDesk, organisation, publicUrl, region, language } = config;
  const reach = withApi(parts.reach);
  const common = { storage, converse, reach, bulletin, settings, knowledge, targets, now, log };
  const acting: DeskOptions = {
    ...common,
    keepFile: files.keep,
    readFile: files.read,
    clockOf: (found, at) => clockOf(found, at, settings),
    deadLetters: {
      list: (clients) => storage.deadLetters(clients),
      retry: (id, clients, audit) => storage.retryOutbox(id, clients, audit),
    },
    ticketsOf: (id) => storage.ticketsOf(id),
    overdueHeld: (viewer) => overdueHeld(parts.directory, viewer),
  };
  const desk = mountDesk(server, {
    ...acting,
    staffAlerts: parts.staffAlerts,
    directory: parts.directory,
    checks: { storage, settings, now },
    campaigns: { storage, clients: settings.clients, knowledge, now },
    organisation,
    itDesk,
    publicUrl,
    secret: config.secret,
    announce,
  });
  const clients = settings.clients.map(({ id }) => id);
  const api = mountApi(server, { ...common, knowledge: parts.knowledgeOf, clients, region, language });
  const stopTechnicians = parts.startTechnicians(acting);
  const stopClock = createClock({ ...common, itDesk }).keepTicking();
  const stopChecks = createCheckRunner(common).keepTicking();
  const { retention, officeHours } = settings;
  const stopPurging = keepPurging({ storage, files, retention, timeZone: officeHours.timeZone, now, log });
  mountMyCases(server, { storage, clients: parts.staff, readToken: teamsTokensOf(parts), itDesk, log });
  mountPrivacy(server, {
    organisation,
    itDesk,
    retention,
    toldTo: settings.targets.map(({ kind }) => kind),
    throughMicrosoft: config.bot !== undefined || config.directLineSecret !== undefined,
  });
  return {
    newLink: () => desk.newLink(),
    end: async () => {
      await Promise.all([desk.close(), stopClock(), stopChecks(), stopTechnicians()]);
    },
    close: async () => {
      await api.close();
      await stopPurging();
    },
  };
}

/** Staff in a Teams tab are vouched for by the sign-in of the desk, or by the bot's own tenant where there is none. */
function teamsTokensOf({ config, settings }: Parts): ReadTeamsToken | undefined {
  const { bot, publicUrl } = config;
  const trust =
    settings.signIn ??
    (bot?.tenantId === undefined
      ? undefined
      : { issuer: `https://login.microsoftonline.com/${bot.tenantId}/v2.0`, clientId: bot.appId });
  return trust && createTeamsTokens({ issuer: trust.issuer, clientId: trust.clientId, publicUrl });
}
