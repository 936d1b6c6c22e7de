import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Loaded, Refused } from './load.ts';

/**
 * As `loadKnowledge`, in a process of its own: what reading and checking needs beside the result, several times its size,
 * goes back to the system with that process, and the one that serves people is not held up. Never rejects.
 */
export async function loadKnowledgeApart(folder: string): Promise<Loaded | Refused> {
  return await new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('loading.ts', import.meta.url)), [folder], {
      serialization: 'advanced',
    });
    child.on('message', (result: Loaded | Refused) => resolve(result));
    child.on('error', (error) => resolve(lost(folder, error.message)));
    child.on('close', (code, signal) => resolve(lost(folder, `it ended with ${signal ?? code}`)));
  });
}

function lost(folder: string, how: string): Refused {
  return {
    kind: 'refused',
    faults: [
      {
        path: folder,
        line: 1,
        what: `the process that reads it did not finish: ${how}`,
        why: 'nothing in the folder is known until it can be read',
        fix: 'see that the machine has memory left and may start a process, then save a file or start again',
      },
    ],
  };
}
