/** One thing wrong in the knowledge folder, told so that an editor can put it right. `line` counts from 1. */
export type Fault = { path: string; line: number; what: string; why: string; fix: string };

/** `path:line: what · why · fix`, the one way faults are shown. */
export function formatFault({ path, line, what, why, fix }: Fault): string {
  return `${path}:${line}: ${what} · ${why} · ${fix}`;
}

/** In the order an editor meets them: by file, then by line. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((one, other) => compare(one.path, other.path) || one.line - other.line);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
