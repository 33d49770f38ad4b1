import { usageError } from '../../core/errors.ts';
import { BadRows } from './bad-rows.ts';
import { bytesOf } from './bytes.ts';
import { type Encoding, textOf } from './decode.ts';
import type { Dialect } from './dialect-form.ts';
import { headerOf, isHeaderAgain, joinedNames } from './header.ts';
import { isBlankText, LineCutter, RecordSplitter, type TextRecord } from './records.ts';
import type { Source } from './source.ts';
import { TableTally } from '../tally/tally.ts';
import { TextFault } from './text-fault.ts';
import type { TotalRows } from './totals.ts';

type Row = readonly string[];

/** So many rows are handed on together. */
const ROWS_AT_ONCE = 512;

export interface TextRows {
  readonly header: Row;
  readonly tally: TableTally;
  readonly aside: BadRows;
}

/** Reads a text whose cells the scanner of bytes cannot find, or where some rows are left out. */
export async function readTextRows(
  source: Source,
  encoding: Encoding,
  dialect: Dialect,
  setAside: boolean,
  totals?: TotalRows,
): Promise<TextRows> {
  const aside = new BadRows();
  let header: Row | undefined;
  let tally: TableTally | undefined;
  for await (const rows of fittingRows(source, encoding, dialect, aside, setAside, totals)) {
    if (tally === undefined) {
      header = rows[0]!;
      tally = new TableTally(header.length, dialect);
      continue;
    }
    const block = tally.startBlock(rows.length);
    for (let column = 0; column < tally.columns.length; column++)
      for (let row = 0; row < rows.length; row++) block.add(column, row, rows[row]![column]!);
    block.finish();
  }
  if (tally === undefined || header === undefined)
    throw usageError(`${source.path} has no header.`, 'The first line must name the columns.');
  tally.emptyRows = aside.empty;
  tally.finish();
  return { header, tally, aside };
}

/** The header alone, then the rows that fit, some at a time; the others go to `aside` if they may, or the first one is thrown. */
export async function* fittingRows(
  source: Source,
  encoding: Encoding,
  dialect: Dialect,
  aside: BadRows,
  setAside: boolean,
  totals?: TotalRows,
): AsyncGenerator<readonly Row[]> {
  const sieve = new Sieve(dialect, aside, setAside, totals);
  const splitter = new RecordSplitter(dialect, setAside, dialect.skipLines + 1);
  const cutter = new LineCutter();
  let lines = 0;
  for await (const piece of textOf(bytesOf(source.path, source.compression), encoding)) {
    for (const line of cutter.push(lines === 0 ? piece.replace(/^\ufeff/, '') : piece)) {
      if (line.includes('\0')) throw new TextFault(lines + 1, 'nul');
      if (++lines > dialect.skipLines) for (const record of splitter.push(line)) sieve.take(record);
    }
    yield* sieve.batches(ROWS_AT_ONCE);
  }
  for (const line of cutter.finish()) for (const record of splitter.push(line)) sieve.take(record);
  for (const record of splitter.finish()) sieve.take(record);
  yield* sieve.batches(1);
}

/** Tells rows from what is none. */
class Sieve {
  private names: Row | undefined;
  /** A second line of it is to come. */
  private headerIsOpen = false;
  private header: Row | undefined;
  private rows: Row[] = [];
  private readonly dialect: Dialect;
  private readonly aside: BadRows;
  private readonly setAside: boolean;
  private readonly totals: TotalRows | undefined;

  constructor(dialect: Dialect, aside: BadRows, setAside: boolean, totals: TotalRows | undefined) {
    this.dialect = dialect;
    this.aside = aside;
    this.setAside = setAside;
    this.totals = totals;
  }

  take({ line, text, cells, fault }: TextRecord): void {
    if (isBlankText(text)) return;
    if (fault !== undefined) return this.refuse(line, fault, 0);
    if (cells.every((cell) => cell === '')) this.aside.empty += cells.length > 1 && this.names !== undefined ? 1 : 0;
    else if (this.names === undefined) {
      this.names = cells;
      this.headerIsOpen = this.dialect.headerLines > 1;
      if (!this.dialect.header) this.rows.push(cells);
    } else if (this.headerIsOpen && cells.length === this.names.length) {
      this.names = joinedNames(this.names, cells);
      this.headerIsOpen = false;
    } else if (cells.length !== this.width) this.refuse(line, 'ragged', cells.length);
    else if (this.dialect.header && isHeaderAgain(cells, this.names)) this.refuse(line, 'header', cells.length);
    else if (this.totals?.take(line, cells) !== true) this.rows.push(cells);
  }

  /** What has come, if that is at least so many rows; the header first. */
  *batches(least: number): Generator<readonly Row[]> {
    if (this.header === undefined && this.names !== undefined && !this.headerIsOpen)
      yield [(this.header = headerOf(this.names, this.dialect))];
    if (this.rows.length < least) return;
    yield this.rows;
    this.rows = [];
  }

  private get width(): number {
    return this.names!.length + (this.dialect.extra === null ? 0 : 1);
  }

  private refuse(line: number, kind: TextFault['kind'], values: number): void {
    if (!this.setAside) throw new TextFault(line, kind, values, this.names === undefined ? 0 : this.width);
    this.aside.add(line, kind);
  }
}
