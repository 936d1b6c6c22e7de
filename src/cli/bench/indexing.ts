import { prepare } from '../../domain/prepare.ts';
import { ready } from '../ready.ts';

/** Run as a process of its own, since only the first indexing in a process is that of a start: prints its milliseconds. */
const { knowledge } = await ready();
const begun = performance.now();
prepare(knowledge);
process.stdout.write(`${performance.now() - begun}\n`);
