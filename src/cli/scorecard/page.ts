/** A Markdown table; the first column is words, the others are numbers. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [formatRow(head), formatRow(rule), ...rows.map(formatRow)];
}

function formatRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

/** A share or an area with three places; "-" for what could not be measured. */
export function places(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3).replace(/^-(?=0\.000$)/, '') : '-';
}

/** A count, or a median of counts. */
export function count(value: number): string {
  return Number.isFinite(value) ? String(value) : '-';
}

/** "9 of 460". */
export function partOf(part: number, whole: number): string {
  return `${part} of ${whole}`;
}

/** A story as it is quoted in a list: one line, not longer than a few sentences. */
export function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestQuote ? `"${line}"` : `"${line.slice(0, longestQuote).trimEnd()} ..."`;
}
const longestQuote = 400;
