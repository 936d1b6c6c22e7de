/** Where each of many lists begins when they stand one behind the other in a flat array: list `n` from `starts[n]` up to `starts[n + 1]`. */
export function startsOf(lengths: Uint32Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, at) => (starts[at + 1] = (starts[at] ?? 0) + length));
  return starts;
}

/** The first place from `low` up to `high` where the rising values reach `wanted`; `high` when they do not. */
export function findRising(values: Uint32Array, wanted: number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
