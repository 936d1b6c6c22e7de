import { fileURLToPath } from 'node:url';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { formatFault } from '../../src/knowledge/fault.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

let loading: Promise<Knowledge> | undefined;

/** The knowledge that is shipped, read once per process. Throws with every fault when it cannot be loaded. */
export function loadedKnowledge(): Promise<Knowledge> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Knowledge> {
  const loaded = await loadKnowledge(fileURLToPath(new URL('../../knowledge', import.meta.url)));
  if (loaded.kind === 'refused') throw new Error(loaded.faults.map((fault) => formatFault(fault)).join('\n'));
  return loaded.knowledge;
}
