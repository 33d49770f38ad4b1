import { bytesOf } from './bytes.ts';
import { CsvReader } from './csv.ts';
import { type Encoding, EncodingFault, utf8Of } from './decode.ts';
import type { Dialect } from './dialect-form.ts';
import { type Fields, WHOLE } from '../tally/fields.ts';
import { isHeaderAgain } from './header.ts';
import { type FoundInTable, TableTally } from '../tally/tally.ts';
import { TextFault } from './text-fault.ts';

/** The rest of a delimited text from where a record begins. */
export interface Part {
  readonly path: string;
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  readonly header: readonly string[];
  readonly start: number;
}

/** What came of reading a part, in a form that another thread can be sent. */
export type Outcome =
  | { readonly found: FoundInTable }
  | { readonly fault: Pick<TextFault, 'line' | 'kind' | 'values' | 'columns'> }
  | { readonly fault: 'encoding' };

/** Both parts' tallies are in memory at once, so each keeps as much as of a table twice as wide. */
export const tallyOfPart = (columns: number, dialect: Dialect): TableTally => new TableTally(columns, dialect, 2 * columns);

/** The same encoding behind the text's beginning. */
export const behindStart = (encoding: Encoding): Encoding => (encoding === 'utf-8-sig' ? 'utf-8' : encoding);

export async function readPart({ path, encoding, dialect, header, start }: Part): Promise<TableTally> {
  const tally = tallyOfPart(header.length, dialect);
  const reader = new CsvReader(dialect, {
    accepts: rowCheck(header, tally),
    takeRows: (fields) => tally.add(fields),
    numeric: () => tally.numeric,
  });
  await reader.read(utf8Of(bytesOf(path, null, start), encoding));
  reader.finish();
  return tally;
}

/** Tells rows: a blank line is none, nor one of delimiters alone, which is counted; any other with too few or too many values, or the header once more, is a fault. */
export function rowCheck(header: readonly string[], tally: TableTally): (fields: Fields) => boolean {
  const columns = header.length;
  const firstName = Buffer.byteLength(header[0]!);
  return (fields) => {
    if (fields.lengthOf(0) === 0 && isEmpty(fields)) {
      if (fields.count > 1) tally.emptyRows++;
      return false;
    }
    if (fields.count === columns) {
      // Few rows begin with a value as long as the first column's name: the others need no closer look.
      if (fields.lengthOf(0) !== firstName || fields.states[fields.base]! >= WHOLE || !isHeaderAgain(fields.texts(), header)) return true;
      throw new TextFault(fields.line, 'header', columns, columns);
    }
    if (!isBlank(fields)) throw new TextFault(fields.line, 'ragged', fields.count, columns);
    return false;
  };
}

export const isBlank = (fields: Fields): boolean => isEmpty(fields) || (fields.count === 1 && fields.texts()[0]!.trim() === '');

/** Nothing between the delimiters, as spreadsheets write rows below a table. */
function isEmpty(fields: Fields): boolean {
  for (let field = 0; field < fields.count; field++) if (fields.lengthOf(field) > 0) return false;
  return true;
}

/** A fault of the text is an outcome too; any other goes on as it is. */
export function faultOf(cause: unknown): Outcome {
  if (cause instanceof EncodingFault) return { fault: 'encoding' };
  if (!(cause instanceof TextFault)) throw cause;
  const { line, kind, values, columns } = cause;
  return { fault: { line, kind, values, columns } };
}
