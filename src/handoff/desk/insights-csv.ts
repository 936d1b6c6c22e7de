import { stringify } from 'csv-stringify/sync';
import type { Insights, insightTables } from './api.ts';

type Table = (typeof insightTables)[number];

/**
 * One table for a spreadsheet. Who a caller claimed to be is a stranger's text: a cell that would be run as a formula is made
 * text. The mark at the start tells the spreadsheet that it is UTF-8.
 */
export function writeCsv(table: Table, insights: Insights): string {
  return stringify(rowsOf(table, insights), {
    header: true,
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

type Row = Record<string, string | number | null>;

function rowsOf(table: Table, insights: Insights): Row[] {
  switch (table) {
    case 'verdicts':
    case 'outcomes':
      return Object.entries(insights[table]).map(([answer, count]) => ({ answer, count }));
    case 'callsPerWeek':
    case 'byAuthority':
    case 'firstAnswer':
    case 'overdue':
      return insights[table];
  }
}
