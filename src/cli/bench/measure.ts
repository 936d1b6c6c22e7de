/** One table of the report. All its rows were measured in the same run, so their ratios mean something. */
export type Part = {
  name: string;
  title: string;
  /** How it was measured, in a sentence. */
  note: string;
  rows: readonly Readonly<Record<string, string | number>>[];
};

/** Long enough for the engine to have compiled what it will compile. */
const warmUpMs = 1000;

/** Milliseconds of `work` on each input, one after the other, after a warm-up. */
export function timeEach<Input>(inputs: readonly Input[], work: (input: Input) => unknown): number[] {
  warmUp(inputs, work);
  return inputs.map((input) => {
    const begun = performance.now();
    work(input);
    return performance.now() - begun;
  });
}

function warmUp<Input>(inputs: readonly Input[], work: (input: Input) => unknown): void {
  const warmAt = performance.now() + warmUpMs;
  for (const input of inputs) {
    if (performance.now() > warmAt) return;
    work(input);
  }
}

/** The smallest measured value that `share` (0 to 1) of all values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Three significant digits: more would be noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Median and 99th percentile as columns of a table. */
export function spread(durationsMs: readonly number[]): { 'p50 ms': number; 'p99 ms': number } {
  return { 'p50 ms': rounded(median(durationsMs)), 'p99 ms': rounded(percentile(durationsMs, 0.99)) };
}
