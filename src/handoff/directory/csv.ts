import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { suggestName } from '../../knowledge/nearest.ts';
import { mostRows } from './api.ts';
import { fields, giveEach, type Field, type Given } from './content.ts';
import { shown, type Told } from './told.ts';

export type Row = { line: number; given: Given };
/** Lines count from 1, the one with the names of the columns. */
export type LineFault = Told & { line: number };
type Read<Content> = { kind: 'read'; content: Content } | { kind: 'faulty'; faults: LineFault[] };

export const mostBytes = 1_000_000;

/** The names of the columns as `docs/directory.md` tells them; capitals, spaces and hyphens do not matter. */
const columns: Readonly<Record<Field, string>> = {
  kind: 'kind',
  name: 'name',
  number: 'number',
  authority: 'authority',
  login: 'sign-in',
  deputy: 'deputy',
  source: 'source',
  owner: 'owner',
  since: 'since',
  reviewBy: 'review by',
};
const needed: readonly Field[] = ['kind', 'name', 'number', 'source', 'owner', 'reviewBy'];

/** How a column is called in a file. */
export function columnOf(field: Field): string {
  return columns[field];
}

/** The lines of a CSV file as a spreadsheet saves it, with commas, semicolons or tabs between cells. Never throws. */
export function readCsv(bytes: Uint8Array): Read<Row[]> {
  const text = decode(bytes);
  if (text === undefined) return faulty(unreadable);
  const records = split(text);
  if (records.kind === 'faulty') return records;
  const [head, ...body] = records.content;
  if (head === undefined || body.length === 0) return faulty(empty);
  if (body.length > mostRows) return faulty(tooLong(body.length));
  const heading = readHead(head);
  if (heading.kind === 'faulty') return heading;
  const rows = body.map((record) => readRow(record, heading.content));
  const faults = rows.flatMap((row) => ('what' in row ? [row] : []));
  if (faults.length > 0) return { kind: 'faulty', faults };
  return { kind: 'read', content: rows.flatMap((row) => ('given' in row ? [row] : [])) };
}

/** UTF-8, or UTF-16 when it says so; anything else would turn names into other ones without telling. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = isWide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

type CsvRecord = { line: number; cells: string[] };
const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function split(text: string): Read<CsvRecord[]> {
  try {
    const records: unknown = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 10_000,
    });
    const content = Parsed.parse(records).map(({ record, info }) => ({
      // A cell may hold line breaks: the line is the one that the record begins on.
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record,
    }));
    return { kind: 'read', content };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // It gives up at the end of the file; the trouble began in the record after the last that it read.
    return faulty({ ...unsplit, line: Number(error['records'] ?? 0) + 1 });
  }
}

function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  const count = (mark: string): number => head.split(mark).length;
  return [',', ';', '\t'].toSorted((one, other) => count(other) - count(one))[0] ?? ',';
}

/** Which field each column holds. */
function readHead({ line, cells }: CsvRecord): Read<(Field | undefined)[]> {
  const found = cells.map((cell) => fields.find((field) => plain(columns[field]) === plain(cell)));
  const unknown = cells.filter((cell, at) => found[at] === undefined && cell !== '');
  const twice = fields.filter((field) => found.indexOf(field) !== found.lastIndexOf(field));
  const absent = needed.filter((field) => !found.includes(field));
  const faults = [
    ...unknown.map((cell) => ({ line, ...noColumn(cell) })),
    ...twice.map((field) => ({ line, ...columnTwice(columns[field]) })),
    ...absent.map((field) => ({ line, ...columnMissing(columns[field]) })),
  ];
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'read', content: found };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

function readRow({ line, cells }: CsvRecord, heading: readonly (Field | undefined)[]): Row | LineFault {
  if (cells.length !== heading.length) return { line, ...otherLength(cells.length, heading.length) };
  const lost = cells.find((cell, at) => heading[at] === undefined && cell !== '');
  if (lost !== undefined) return { line, ...noHeading(lost) };
  return { line, given: giveEach((field) => cells[heading.indexOf(field)] ?? '') };
}

function faulty(told: Told & { line?: number }): { kind: 'faulty'; faults: LineFault[] } {
  return { kind: 'faulty', faults: [{ line: 1, ...told }] };
}

const unreadable: Told = {
  what: 'the file is not text in UTF-8',
  why: 'letters such as é would become other ones, and nobody would see it',
  fix: 'save it in the spreadsheet as "CSV UTF-8"',
};
const empty: Told = {
  what: 'there are no entries in it',
  why: 'the first line names the columns, and each line below is an entry',
  fix: `begin with: ${fields.map((field) => columns[field]).join(',')}`,
};
const unsplit: Told = {
  what: 'a quotation mark is not closed, or stands where none may, or the line is far too long',
  why: 'it cannot be told where a cell ends',
  fix: 'put quotation marks around the whole cell and double those inside it',
};

function tooLong(rows: number): Told {
  return {
    what: `it has ${rows} entries`,
    why: `a second person has to look at each, and ${mostRows} at once are the most`,
    fix: 'bring it in several files',
  };
}

function noColumn(cell: string): Told {
  return {
    what: `"${shown(cell)}" is no column`,
    why: 'nothing reads it, so what it says would be lost',
    fix: suggestName(cell, Object.values(columns), 'take it out'),
  };
}

function columnTwice(name: string): Told {
  return { what: `the column ${name} is there twice`, why: 'only one could count', fix: 'take one out' };
}

function columnMissing(name: string): Told {
  return {
    what: `the column ${name} is missing`,
    why: 'every entry needs it',
    fix: `add a column called ${name}`,
  };
}

function otherLength(cells: number, headings: number): Told {
  return {
    what: `it has ${cells} cells under ${headings} names of columns`,
    why: 'it cannot be told which cell is which',
    fix: 'put quotation marks around a cell that has a comma in it',
  };
}

function noHeading(cell: string): Told {
  return {
    what: `"${shown(cell)}" stands under no name of a column`,
    why: 'nothing reads it, so it would be lost',
    fix: 'name the column in the first line, or empty the cell',
  };
}
