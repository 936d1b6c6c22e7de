import { prepare } from '../../domain/prepare.ts';
import { loadKnowledge } from '../../knowledge/load.ts';

/** A process of its own, since only the first indexing in a process is that of a start. Takes the folder, prints milliseconds. */
const loaded = await loadKnowledge(process.argv[2] ?? '');
if (loaded.kind === 'refused') throw new Error('The knowledge is broken. See: npm run -s knowledge -- lint');
const begun = performance.now();
prepare(loaded.knowledge);
process.stdout.write(`${performance.now() - begun}\n`);
