import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../dialogs/step.ts';
import { renderCatalogue } from './catalogue/catalogue.ts';
import { createBot } from './channels/bot-framework/bot.ts';
import { azureDomains, mountAzureDirectLine } from './channels/direct-line/azure.ts';
import { createDirectLine } from './channels/direct-line/direct-line.ts';
import type { Config } from './config.ts';
import { createConverse } from './conversation/converse.ts';
import { cataloguePath } from './dialog/anchor.ts';
import { assess } from './domain/assess.ts';
import type { Knowledge } from './domain/knowledge.ts';
import { formatFault } from './knowledge/fault.ts';
import { loadKnowledgeApart } from './knowledge/load-apart.ts';
import { watchKnowledge } from './knowledge/watch.ts';
import type { Log } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { mountCatalogue } from './server/catalogue.ts';
import { mountHealth } from './server/health.ts';
import { mountPages } from './server/pages.ts';
import { createHttpServer } from './server/server.ts';
import { readSigningKey } from './server/signing-key.ts';
import { openSqlite } from './storage/sqlite.ts';

export type Running = { port: number; stop(): Promise<void> };

/** Joins all parts and serves. Rejects when the data folder cannot be used or the port is taken. */
export async function serve(config: Config, loaded: Knowledge, log: Log): Promise<Running> {
  let knowledge = loaded;
  warmUp(loaded, config.region);
  let stopping = false;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const signingKey = config.chatSigningKey ?? (await readSigningKey(config.dataDir));
  const storage = await openSqlite(join(config.dataDir, 'callcheck.sqlite'));
  const metrics = createMetrics();

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
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region: config.region,
    desk: config.itDesk,
    timeZone: 'Europe/London',
    now: () => new Date(),
    log,
  });
  const directLine = createDirectLine({
    storage,
    receive: async (activity) => await bot.receive(activity),
    signingKey,
    allowedOrigins: config.widgetOrigins,
    log,
  });
  const { connector } = directLine;
  const bot = createBot({ config, converse, connector, knowledge: () => knowledge, log, metrics });

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
  else
    mountAzureDirectLine(http.restify, {
      secret: config.directLineSecret,
      domain: azureDomains[config.bot?.cloud ?? 'public'],
      allowedOrigins: config.widgetOrigins,
      log,
    });
  mountPages(http.restify, { config, log, catalogue: cataloguePath });
  mountCatalogue(http.restify, cataloguePath, {
    edition: () => `${knowledge.version} ${todayIso()}`,
    render: (code) =>
      renderCatalogue(knowledge, { ...code, region: config.region, today: todayIso(), chat: '/' }),
  });
  const port = await http.listen(config.port, config.host);
  await directLine.resume();

  return {
    port,
    stop: async () => {
      stopping = true;
      watcher.close();
      await Promise.all([http.close(), directLine.close()]);
      await storage.close();
    },
  };
}

/** The first judgement builds what all later ones use; nobody with a caller on the line should wait for it. */
function warmUp(knowledge: Knowledge, region: string): void {
  assess({ story: '', answers: [], proofs: [], region }, knowledge);
}

function todayIso(): string {
  return new Date().toISOString().slice(0, 10);
}
