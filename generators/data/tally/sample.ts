import { TextCell } from './cell.ts';
import { hash, hashBytes } from './hash.ts';
import type { NumberScanner } from './numbers.ts';

/** Equal cells have equal codes. A number is its own code; a word's ends in .5, so that it is never a number's; missing is NaN. */
export type Codes = Float64Array;

const MOST_ROWS = 20_000;
const LEAST_ROWS = 100;
const MOST_CELLS = 1_000_000;

export function codeOf(bytes: Buffer, start: number, end: number, low: number, high: number, scanner: NumberScanner): number {
  if (start === end) return NaN;
  if (scanner.scan(bytes, start, end) && !(scanner.odd && (scanner.leadingZero || scanner.unsafe))) return scanner.value;
  return (low >>> 0) * 2 ** 16 + (high >>> 16) + 0.5;
}

/** The code of a cell with this text. */
export function codeOfText(text: string, scanner: NumberScanner): number {
  const cell = new TextCell();
  cell.set(text);
  hashBytes(cell.bytes, 0, cell.length);
  return codeOf(cell.bytes, 0, cell.length, hash.low, hash.high, scanner);
}

/**
 * Rows drawn evenly from the whole table (Li's algorithm L, always with the same seed), held as one float per cell:
 * enough to see which columns tell the target without reading the file again.
 */
export class RowSample {
  readonly columns: Codes[] = [];
  rows = 0;
  private seen = 0;
  private room = 256;
  private capacity = MOST_ROWS;
  private state = 0x9e3779b9;
  /** Once all places are taken: the largest of their random numbers, were each row to have one, and the row that has a smaller one next. */
  private largest = 1;
  private wanted = 0;

  /** The place where the next row is to be kept, or -1. */
  next(): number {
    this.seen++;
    if (this.rows < this.capacity) {
      if (this.rows === this.room) this.resize(Math.min(this.room * 2, this.capacity));
      if (this.rows + 1 === this.capacity) this.leap();
      return this.rows++;
    }
    if (this.seen < this.wanted) return -1;
    this.leap();
    return Math.floor(this.random() * this.capacity);
  }

  /** So many rows are passed over as would have larger numbers: none of them has to be drawn. */
  private leap(): void {
    this.largest *= (1 - this.random()) ** (1 / this.capacity);
    this.wanted = this.seen + 1 + Math.floor(Math.log(1 - this.random()) / Math.log(1 - this.largest));
  }

  /** A column may join late: rows before it have no value there, and many columns leave room for fewer rows. */
  addColumn(): void {
    this.columns.push(new Float64Array(this.room).fill(NaN));
    this.capacity = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / this.columns.length)));
    this.rows = Math.min(this.rows, this.capacity);
    if (this.room > 2 * this.capacity) this.resize(this.capacity);
    // What it is on average for so many rows.
    if (this.seen > this.capacity) this.largest = this.capacity / this.seen;
  }

  set(column: number, place: number, code: number): void {
    this.columns[column]![place] = code;
  }

  /** Takes in the rows drawn from a later part of the table, of both so many as the parts have rows. */
  absorb(later: RowSample): void {
    const seen = this.seen + later.seen;
    const share = Math.min(1, this.capacity / seen);
    const [own, others] = [Math.round(this.seen * share), Math.round(later.seen * share)];
    for (const [at, codes] of this.columns.entries()) {
      const joined = new Float64Array(own + others);
      for (let row = 0; row < own; row++) joined[row] = codes[Math.floor((row * this.rows) / own)]!;
      for (let row = 0; row < others; row++) joined[own + row] = later.columns[at]![Math.floor((row * later.rows) / others)]!;
      this.columns[at] = joined;
    }
    this.rows = this.room = own + others;
    this.seen = seen;
  }

  /** The same sample where only its data arrived, from another thread. */
  static revived(data: object): RowSample {
    return Object.assign(new RowSample(), data);
  }

  private resize(room: number): void {
    this.room = room;
    for (const [at, codes] of this.columns.entries()) {
      const resized = new Float64Array(room).fill(NaN);
      resized.set(codes.subarray(0, room));
      this.columns[at] = resized;
    }
  }

  /** mulberry32 */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
