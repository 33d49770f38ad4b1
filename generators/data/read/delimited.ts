import { usageError } from '../../core/errors.ts';
import { BadRows } from './bad-rows.ts';
import { bytesOf } from './bytes.ts';
import { CsvReader } from './csv.ts';
import { decodeHead, type Encoding, pythonCodec, utf8Of } from './decode.ts';
import { isPlain, sniffDialect } from './dialect.ts';
import type { Dialect } from './dialect-form.ts';
import type { Division } from './division.ts';
import type { Fields } from '../tally/fields.ts';
import { headerOf } from './header.ts';
import { behindStart, isBlank, rowCheck, tallyOfPart } from './part.ts';
import type { RawTable } from './raw-table.ts';
import { isBlankText } from './records.ts';
import { visible } from './visible.ts';
import { type SecondPart, withSecondPart } from './second-part.ts';
import type { Source } from './source.ts';
import { checkBeginning, hasHeader } from './structure.ts';
import { TableTally, type Writing } from '../tally/tally.ts';
import { textError } from './text-error.ts';
import { TextFault } from './text-fault.ts';
import { readTextRows } from './text-rows.ts';
import type { TotalRows } from './totals.ts';

export interface DelimitedReading {
  readonly division: Division;
  /** Rows that do not fit are left out and counted; without it the first one is refused. */
  readonly aside: boolean;
  /** How dates are written, where a person said it, and numbers, once all of them have been seen. */
  readonly writing: Partial<Writing>;
  /** Takes the rows that are sums of others. */
  readonly totals?: TotalRows | undefined;
}

/** What is remembered of more columns is too much to have it twice. */
const MOST_COLUMNS_DIVIDED = 2000;

/** Reads a delimited text: CSV and its kin. */
export async function readDelimited(source: Source, encoding: Encoding, reading: DelimitedReading): Promise<RawTable> {
  const head = decodeHead(source.head, encoding);
  const sniffed = sniffDialect(head, source.complete);
  if (sniffed === undefined) throw oneColumn(source, head);
  try {
    return await readAs(
      source,
      encoding,
      { ...sniffed.dialect, ...checkBeginning(sniffed, reading.aside), header: hasHeader(sniffed.records), ...reading.writing },
      reading,
    );
  } catch (cause) {
    throw cause instanceof TextFault ? textError(source.path, cause) : cause;
  }
}

async function readAs(
  source: Source,
  encoding: Encoding,
  dialect: Dialect,
  { division, aside, totals }: DelimitedReading,
): Promise<RawTable> {
  if (aside || totals !== undefined || !isPlain(dialect))
    return tableOf(source, encoding, dialect, await readTextRows(source, encoding, dialect, aside, totals), aside);
  try {
    const read = await withSecondPart(source, encoding, division, (second) => readBytes(source, encoding, dialect, second));
    return tableOf(source, encoding, dialect, { ...read, aside: new BadRows() }, false);
  } catch (cause) {
    if (!(cause instanceof TextFault) || !['undoubled', 'unclosed', 'ragged'].includes(cause.kind) || dialect.quote !== '"') throw cause;
    // Backslashes before quotes may come late.
    const escaped = { ...dialect, escape: '\\' };
    const read = await readTextRows(source, encoding, escaped, false).catch(() => undefined);
    if (read === undefined) throw cause;
    return tableOf(source, encoding, escaped, read, false);
  }
}

function tableOf(
  source: Source,
  encoding: Encoding,
  dialect: Dialect,
  { header, tally, aside }: { readonly header: readonly string[]; readonly tally: TableTally; readonly aside: BadRows },
  setAside: boolean,
): RawTable {
  const { delimiter, quote, escape, decimal, skipInitialSpace, skipLines, headerLines, extra, header: named } = dialect;
  return {
    header,
    tally,
    aside,
    file: {
      format: 'csv',
      compression: source.compression,
      encoding: pythonCodec(encoding),
      delimiter,
      quote,
      decimal,
      skipInitialSpace,
      ...(escape === null ? {} : { escape }),
      ...(skipLines === 0 ? {} : { skipLines }),
      ...(headerLines === 1 ? {} : { headerLines }),
      ...(extra === null ? {} : { extraField: extra }),
      ...(named ? {} : { header: false as const }),
      ...(setAside ? { badRows: 'aside' as const } : {}),
    },
  };
}

/** With the scanner of bytes, in two parts if there is a thread to spare. */
async function readBytes(
  source: Source,
  encoding: Encoding,
  dialect: Dialect,
  second: SecondPart | undefined,
): Promise<{ readonly header: readonly string[]; readonly tally: TableTally }> {
  const { path, compression } = source;
  const table: { header?: readonly string[]; tally?: TableTally; isRow?: (fields: Fields) => boolean } = {};
  const begin = (fields: Fields): void => {
    const header = headerOf(fields.texts(), dialect);
    const columns = header.length;
    table.header = header;
    const divided = columns <= MOST_COLUMNS_DIVIDED ? second : undefined;
    table.tally = divided === undefined ? new TableTally(columns, dialect) : tallyOfPart(columns, dialect);
    table.isRow = rowCheck(header, table.tally);
    divided?.begin({ path, encoding: behindStart(encoding), dialect, header, start: divided.start });
  };
  const reader = new CsvReader(dialect, {
    accepts: (fields) => {
      if (table.isRow !== undefined) return table.isRow(fields);
      if (isBlank(fields) || fields.line <= dialect.skipLines) return false;
      begin(fields);
      return !dialect.header;
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
  return { header, tally };
}

function oneColumn({ path }: Source, head: string): Error {
  const lines = head.split('\n').filter((line) => !isBlankText(line));
  if (lines.length === 0) return usageError(`${path} holds only blank lines.`, 'Give a table with a header and at least one row.');
  const [first] = lines;
  if ((first!.match(/"/g)?.length ?? 0) % 2 === 1)
    return usageError(
      `The quotes in line 1 of ${path} do not add up.`,
      `Close the quote, or write "" for one that belongs to the name: ${visible(first!.slice(0, 60))}`,
    );
  return usageError(
    `${path} has only one column: no comma, semicolon, tab or | divides its lines.`,
    'A target and at least one other column are needed; save it as CSV with a header.',
  );
}
