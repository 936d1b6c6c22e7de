import type { Features } from '../../domain/judging/features.ts';

/** Rows of features as numbers. Row `n` has `columns[at]` with `values[at]` from `starts[n]` to `starts[n + 1]`. */
export type Matrix = {
  /** Names of the columns. */
  names: readonly string[];
  /** How many rows hold each column. */
  holding: Uint32Array;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
};

/** Lays rows of features out by number. Features held by fewer than `leastRows` rows are left out: they teach nothing. */
export function layOutRows(rows: readonly Features[], leastRows: number): Matrix {
  const counts = new Map<string, number>();
  for (const row of rows) for (const name of row.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= leastRows).toSorted(byName);
  const numbers = new Map(kept.map(([name], column) => [name, column]));
  const columns: number[] = [];
  const values: number[] = [];
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    for (const [name, value] of row) {
      const column = numbers.get(name);
      if (column === undefined) continue;
      columns.push(column);
      values.push(value);
    }
    starts[at + 1] = columns.length;
  });
  return {
    names: kept.map(([name]) => name),
    holding: Uint32Array.from(kept, ([, count]) => count),
    starts,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}

function byName([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
}
