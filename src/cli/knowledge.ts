import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { explainable, explainEntry } from '../knowledge/explain.ts';
import { formatFault, type Fault } from '../knowledge/fault.ts';
import { lintKnowledge } from '../knowledge/lint.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { nearestName } from '../knowledge/nearest.ts';
import { scamTemplate } from '../knowledge/template.ts';
import { listOverdue } from '../knowledge/upkeep.ts';

const usage = `npm run -s knowledge -- lint              every fault as path:line: what · why · fix
npm run -s knowledge -- new scam <id>      a scam file to fill in
npm run -s knowledge -- overdue            entries whose review day has passed (--today 2026-11-21 asks for another day)
npm run -s knowledge -- explain <id>       one entry, laid out to read
`;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { today: { type: 'string' } },
  });
  const today = typeof values['today'] === 'string' ? values['today'] : new Date().toISOString().slice(0, 10);
  if (Number.isNaN(Date.parse(today))) {
    return refuse([`"${today}" is not a day · review days are compared with it · write it as 2026-11-21`]);
  }
  const settings = readConfig();
  if (settings.kind === 'refused') return refuse(settings.faults);
  const folder = settings.config.knowledgeDir;
  const [command, first, second] = positionals;
  if (command === 'lint') return lint(folder);
  if (command === 'new' && first === 'scam' && second !== undefined) return newScam(folder, second, today);
  if (command === 'overdue') return overdue(folder, today);
  if (command === 'explain' && first !== undefined) return explain(folder, first);
  return refuse([usage]);
}

async function lint(folder: string): Promise<number> {
  const { knowledge, faults } = await lintKnowledge(folder);
  if (!knowledge || faults.length > 0) return refuseFaults(faults);
  const { scams, authorities, reporting, version } = knowledge;
  print(
    `Knowledge ${version} is well: ${scams.length} scams, ${authorities.length} authorities, ${reporting.length} reporting routes.`,
  );
  return 0;
}

async function newScam(folder: string, id: string, today: string): Promise<number> {
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
  print(`Written: ${path}\nFill it in, then run: npm run -s knowledge -- lint`);
  return 0;
}

async function overdue(folder: string, today: string): Promise<number> {
  return withKnowledge(folder, (knowledge) => {
    const late = listOverdue(knowledge, today);
    for (const { folder: place, entry } of late) {
      print(`${entry.reviewBy} ${place}/${entry.id}.yaml (${entry.owner})`);
    }
    if (late.length === 0) print(`Nothing is overdue on ${today}.`);
    return 0;
  });
}

async function explain(folder: string, id: string): Promise<number> {
  return withKnowledge(folder, (knowledge) => {
    const pages = explainEntry(id, knowledge);
    if (pages.length > 0) print(pages.join('\n\n'));
    return pages.length > 0 ? 0 : refuse([unknown(id, knowledge)]);
  });
}

function unknown(id: string, knowledge: Knowledge): string {
  const nearest = nearestName(id, explainable(knowledge));
  return `Nothing is called "${id}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`;
}

async function withKnowledge(folder: string, use: (knowledge: Knowledge) => number): Promise<number> {
  const loaded = await loadKnowledge(folder);
  return loaded.kind === 'loaded' ? use(loaded.knowledge) : refuseFaults(loaded.faults);
}

function refuseFaults(faults: readonly Fault[]): number {
  return refuse(faults.map((fault) => formatFault(fault)));
}

function refuse(lines: readonly string[]): number {
  process.stderr.write(`${lines.join('\n')}\n`);
  return 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
