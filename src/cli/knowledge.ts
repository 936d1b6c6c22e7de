import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { explainable, explainEntry } from '../knowledge/explain.ts';
import { formatFault, type Fault } from '../knowledge/fault.ts';
import { lintKnowledge } from '../knowledge/lint.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { nearestName } from '../knowledge/nearest.ts';
import { scamTemplate } from '../knowledge/template.ts';
import { listOverdue } from '../knowledge/upkeep.ts';
import { describeWritten, writeCatalogue } from './knowledge/catalogue.ts';
import { compareKnowledge } from './knowledge/changed.ts';

const usage = `npm run -s knowledge -- lint              every fault as path:line: what · why · fix
npm run -s knowledge -- new scam <id>      a scam file to fill in
npm run -s knowledge -- overdue            entries whose review day has passed (--today 2026-11-21 asks for another day)
npm run -s knowledge -- explain <id>       one entry, laid out to read
npm run -s knowledge -- changed            verdicts on the benchmark that change since the last commit (--against v1.2 names another)
npm run -s knowledge -- catalogue [file]   everything as one page to browse (./data/catalogue.html when no file is named)
`;

/** What a command has to say: on standard output when all went well, else on standard error with status 1. */
export type Outcome = { status: 0 | 1; text: string };

if (import.meta.main) {
  const { status, text } = await run(process.argv.slice(2));
  (status === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = status;
}

type Environment = Parameters<typeof readConfig>[0];

/** Runs one command. `environment` tells where the knowledge is; without it, the settings of this process do. */
export async function run(args: readonly string[], environment?: Environment): Promise<Outcome> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { today: { type: 'string' }, against: { type: 'string' } },
  });
  const today = typeof values['today'] === 'string' ? values['today'] : new Date().toISOString().slice(0, 10);
  if (Number.isNaN(Date.parse(today))) {
    return refuse([`"${today}" is not a day · review days are compared with it · write it as 2026-11-21`]);
  }
  const settings = readConfig(environment);
  if (settings.kind === 'refused') return refuse(settings.faults);
  const folder = settings.config.knowledgeDir;
  const [command, first, second] = positionals;
  if (command === 'lint') return lint(folder, today);
  if (command === 'new' && first === 'scam' && second !== undefined) return newScam(folder, second, today);
  if (command === 'overdue') return overdue(folder, today);
  if (command === 'explain' && first !== undefined) return explain(folder, first);
  if (command === 'catalogue') return catalogue(settings.config, first, today);
  if (command === 'changed') {
    const against = typeof values['against'] === 'string' ? values['against'] : 'HEAD';
    return changed(settings.config, against);
  }
  return refuse([usage]);
}

async function lint(folder: string, today: string): Promise<Outcome> {
  const { knowledge, faults } = await lintKnowledge(folder, today);
  if (!knowledge || faults.length > 0) return refuseFaults(faults);
  const { scams, authorities, reporting, version } = knowledge;
  return tell([
    `Knowledge ${version} is well: ${scams.length} scams, ${authorities.length} authorities, ${reporting.length} reporting routes.`,
  ]);
}

async function newScam(folder: string, id: string, today: string): Promise<Outcome> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    return refuse([
      `"${id}" cannot be an id · it becomes a file name · use small letters, digits and hyphens, as in fake-bank-call`,
    ]);
  }
  const path = join(folder, 'scams', `${id}.yaml`);
  try {
    await writeFile(path, scamTemplate(today), { flag: 'wx' });
  } catch (error) {
    return refuse([`${path} was not written: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return tell([`Written: ${path}`, 'Fill it in, then run: npm run -s knowledge -- lint']);
}

async function overdue(folder: string, today: string): Promise<Outcome> {
  return withKnowledge(folder, (knowledge) => {
    const late = listOverdue(knowledge, today).map(
      ({ place, owner, reviewBy }) => `${reviewBy} ${place} (${owner})`,
    );
    return tell(late.length > 0 ? late : [`Nothing is overdue on ${today}.`]);
  });
}

async function explain(folder: string, id: string): Promise<Outcome> {
  return withKnowledge(folder, (knowledge) => {
    const pages = explainEntry(id, knowledge);
    return pages.length > 0 ? tell([pages.join('\n\n')]) : refuse([unknown(id, knowledge)]);
  });
}

async function changed({ knowledgeDir, region }: Config, against: string): Promise<Outcome> {
  const compared = await compareKnowledge(knowledgeDir, against, region);
  return compared.kind === 'compared' ? tell(compared.lines) : refuse([compared.line]);
}

async function catalogue(config: Config, file: string | undefined, today: string): Promise<Outcome> {
  const loaded = await loadKnowledge(config.knowledgeDir);
  if (loaded.kind === 'refused') return refuseFaults(loaded.faults);
  const path = resolve(file ?? join(config.dataDir, 'catalogue.html'));
  try {
    return tell([describeWritten(path, await writeCatalogue(path, loaded.knowledge, config, today))]);
  } catch (error) {
    return refuse([
      `${path} was not written: ${error instanceof Error ? error.message : String(error)} · there is no page to read · name a file that can be written`,
    ]);
  }
}

function unknown(id: string, knowledge: Knowledge): string {
  const nearest = nearestName(id, explainable(knowledge));
  return `Nothing is called "${id}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`;
}

async function withKnowledge(folder: string, use: (knowledge: Knowledge) => Outcome): Promise<Outcome> {
  const loaded = await loadKnowledge(folder);
  return loaded.kind === 'loaded' ? use(loaded.knowledge) : refuseFaults(loaded.faults);
}

function refuseFaults(faults: readonly Fault[]): Outcome {
  return refuse(faults.map((fault) => formatFault(fault)));
}

function refuse(lines: readonly string[]): Outcome {
  return { status: 1, text: `${lines.join('\n')}\n` };
}

function tell(lines: readonly string[]): Outcome {
  return { status: 0, text: `${lines.join('\n')}\n` };
}
