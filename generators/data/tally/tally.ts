import { TextCell } from './cell.ts';
import { ColumnTally, type FoundInColumn } from './column.ts';
import { type Fields, WHOLE } from './fields.ts';
import { FirstRows } from './first-rows.ts';
import { hash, hashBytes, hashNumber, HIGH_FACTOR, LOW_FACTOR } from './hash.ts';
import { limitsFor } from './limits.ts';
import type { NumberWriting } from './number-text.ts';
import { NumberScanner } from './numbers.ts';
import { codeOf, RowSample } from './sample.ts';

export interface Writing {
  /** The decimal mark of the file: cells that were read as numbers on the way have it. */
  readonly decimal: '.' | ',';
  /** How the numbers of each column are written; of columns beyond, as most are. */
  readonly numbers: readonly NumberWriting[];
  readonly dayFirst: boolean;
  /** A person said so: it holds for every mark, and is no question. */
  readonly orderSaid?: boolean;
}

/** The data of a tally, as they come from another thread. */
export interface FoundInTable {
  readonly rows: number;
  readonly emptyRows: number;
  readonly columns: readonly FoundInColumn[];
  readonly sample: object;
  readonly wholeRows: object;
  readonly shown: readonly (readonly string[])[];
}

interface Block {
  readonly add: (column: number, row: number, cell: string) => void;
  readonly finish: () => void;
}

/** So many rows a person looks at. */
const ROWS_SHOWN = 8;

/** What one pass finds in the whole table, a row at a time. */
export class TableTally {
  rows = 0;
  /** Those that hold nothing, which are not counted. */
  emptyRows = 0;
  readonly columns: ColumnTally[] = [];
  sample = new RowSample();
  wholeRows = new FirstRows();
  /** The first rows as they are written, for a person to look at. */
  readonly shown: string[][] = [];
  private readonly scanners = new Map<string, NumberScanner>();
  private readonly cell = new TextCell();
  private readonly writing: Writing;
  private readonly limits: ReturnType<typeof limitsFor>;

  constructor(columns: number, writing: Writing, expectedColumns = columns) {
    this.writing = writing;
    this.limits = limitsFor(Math.max(1, expectedColumns));
    for (let column = 0; column < columns; column++) this.addColumn();
  }

  /** A column that the rows before it did not have. */
  addColumn(): ColumnTally {
    const tally = new ColumnTally(this.scannerFor(this.columns.length), this.limits, this.writing);
    tally.blank = this.rows;
    this.columns.push(tally);
    this.sample.addColumn();
    return tally;
  }

  /** Columns that are written alike share one. */
  private scannerFor(column: number): NumberScanner {
    const { decimal, numbers } = this.writing;
    const writing = numbers[column] ?? { decimal, thousands: decimal === '.' ? ',' : '.', unit: '', scale: undefined };
    const key = JSON.stringify(writing);
    const scanner = this.scanners.get(key) ?? new NumberScanner(writing);
    this.scanners.set(key, scanner);
    return scanner;
  }

  /** Records with as many cells as there are columns: a column at a time, for what it has seen stays near the processor. */
  add(fields: Fields): void {
    const { columns } = this;
    const end = fields.rows * columns.length;
    for (let first = 0; first < end; first += columns.length) {
      if (this.shown.length < ROWS_SHOWN) this.shown.push(fields.textsFrom(first, columns.length));
      const place = this.sample.next();
      if (!this.wholeRows.full) this.compare(fields, first);
      if (place !== -1) this.keep(fields, first, place);
    }
    for (let column = 0; column < columns.length; column++) columns[column]!.addCells(fields, column, columns.length, end);
    this.rows += fields.rows;
  }

  /** Which columns hold so many numbers that they are best read while they are looked for: 1 for each. */
  get numeric(): Uint8Array {
    return Uint8Array.from(this.columns, (column) => (column.numeric && column.scanner.writing.decimal === this.writing.decimal ? 1 : 0));
  }

  private compare({ states, lows, highs, values }: Fields, first: number): void {
    let low = 0;
    let high = 0;
    for (let cell = first; cell < first + this.columns.length; cell++) {
      if (states[cell]! >= WHOLE) hashNumber(values[cell]!);
      low = Math.imul(low ^ (states[cell]! >= WHOLE ? hash.low : lows[cell]!), LOW_FACTOR);
      high = Math.imul(high ^ (states[cell]! >= WHOLE ? hash.high : highs[cell]!), HIGH_FACTOR);
    }
    this.wholeRows.add(low, high);
  }

  private keep(fields: Fields, first: number, place: number): void {
    const { starts, ends, lows, highs, states, values } = fields;
    for (let column = 0; column < this.columns.length; column++) {
      const cell = first + column;
      const code =
        states[cell]! >= WHOLE
          ? values[cell]!
          : codeOf(fields.bufferOf(cell), starts[cell]!, ends[cell]!, lows[cell]!, highs[cell]!, this.columns[column]!.scanner);
      this.sample.set(column, place, code);
    }
  }

  /** The next rows, to be added column by column as texts: for files that are typed. */
  startBlock(rows: number): Block {
    const places = Int32Array.from({ length: rows }, () => this.sample.next());
    const lows = new Int32Array(rows);
    const highs = new Int32Array(rows);
    const { cell } = this;
    return {
      add: (column, row, text) => {
        cell.set(text);
        hashBytes(cell.bytes, 0, cell.length);
        const { low, high } = hash;
        this.columns[column]!.add(cell.bytes, 0, cell.length, low, high);
        if (this.rows + row < ROWS_SHOWN) (this.shown[this.rows + row] ??= [])[column] = text;
        if (places[row] !== -1)
          this.sample.set(column, places[row]!, codeOf(cell.bytes, 0, cell.length, low, high, this.columns[column]!.scanner));
        lows[row] = Math.imul(lows[row]! ^ low, LOW_FACTOR);
        highs[row] = Math.imul(highs[row]! ^ high, HIGH_FACTOR);
      },
      finish: () => {
        for (let row = 0; row < rows && !this.wholeRows.full; row++) this.wholeRows.add(lows[row]!, highs[row]!);
        this.rows += rows;
      },
    };
  }

  /** One row of texts. */
  addTexts(cells: readonly string[]): void {
    const block = this.startBlock(1);
    for (const [column, text] of cells.entries()) block.add(column, 0, text);
    block.finish();
  }

  /** Takes in what was found in a later part of the table. */
  absorb(later: TableTally): void {
    for (const [at, column] of this.columns.entries()) column.absorb(later.columns[at]!);
    this.sample.absorb(later.sample);
    this.wholeRows.absorb(later.wholeRows);
    this.shown.push(...later.shown.slice(0, ROWS_SHOWN - this.shown.length));
    this.rows += later.rows;
    this.emptyRows += later.emptyRows;
  }

  /** What another thread can be sent. */
  get found(): FoundInTable {
    const { rows, emptyRows, columns, sample, wholeRows, shown } = this;
    return { rows, emptyRows, columns: columns.map(({ found }) => found), sample, wholeRows, shown };
  }

  /** The buffers in what was found, which need not be copied. */
  get buffers(): ArrayBufferLike[] {
    return [...this.columns.flatMap(({ buffers }) => buffers), ...this.sample.columns.map(({ buffer }) => buffer)];
  }

  /** Takes over what another thread found in as many columns. */
  restore({ rows, emptyRows, columns, sample, wholeRows, shown }: FoundInTable): void {
    this.rows = rows;
    this.emptyRows = emptyRows;
    this.shown.push(...shown.map((row) => [...row]));
    for (const [at, found] of columns.entries()) this.columns[at]!.restore(found);
    this.sample = RowSample.revived(sample);
    this.wholeRows = FirstRows.revived(wholeRows);
  }

  finish(): void {
    for (const column of this.columns) column.finish();
  }
}
