import { readConfig, type Config } from '../config.ts';
import type { Knowledge } from '../domain/knowledge.ts';
import { formatFault } from '../knowledge/fault.ts';
import { loadKnowledge } from '../knowledge/load.ts';

/** Settings and knowledge for a command; tells every fault and ends with status 1 when either is broken. */
export async function ready(): Promise<{ config: Config; knowledge: Knowledge }> {
  const settings = readConfig();
  if (settings.kind === 'refused') return stop(settings.faults);
  const loaded = await loadKnowledge(settings.config.knowledgeDir);
  if (loaded.kind === 'refused') return stop(loaded.faults.map((fault) => formatFault(fault)));
  return { config: settings.config, knowledge: loaded.knowledge };
}

function stop(faults: readonly string[]): never {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(1);
}
