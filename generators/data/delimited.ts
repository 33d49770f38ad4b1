import { usageError } from '../core/errors.ts';
import { bytesOf } from './bytes.ts';
import { CsvReader } from './csv.ts';
import { decodeHead, type Encoding, pythonCodec, utf8Of } from './decode.ts';
import { type Dialect, fieldsBelow, sniffDialect } from './dialect.ts';
import type { Division } from './division.ts';
import type { Fields } from './fields.ts';
import type { NumbersOfFile } from './number-writing.ts';
import { behindStart, isBlank, isRow, tallyOfPart } from './part.ts';
import type { RawTable } from './raw-table.ts';
import { type SecondPart, withSecondPart } from './second-part.ts';
import type { Source } from './source.ts';
import { TableTally } from './tally.ts';
import { TextFault } from './text-fault.ts';

/** Reads a delimited text: CSV and its kin. */
export async function readDelimited(source: Source, encoding: Encoding, division: Division, numbers?: NumbersOfFile): Promise<RawTable> {
  try {
    return await withSecondPart(source, encoding, division, async (second) => {
      const head = decodeHead(source.head, encoding);
      const dialect = sniffDialect(head, source.complete);
      if (dialect === undefined) throw oneColumn(source, head);
      return readRecords(source, encoding, { ...dialect, ...numbers }, second);
    });
  } catch (cause) {
    throw cause instanceof TextFault ? textError(source, cause) : cause;
  }
}

async function readRecords(source: Source, encoding: Encoding, dialect: Dialect, second: SecondPart | undefined): Promise<RawTable> {
  const { path, compression } = source;
  const table: { header?: readonly string[]; tally?: TableTally } = {};
  const begin = (fields: Fields): void => {
    const columns = fields.count;
    table.header = fields.texts();
    table.tally = second === undefined ? new TableTally(columns, dialect) : tallyOfPart(columns, dialect);
    second?.begin({ path, encoding: behindStart(encoding), dialect, columns, start: second.start });
  };
  const reader = new CsvReader(dialect, {
    accepts: (fields) => {
      if (table.tally !== undefined) return isRow(fields, table.tally.columns.length);
      if (!isBlank(fields)) begin(fields);
      return false;
    },
    takeRows: (fields) => table.tally?.add(fields),
    numeric: () => table.tally?.numeric ?? new Uint8Array(),
  });
  await reader.read(utf8Of(bytesOf(path, compression, 0, second?.start), encoding));
  if (second?.begun === true && reader.complete) table.tally?.absorb(await second.tally(reader.nextLine));
  // The middle is inside a value, or nothing but blank lines is before it.
  else if (second !== undefined) await reader.read(utf8Of(bytesOf(path, compression, second.start), behindStart(encoding)));
  reader.finish();
  const { header, tally } = table;
  if (tally === undefined || header === undefined) throw usageError(`${path} has no header.`, 'The first line must name the columns.');
  tally.finish();
  const { delimiter, quote, decimal, skipInitialSpace } = dialect;
  return { header, tally, file: { format: 'csv', compression, encoding: pythonCodec(encoding), delimiter, quote, decimal, skipInitialSpace } };
}

function oneColumn({ path, complete }: Source, head: string): Error {
  const lines = head.split('\n').filter((line) => line.trim() !== '').slice(0, 10);
  if (lines.length === 0) return usageError(`${path} holds only blank lines.`, 'Give a table with a header and at least one row.');
  const below = fieldsBelow(head, complete);
  if (below !== undefined) return usageError(`The first line of ${path} names one column, but most lines have ${below} values.`, 'If lines stand above the header, remove them.');
  const spaced = lines.every((line) => /\S \S/.test(line));
  return usageError(
    `${path} has only one column: no comma, semicolon, tab or | divides its lines.`,
    spaced ? 'If spaces divide the columns, save it with commas first.' : 'A target and at least one other column are needed; save it as CSV with a header.',
  );
}

function textError({ path }: Source, fault: TextFault): Error {
  switch (fault.kind) {
    case 'ragged':
      return ragged(path, fault);
    case 'unclosed':
      return usageError(`A quote that opens in line ${fault.line} of ${path} is never closed.`, 'Close it, or double a quote that belongs to the value.');
    case 'undoubled':
      return usageError(`A quote inside a quoted value in line ${fault.line} of ${path} is not doubled.`, 'Write "" for a quote that belongs to the value.');
    case 'endless':
      return usageError(`The record in line ${fault.line} of ${path} is longer than 16 MB.`, 'Is a quote open there, or is this no table?');
    case 'nul':
      return usageError(`Line ${fault.line} of ${path} holds NUL bytes, which no text has.`, 'Export the table again as UTF-8 text; the file may be damaged or binary.');
  }
}

function ragged(path: string, { line, values, columns }: TextFault): Error {
  const hint =
    line <= 10 && values > columns
      ? 'If lines stand above the header, remove them.'
      : values > columns
        ? 'Put values that hold the delimiter in quotes.'
        : 'Fill the missing values in, empty ones too, or remove the line.';
  return usageError(`Line ${line} of ${path} has ${values} ${values === 1 ? 'value' : 'values'}, but the header names ${columns} columns.`, hint);
}
