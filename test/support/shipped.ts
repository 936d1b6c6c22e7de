import { loadKnowledge } from '../../src/knowledge/load.ts';
import { formatFault } from '../../src/knowledge/fault.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';

/** The knowledge as shipped; a fault in it fails the test that asks, with every fault shown. */
export async function shippedKnowledge(): Promise<Knowledge> {
  const loaded = await loadKnowledge('knowledge');
  if (loaded.kind === 'loaded') return loaded.knowledge;
  throw new Error(loaded.faults.map((fault) => formatFault(fault)).join('\n'));
}
