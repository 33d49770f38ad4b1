import { readFile } from 'node:fs/promises';
import readWorkbook, { type CellValue, type Sheet } from 'read-excel-file/node';
import { CliError, usageError } from '../../core/errors.ts';
import { joinedNames } from './header.ts';
import { hasHeader, secondLine, titleLines } from './structure.ts';
import type { RawTable } from './raw-table.ts';
import type { TextRecord } from './records.ts';
import type { Source } from './source.ts';
import { TableTally, type Writing } from '../tally/tally.ts';
import type { TotalRows } from './totals.ts';
import { textOf } from './typed-value.ts';

/** Rows handed on together. */
const ROWS_AT_ONCE = 512;

/** Reads one sheet of an Excel workbook: values of formulas, dates, and the header below merged title rows. */
export async function readExcel(
  source: Source,
  sheet: string | undefined,
  writing: Partial<Writing> = {},
  totals?: TotalRows,
): Promise<RawTable> {
  const { sheet: name, data } = chosen(await sheetsOf(source), sheet, source);
  const dated = datedColumns(data);
  const rows = data
    .map((cells, at) => ({ line: at + 1, cells: cells.map((value, column) => text(value, dated.has(column))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const records: TextRecord[] = rows.map(({ line, cells }) => ({
    line,
    text: '',
    cells: [...cells, ...Array<string>(width - cells.length).fill('')],
  }));
  const above = titleLines(records);
  const named = hasHeader(records.slice(above));
  const headerLines = named && secondLine(records.slice(above)) !== undefined ? 2 : 1;
  const names = headerLines === 2 ? joinedNames(records[above]!.cells, records[above + 1]!.cells) : records[above]!.cells;
  // Cells beside the table are none of it.
  const used = Array.from({ length: width }, (_, column) => column).filter((column) =>
    records.slice(above).some(({ cells }) => cells[column] !== ''),
  );
  const header = used.map((column) => (named ? names[column]! : ''));
  const body = records.slice(named ? above + headerLines : above).filter(
    ({ line, cells }) =>
      totals?.take(
        line,
        used.map((column) => cells[column]!),
      ) !== true,
  );
  const tally = new TableTally(used.length, { numbers: [], dayFirst: false, ...writing, decimal: '.' });
  for (const column of tally.columns) column.typed = false;
  for (let first = 0; first < body.length; first += ROWS_AT_ONCE) {
    const some = body.slice(first, first + ROWS_AT_ONCE);
    const block = tally.startBlock(some.length);
    for (const [at, column] of used.entries()) for (const [row, { cells }] of some.entries()) block.add(at, row, cells[column]!);
    block.finish();
  }
  tally.finish();
  const skipLines = records[above]!.line - 1;
  return {
    header,
    tally,
    file: {
      format: 'excel',
      compression: null,
      encoding: 'utf-8',
      delimiter: null,
      quote: null,
      decimal: '.',
      skipInitialSpace: false,
      sheet: name,
      ...(skipLines === 0 ? {} : { skipLines }),
      ...(headerLines === 1 ? {} : { headerLines }),
      ...(named ? {} : { header: false as const }),
    },
  };
}

async function sheetsOf({ path }: Source): Promise<Sheet[]> {
  try {
    return await readWorkbook(await readFile(path), { trim: false });
  } catch (cause) {
    if (cause instanceof CliError || !(cause instanceof Error) || 'syscall' in cause) throw cause;
    throw usageError(
      `${path} is no Excel workbook that can be read: ${cause.message.replace(/\.$/, '')}.`,
      'Save it as .xlsx without a password, or the sheet as CSV; unpack it if it is a zip archive.',
    );
  }
}

function chosen(sheets: readonly Sheet[], said: string | undefined, { path }: Source): Sheet {
  const names = sheets.map(({ sheet }) => sheet);
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((value) => text(value, false) !== '')));
  if (said !== undefined) {
    const found = filled.find(({ sheet }) => sheet === said);
    if (found !== undefined) return found;
    throw usageError(
      names.includes(said) ? `The sheet ${JSON.stringify(said)} of ${path} is empty.` : `${path} has no sheet ${JSON.stringify(said)}.`,
      `Its sheets are ${names.join(', ')}.`,
    );
  }
  if (filled.length === 1) return filled[0]!;
  if (filled.length === 0) throw usageError(`${path} has no sheet with a table.`, 'Give a table with a header and at least one row.');
  throw new CliError(`${path} has several sheets: ${filled.map(({ sheet }) => sheet).join(', ')}.`, {
    exit: 2,
    hint: 'Say which one it is with --sheet.',
    retry: { why: 'For the first one', words: ['--sheet', filled[0]!.sheet] },
  });
}

const DAY = 86_400_000;
/** Excel counts days from here, but until March of 1900 one too many: for it there was a 29th of February. */
const DAY_0 = Date.UTC(1899, 11, 30),
  MARCH = Date.UTC(1900, 2, 1);

/** Columns with a day that is certainly one: in others small numbers of days are spans of time. */
const datedColumns = (data: Sheet['data']): ReadonlySet<number> =>
  new Set(data.flatMap((row) => row.flatMap((value, column) => (value instanceof Date && value.getTime() >= MARCH ? [column] : []))));

/** A cell as the text that a CSV would hold. The emitted reader writes the same: instants to the second, times of day and spans as hours, minutes and seconds. */
function text(value: CellValue | null | undefined, dated: boolean): string {
  if (!(value instanceof Date)) return textOf(value) ?? '';
  const at = Math.round(value.getTime() / 1000) * 1000;
  if (Number.isNaN(at)) return '';
  if (at < MARCH && !(dated && at >= DAY_0 + DAY)) return span((at - DAY_0) / 1000);
  const iso = new Date(at < MARCH ? at + DAY : at).toISOString().slice(0, 19);
  return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso;
}

const span = (seconds: number): string =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
