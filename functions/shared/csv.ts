import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Answer } from './answer.ts';
import type { UploadedFile } from './contract.ts';
import { malformed } from './request.refusals.ts';
import { toShiftJis } from './shift-jis.ts';

/** A column of a file: the name that our code has for it, and the headings under which people write it. */
export interface Column<Name extends string> {
  readonly name: Name;
  /** The first one is what an export writes. */
  readonly headings: readonly [string, ...string[]];
  readonly isRequired?: boolean;
}

/** One row by the names of its columns; a cell that is empty is not there. */
export interface CsvRow<Name extends string> {
  /** The line of the file on which the row begins, the heading being line 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Name, string>>>;
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a file of rows (RFC 4180, with LF or CRLF). Refuses a file whose headings are not understood, which has no rows or more
 * than `rowsMax`; what is wrong in a row is the caller's to say, row by row.
 */
export function readCsv<Name extends string>(
  { text }: UploadedFile,
  columns: readonly Column<Name>[],
  rowsMax: number,
): CsvRow<Name>[] {
  const [heading, ...rows] = recordsOf(text);
  if (!heading) throw refusedFile('empty_file', 'The file is empty.');
  const places = placesOf(heading.record, columns);
  if (rows.length === 0) throw refusedFile('no_rows', 'The file has no rows below its headings.');
  if (rows.length > rowsMax) throw refusedFile('too_many_rows', `A file may have ${rowsMax} rows at most.`);
  return rows.map(({ record, info }) => ({
    // The parser tells the line on which a record ends: a quoted cell may hold line breaks.
    line: info.lines - record.join('').split('\n').length + 1,
    cells: cellsOf(record, places),
  }));
}

function recordsOf(text: string): ParsedRecord[] {
  try {
    const options = {
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
    };
    return parse(text, options) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusedFile('invalid_csv', `Not a file of comma-separated values: ${error.message}`, error);
  }
}

function placesOf<Name extends string>(
  heading: readonly string[],
  columns: readonly Column<Name>[],
): (Name | undefined)[] {
  const places = heading.map(
    (text) => columns.find(({ headings }) => headings.includes(text.normalize('NFKC').trim()))?.name,
  );
  const unknown = heading.filter((text, at) => places[at] === undefined && text.trim() !== '');
  const missing = columns.filter(({ name, isRequired }) => isRequired && !places.includes(name));
  const twice = columns.filter(({ name }) => places.indexOf(name) !== places.lastIndexOf(name));
  const errors = [
    ...unknown.map((text) => ({ pointer: '', code: 'unknown_column', message: `There is no column ${text}.` })),
    ...missing.map(({ headings }) => ({
      pointer: '',
      code: 'required',
      message: `The column ${headings[0]} is missing.`,
    })),
    ...twice.map(({ headings }) => ({
      pointer: '',
      code: 'duplicate',
      message: `The column ${headings[0]} is there twice.`,
    })),
  ];
  if (errors.length > 0) throw malformed(errors);
  return places;
}

function cellsOf<Name extends string>(record: readonly string[], places: readonly (Name | undefined)[]) {
  const cells: Partial<Record<Name, string>> = {};
  for (const [at, name] of places.entries()) {
    const text = unguarded(record[at] ?? '').trim();
    if (name !== undefined && text !== '') cells[name] = text;
  }
  return cells;
}

const refusedFile = (code: string, message: string, cause?: unknown) =>
  malformed([{ pointer: '', code, message }], cause);

/**
 * Spreadsheets run a cell that begins like a formula, the Japanese ones also where it does so in full width. An export puts an
 * apostrophe before it (OWASP, CSV Injection), and an import takes that apostrophe away again.
 */
const guarded = (text: string): string => (/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text);
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@＝＋－＠])/, '');
/** A line break in a cell would begin a row of its own for whoever takes a single LF or CR for the end of one. */
const lineBreak = /[\r\n]/;

/** Rows as an answer to be downloaded, under the first heading of each column. UTF-8 with a mark, by which Excel knows it. */
export function csvAnswer<Name extends string>(
  columns: readonly Column<Name>[],
  rows: readonly Readonly<Partial<Record<Name, string>>>[],
  { encoding, fileName }: { readonly encoding: UploadedFile['encoding']; readonly fileName: string },
): Answer {
  const headings = columns.map((column) => column.headings[0]);
  const records = rows.map((row) => columns.map(({ name }) => guarded(row[name] ?? '')));
  const text = stringify([headings, ...records], { record_delimiter: 'windows', quoted_match: lineBreak });
  const bytes = encoding === 'shift_jis' ? toShiftJis(text) : Buffer.from(`\ufeff${text}`, 'utf8');
  return {
    status: 200,
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
    headers: {
      'content-type': csvMediaTypes[encoding],
      'content-disposition': `attachment; filename="${fileName}"`,
    },
  };
}

/** How the answers of an export are declared in its contract. */
export const csvMediaTypes = {
  'utf-8': 'text/csv; charset=utf-8',
  shift_jis: 'text/csv; charset=shift_jis',
} as const;
