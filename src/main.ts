import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../dialogs/step.ts';
import { renderCatalogue } from './catalogue/catalogue.ts';
import { createBot } from './channels/bot-framework/bot.ts';
import { azureDomains, mountAzureDirectLine } from './channels/direct-line/azure.ts';
import { createDirectLine } from './channels/direct-line/direct-line.ts';
import { isLoopback, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { createConverse } from './conversation/converse.ts';
import { cataloguePath } from './dialog/anchor.ts';
import { assess } from './domain/assess.ts';
import type { Knowledge } from './domain/knowledge.ts';
import { formatFault } from './knowledge/fault.ts';
import { loadKnowledge } from './knowledge/load.ts';
import { watchKnowledge } from './knowledge/watch.ts';
import { captureConsole, createLog } from './observability/log.ts';
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
    { current: loaded },
  );
  const converse = createConverse({
    storage,
    step,
    knowledge: () => knowledge,
    region: config.region,
    desk: config.itDesk,
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

/** `npm start`. */
async function main(): Promise<void> {
  const settings = readConfig();
  if (settings.kind === 'refused') return refuse('The settings cannot be used:', settings.faults);
  const { config } = settings;
  const loaded = await loadKnowledge(config.knowledgeDir);
  if (loaded.kind === 'refused') {
    const faults = loaded.faults.map((fault) => formatFault(fault));
    return refuse(`The knowledge in ${config.knowledgeDir} cannot be used:`, faults);
  }
  const log = createLog(config.logLevel);
  captureConsole(log);
  const running = await serve(config, loaded.knowledge, log);
  process.stdout.write(describeStart(config, running.port));
  log.info({ port: running.port, version: loaded.knowledge.version }, 'started');
  stopOnSignal(running, log);
}

function refuse(what: string, faults: readonly string[]): void {
  process.stderr.write(`${what}\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.exitCode = 1;
}

/** For the person who started it: where the chat is, and what is off. */
function describeStart(config: Config, port: number): string {
  const host = isLoopback(config.host) || config.host === '0.0.0.0' ? 'localhost' : config.host;
  const lines = [`Callcheck is ready: http://${host}:${port}/`];
  if (isLoopback(config.host))
    lines.push('Only this computer can reach it. Set HOST=0.0.0.0 to let others in.');
  if (config.bot === undefined)
    lines.push('Teams is off. Set MicrosoftAppId and its credentials to turn it on.');
  return `\n  ${lines.join('\n  ')}\n\n`;
}

function stopOnSignal(running: Running, log: Log): void {
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    running
      .stop()
      .then(() => log.info('stopped'))
      .catch((error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exitCode = 1;
      });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (import.meta.main) await main();
