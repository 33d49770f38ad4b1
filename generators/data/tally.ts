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

/** What one pass finds in the whole table, a row at a time. */
export class TableTally {
  rows = 0;
  readonly columns: ColumnTally[] = [];
  readonly sample = new RowSample();
  readonly wholeRows = new DistinctCounter(65_536);
  readonly scanner: NumberScanner;
  private readonly writing: Writing;
  private readonly limits: ReturnType<typeof limitsFor>;

  constructor(expectedColumns: number, writing: Writing) {
    this.writing = writing;
    this.scanner = new NumberScanner(writing.decimal, writing.thousands);
    this.limits = limitsFor(expectedColumns);
    for (let column = 0; column < expectedColumns; column++) this.addColumn();
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
    let low = 0;
    let high = 0;
    for (let column = 0; column < this.columns.length; column++) {
      let cell = record[column] ?? '';
      if (trim && cell.charCodeAt(0) === 32) cell = cell.trimStart();
      this.columns[column]!.add(cell);
      if (place !== -1) this.sample.set(column, place, codeOf(cell, this.scanner));
      hashText(cell, low);
      low = hash.low;
      high = (Math.imul(high, 31) + hash.high) | 0;
    }
    this.wholeRows.add(low, high >>> 0, 1);
    this.rows++;
  }

  finish(): void {
    for (const column of this.columns) column.finish();
  }
}
