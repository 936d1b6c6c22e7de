import { isLoopback, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { formatFault } from './knowledge/fault.ts';
import { loadKnowledgeApart } from './knowledge/load-apart.ts';
import { loadSettings } from './settings/load.ts';
import type { Log } from './observability/log.ts';
import type { Running } from './serve.ts';

/** `npm start`. */
async function main(): Promise<void> {
  const settings = readConfig();
  if (settings.kind === 'refused') return refuse('The settings cannot be used:', settings.faults);
  const { config } = settings;
  const decided = await loadSettings(config);
  if (decided.kind === 'refused')
    return refuse('What the settings file decides cannot be used:', decided.faults);
  // While the knowledge is read by another process, this one loads the program.
  const loading = loadKnowledgeApart(config.knowledgeDir);
  const { serve } = await import('./serve.ts');
  const { captureConsole, createLog } = await import('./observability/log.ts');
  const loaded = await loading;
  if (loaded.kind === 'refused') {
    const faults = loaded.faults.map((fault) => formatFault(fault));
    return refuse(`The knowledge in ${config.knowledgeDir} cannot be used:`, faults);
  }
  const log = createLog(config.logLevel);
  captureConsole(log);
  const running = await serve(config, decided.settings, loaded.knowledge, log, (path) =>
    process.stdout.write(`  The desk, once: ${addressOf(config, running.port)}${path}\n`),
  );
  process.stdout.write(describeStart(config, running));
  log.info({ port: running.port, version: loaded.knowledge.version }, 'started');
  stopOnSignal(running, log);
}

function refuse(what: string, faults: readonly string[]): void {
  process.stderr.write(`${what}\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.exitCode = 1;
}

/** For the person who started it: where the chat is, and what is off. */
function describeStart(config: Config, running: Running): string {
  const { port } = running;
  const lines = [`Callcheck is ready: ${addressOf(config, port)}/`];
  const link = running.deskLink();
  lines.push(
    link === undefined
      ? `The desk for technicians: ${addressOf(config, port)}/desk`
      : `The desk for technicians, once: ${addressOf(config, port)}${link}`,
  );
  if (isLoopback(config.host))
    lines.push('Only this computer can reach it. Set HOST=0.0.0.0 to let others in.');
  if (config.bot === undefined)
    lines.push('Teams is off. Set MicrosoftAppId and its credentials to turn it on.');
  return `\n  ${lines.join('\n  ')}\n\n`;
}

function addressOf({ host }: Config, port: number): string {
  const name = isLoopback(host) || host === '0.0.0.0' ? 'localhost' : host;
  return `http://${name}:${port}`;
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
