import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../dialogs/step.ts';
import { renderCatalogue } from './catalogue/catalogue.ts';
import { createBot } from './channels/bot-framework/bot.ts';
import { createTechnicians } from './channels/bot-framework/technicians/technicians.ts';
import { azureDomains, mountAzureDirectLine } from './channels/direct-line/azure.ts';
import { findClients } from './channels/clients.ts';
import { createDirectLine } from './channels/direct-line/direct-line.ts';
import type { OnTyping } from './channels/port.ts';
import type { Config } from './config.ts';
import { createConverse } from './conversation/converse.ts';
import { createSealPhrase } from './conversation/phrase.ts';
import { cataloguePath } from './dialog/anchor.ts';
import { assess } from './domain/assess.ts';
import type { Knowledge } from './domain/knowledge.ts';
import { formatFault } from './knowledge/fault.ts';
import { loadKnowledgeApart } from './knowledge/load-apart.ts';
import { watchKnowledge } from './knowledge/watch.ts';
import { createDirectory } from './handoff/directory/directory.ts';
import { createComparePassphrase } from './handoff/directory/passphrase.ts';
import { hashPassphrase } from './handoff/directory/passphrase.ts';
import { draftAlert } from './handoff/alerts/draft.ts';
import { createCampaigns } from './handoff/campaigns/campaigns.ts';
import { answerTimes } from './handoff/clock/level.ts';
import { createHubListener } from './handoff/desk/hub-status.ts';
import type { Log } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { mountCatalogue } from './server/catalogue.ts';
import { mountHealth } from './server/health.ts';
import { mountPages } from './server/pages.ts';
import { createHttpServer } from './server/server.ts';
import { readSigningKey } from './server/signing-key.ts';
import { serveExtension } from './serve-extension.ts';
import { alertsAtDesk, serveAlerts } from './serve-alerts.ts';
import { serveHandoff, startHandoff } from './serve-handoff.ts';
import type { Settings } from './settings/schema.ts';
import { openSqlite } from './storage/sqlite.ts';

export type Running = {
  port: number;
  /** The path of a link that signs in at the desk once, on this computer; `undefined` when a sign-in is set up. */
  deskLink(): string | undefined;
  stop(): Promise<void>;
};

/** Joins all parts and serves. `announceLink` tells whoever started it of a new way into the desk. Rejects when the data folder cannot be used or the port is taken. */
export async function serve(
  config: Config,
  settings: Settings,
  loaded: Knowledge,
  log: Log,
  announceLink: (path: string) => void,
): Promise<Running> {
  let knowledge = loaded;
  warmUp(loaded, config.region);
  let stopping = false;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const signingKey = config.chatSigningKey ?? (await readSigningKey(config.dataDir));
  const storage = await openSqlite(join(config.dataDir, 'callcheck.sqlite'));
  const metrics = createMetrics();
  const technicians = createTechnicians({
    settings,
    storage,
    publicUrl: config.publicUrl,
    now: () => new Date(),
    log,
  });
  const handoff = await startHandoff({ config, settings, storage, log, technicians });
  const { bulletin } = handoff;
  const clients = findClients(settings.clients);
  const { maxBytes, maxPerMessage } = settings.files;
  const files = { keep: handoff.files.keep, read: handoff.files.read, maxBytes, maxPerMessage };
  const onTyping: OnTyping = (where) => bulletin.tell({ kind: 'typing', ...where });

  const watcher = watchKnowledge(
    config.knowledgeDir,
    {
      onLoaded: (newer) => {
        warmUp(newer, config.region);
        knowledge = newer;
        log.info({ version: newer.version }, 'knowledge reloaded');
      },
      onRefused: (faults) =>
        log.warn({ faults: faults.map(formatFault) }, 'knowledge is broken; the last good version stays'),
    },
    { current: loaded, load: loadKnowledgeApart },
  );
  const directory = createDirectory({
    storage,
    knowledge: () => knowledge,
    clients: settings.clients.map(({ id }) => id),
    log,
  });
  for (const { id } of settings.clients) await directory.refresh(id);
  const stopDirectory = directory.keepFresh();
  const campaigns = createCampaigns({
    storage,
    secret: signingKey,
    knowledge: (client) => directory.knowledge(client),
    language: config.language,
    desk: config.itDesk.name,
    draftAlert: async (draft) => await draftAlert({ storage, bulletin, now: () => new Date() }, draft),
    bulletin,
    now: () => new Date(),
    log,
  });
  const converse = createConverse({
    storage,
    step,
    knowledge: (client) => directory.knowledge(client),
    region: config.region,
    desk: config.itDesk,
    timeZone: settings.officeHours.timeZone,
    openOnDecisive: settings.openOnDecisive,
    answerBy: (at) => answerTimes(settings, at),
    payments: settings.payments,
    campaigns: (client, person) => campaigns.knownTo(client, person),
    targets: handoff.targets,
    onCommitted: handoff.onCommitted,
    now: () => new Date(),
    log,
  });
  const compare = createComparePassphrase(storage);
  const sealPhrase = createSealPhrase({
    storage,
    knowledge: (client) => directory.knowledge(client),
    compare,
  });
  const directLine = createDirectLine({
    storage,
    sealPhrase,
    receive: async (activity, client) => await bot.receive(activity, client),
    signingKey,
    allowedOrigins: config.widgetOrigins,
    clients,
    files,
    onTyping,
    log,
  });
  const { connector } = directLine;
  const bot = createBot({
    config,
    converse,
    connector,
    knowledge: () => knowledge,
    clients,
    files,
    onTyping,
    sealPhrase,
    sentReplies: storage,
    people: storage,
    asides: [
      technicians.aside,
      serveExtension({
        config,
        storage,
        converse,
        knowledge: (client) => directory.knowledge(client),
        deliver: async (to, effects) => await bot.reach.deliver(to, effects),
        log,
      }),
    ],
    fileAddress: (conversation, file, days) => directLine.fileAddress(conversation, file, days),
    hubs: hubsOf(settings, config),
    onHandoffStatus: async (status) => await takeStatus(status),
    log,
    metrics,
  });
  const takeStatus = createHubListener({
    storage,
    converse,
    reach: bot.reach,
    serves: (hub, client) => handoff.targets(client).includes(hub),
    now: () => new Date(),
  });

  const http = createHttpServer({ log, metrics });
  mountHealth(http.restify, {
    checks: {
      serving: () => !stopping,
      knowledge: () => knowledge.scams.length > 0,
      storage: async () => await storage.check().then(() => true),
    },
    metrics,
    log,
  });
  bot.mount(http.restify);
  if (config.directLineSecret === undefined) directLine.mount(http.restify);
  else {
    directLine.mountFiles(http.restify);
    mountAzureDirectLine(http.restify, {
      secret: config.directLineSecret,
      domain: azureDomains[config.bot?.cloud ?? 'public'],
      allowedOrigins: config.widgetOrigins,
      issueSeat: (conversation, user) => directLine.azureSeats.issue(conversation, user),
      log,
    });
  }
  const alerting = {
    config,
    settings,
    storage,
    converse,
    reach: bot.reach,
    bulletin,
    knowledge: (client: string) => directory.knowledge(client),
    log,
  };
  const desks = serveHandoff(http.restify, {
    config,
    settings,
    storage,
    log,
    handoff,
    converse,
    reach: bot.reach,
    knowledge: () => knowledge,
    knowledgeOf: (client) => directory.knowledge(client),
    announce: announceLink,
    staff: clients,
    staffAlerts: alertsAtDesk(alerting),
    directory: {
      storage,
      settings,
      knowledge: () => knowledge,
      onApproved: (client) => directory.refresh(client),
      hashPassphrase: (passphrase) => hashPassphrase(passphrase),
      newId: randomUUID,
      now: () => new Date(),
    },
    startTechnicians: (desk) =>
      technicians.start({
        desk,
        connect: async (serviceUrl) => await bot.connect(serviceUrl),
        takeFiles: bot.takeFiles,
        fileAddress: async (conversation, file, days) =>
          config.publicUrl && `${config.publicUrl}${await directLine.fileAddress(conversation, file, days)}`,
      }),
  });
  const stopCampaigns = campaigns.keepFinding();
  const stopAlerts = serveAlerts(http.restify, alerting, async (token) =>
    config.directLineSecret === undefined
      ? await directLine.readSeat(token)
      : await directLine.azureSeats.read(token),
  );
  mountPages(http.restify, {
    config,
    log,
    catalogue: cataloguePath,
    alerts: true,
  });
  mountCatalogue(http.restify, cataloguePath, {
    edition: () => `${knowledge.version} ${todayIso()}`,
    render: (code) =>
      renderCatalogue(knowledge, { ...code, region: config.region, today: todayIso(), chat: '/' }),
  });
  const port = await http.listen(config.port, config.host);
  await directLine.resume();

  return {
    port,
    deskLink: () => desks.newLink(),
    stop: async () => {
      stopping = true;
      watcher.close();
      await desks.end();
      await Promise.all([stopAlerts(), stopCampaigns()]);
      await Promise.all([http.close(), directLine.close()]);
      await Promise.all([desks.close(), stopDirectory()]);
      await handoff.stop();
      await storage.close();
    },
  };
}

/** Hubs that may tell how a handoff goes. One without its secret was reported when the settings were read. */
function hubsOf({ targets }: Settings, { secret }: Config): { id: string; secret: string }[] {
  return targets.flatMap((target) => {
    const shared = target.kind === 'handoff-hub' ? secret(target.signingSecret) : undefined;
    return shared === undefined ? [] : [{ id: target.id, secret: shared }];
  });
}

/** The first judgement builds what all later ones use; nobody with a caller on the line should wait for it. */
function warmUp(knowledge: Knowledge, region: string): void {
  assess({ story: '', answers: [], proofs: [], region }, knowledge);
}

function todayIso(): string {
  return new Date().toISOString().slice(0, 10);
}
