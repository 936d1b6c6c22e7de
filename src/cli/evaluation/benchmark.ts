import { fileURLToPath } from 'node:url';
import { readLabelled, type Labelled } from './labelled.ts';

/** The sets of `test/benchmark/`. Real calls are kept apart by how they were written down. */
export const setNames = ['twins', 'stories', 'retold', 'verbatim'] as const;
export type SetName = (typeof setNames)[number];

/** One story of the benchmark and the set it belongs to. */
export type Case = { set: SetName; story: Labelled };

/** Written stories have labelled twins; the other sets are real calls. */
export function isWritten({ set }: Pick<Case, 'set'>): boolean {
  return set === 'twins' || set === 'stories';
}

/** The whole benchmark, in file order. Throws for a line that cannot be read, with its place. */
export async function readBenchmark(): Promise<Case[]> {
  const [twins, stories, calls] = await Promise.all(
    ['twins', 'stories', 'calls'].map(async (name) => await readLabelled([pathOf(`${name}.jsonl`)])),
  );
  return [
    ...(twins ?? []).map((story): Case => ({ set: 'twins', story })),
    ...(stories ?? []).map((story): Case => ({ set: 'stories', story })),
    ...(calls ?? []).map((story): Case => ({
      set: story.wording === 'verbatim' ? 'verbatim' : 'retold',
      story,
    })),
  ];
}

/** Where a file of the benchmark is. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../../test/benchmark/${file}`, import.meta.url));
}
