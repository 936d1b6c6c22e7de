import type { Part } from './measure.ts';

/** A part for people: title, a table with its numbers to the right, and how it was measured. */
export function formatPart({ title, note, rows }: Part): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const lines = cells.map((line) => line.map((cell, at) => align(cell, widths[at] ?? 0, at)).join('  '));
  return [title, ...lines.map((line) => `  ${line}`), `  ${note}`, ''].join('\n');
}

function align(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
