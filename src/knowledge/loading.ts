import { loadKnowledge } from './load.ts';

/** The process that `loadKnowledgeApart` starts: loads the folder it is given, sends what came of it, and ends. */
const [folder = ''] = process.argv.slice(2);
const result = await loadKnowledge(folder);
process.send?.(result, () => {
  // Whoever asked may have died meanwhile, and the channel with them.
  if (process.connected) process.disconnect();
});
