import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { makeFolder } from './folder.ts';

/** A folder that is well-formed but for some changes, and what must be told of them. */
export type Case = {
  name: string;
  changes: Record<string, string | undefined>;
  /** `file:line` and what must be told there, in order. */
  faults: [at: string, told: RegExp][];
};

/** A test for each case: the folder is refused, and every fault is told at its line. */
export function refuse(cases: readonly Case[]): void {
  for (const { name, changes, faults } of cases) {
    test(`for ${name}`, async (context) => {
      const told = await faultsOf(await makeFolder(context, changes));
      for (const [at, pattern] of faults) {
        assert.ok(
          told.some((line) => line.startsWith(`${at}: `) && pattern.test(line)),
          `expected ${at}: ${pattern}\ngot\n${told.join('\n')}`,
        );
      }
    });
  }
}

/** What is told of a folder that must be refused, as `file:line: what · why · fix`. */
export async function faultsOf(folder: string): Promise<string[]> {
  const result = await loadKnowledge(folder);
  assert.equal(result.kind, 'refused');
  return result.kind === 'refused'
    ? result.faults.map(
        (fault) =>
          `${fault.path.replace(join(folder, '/'), '')}:${fault.line}: ${fault.what} · ${fault.why} · ${fault.fix}`,
      )
    : [];
}
