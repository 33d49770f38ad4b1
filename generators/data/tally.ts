import { ColumnTally, limitsFor } from './column.ts';
import { DistinctCounter } from './distinct.ts';
import { hash, hashText } from './hash.ts';
import { NumberScanner } from './numbers.ts';
import { codeOf, RowSample } from './sample.ts';

export interface Writing {
  readonly decimal: '.' | ',';
  readonly thousands: string;
  readonly dayFirst: boolean;
  readonly skipInitialSpace: boolean;
}

export const ROWS_COMPARED = 2 ** 17;

interface Block {
  readonly add: (column: number, row: number, cell: string) => void;
  readonly finish: () => void;
}

/** What one pass finds in the whole table, a row at a time. */
export class TableTally {
  rows = 0;
  readonly columns: ColumnTally[] = [];
  readonly sample = new RowSample();
  /** Of the first rows only: hashing every cell of a large file would cost a tenth of the time. */
  readonly wholeRows = new DistinctCounter(ROWS_COMPARED);
  readonly scanner: NumberScanner;
  private readonly writing: Writing;
  private readonly limits: ReturnType<typeof limitsFor>;

  constructor(columns: number, writing: Writing, expectedColumns = columns) {
    this.writing = writing;
    this.scanner = new NumberScanner(writing.decimal, writing.thousands);
    this.limits = limitsFor(Math.max(1, expectedColumns));
    for (let column = 0; column < columns; column++) this.addColumn();
  }

  /** A column that the rows before it did not have. */
  addColumn(): ColumnTally {
    const tally = new ColumnTally(this.scanner, this.limits, this.writing.dayFirst);
    tally.blank = this.rows;
    this.columns.push(tally);
    this.sample.addColumn();
    return tally;
  }

  add(record: readonly string[]): void {
    const place = this.sample.next();
    const trim = this.writing.skipInitialSpace;
    const compare = this.rows < ROWS_COMPARED;
    let low = 0;
    let high = 0;
    for (let column = 0; column < this.columns.length; column++) {
      let cell = record[column]!;
      if (trim && cell.startsWith(' ')) cell = cell.trimStart();
      this.columns[column]!.add(cell);
      if (place !== -1) this.sample.set(column, place, codeOf(cell, this.scanner));
      if (compare) {
        hashText(cell, low);
        low = hash.low;
        high = (Math.imul(high, 31) + hash.high) | 0;
      }
    }
    if (compare) this.wholeRows.add(low, high >>> 0, 1);
    this.rows++;
  }

  /** The next rows, to be added column by column: for files that hold columns together. */
  startBlock(rows: number): Block {
    const places = Int32Array.from({ length: rows }, () => this.sample.next());
    const compared = Math.max(0, Math.min(rows, ROWS_COMPARED - this.rows));
    const lows = new Int32Array(compared);
    const highs = new Int32Array(compared);
    return {
      add: (column, row, cell) => {
        this.columns[column]!.add(cell);
        if (places[row] !== -1) this.sample.set(column, places[row]!, codeOf(cell, this.scanner));
        if (row >= compared) return;
        hashText(cell, lows[row]!);
        lows[row] = hash.low;
        highs[row] = Math.imul(highs[row]!, 31) + hash.high;
      },
      finish: () => {
        for (let row = 0; row < compared; row++) this.wholeRows.add(lows[row]! >>> 0, highs[row]! >>> 0, 1);
        this.rows += rows;
      },
    };
  }

  finish(): void {
    for (const column of this.columns) column.finish();
  }
}
