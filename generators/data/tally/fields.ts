/** What a cell is: bytes in place, bytes that were rewritten, or a number, known to its last place or nearly. */
export const IN_PLACE = 0,
  REWRITTEN = 1,
  WHOLE = 2,
  FRACTION = 3,
  NEARLY = 4;

/** So many cells are collected before columns take them: few enough to stay near the processor. */
const CELLS_AT_ONCE = 2048;

/** The cells of a few records: where they stand, and their hashes. */
export class Fields {
  /** Cells of the record that is being read; they follow those of the records that are kept. */
  count = 0;
  base = 0;
  rows = 0;
  /** The line of the file on which the record begins, from 1. */
  line = 1;
  bytes: Buffer = Buffer.alloc(0);
  /** Where cells stand that could not stay in place, for doubled quotes had to go. */
  rewritten: Buffer = Buffer.allocUnsafe(4096);
  private rewrittenLength = 0;

  starts = new Int32Array(64);
  ends = new Int32Array(64);
  lows = new Int32Array(64);
  highs = new Int32Array(64);
  /** Of cells that were read as numbers on the way. */
  values = new Float64Array(64);
  states = new Uint8Array(64);

  /** The record that was read joins those that columns are to take. */
  keep(): void {
    this.base += this.count;
    this.count = 0;
    this.rows++;
  }

  get full(): boolean {
    return this.base >= CELLS_AT_ONCE;
  }

  clear(): void {
    this.count = this.base = this.rows = this.rewrittenLength = 0;
  }

  /** A cell with the hash of its bytes. */
  push(start: number, end: number, low: number, high: number): void {
    const at = this.base + this.count++;
    if (at === this.starts.length) this.grow();
    this.starts[at] = start;
    this.ends[at] = end;
    this.lows[at] = low;
    this.highs[at] = high;
    this.states[at] = IN_PLACE;
  }

  pushNumber(start: number, end: number, value: number, state: number): void {
    const at = this.base + this.count++;
    if (at === this.starts.length) this.grow();
    this.starts[at] = start;
    this.ends[at] = end;
    this.values[at] = value;
    this.states[at] = state;
  }

  /** Room for a cell of at most this many bytes outside of the text; `pushRewritten` says how many it has become. */
  room(length: number): number {
    if (this.rewrittenLength + length > this.rewritten.length) {
      this.rewritten = Buffer.concat([this.rewritten], 2 * (this.rewrittenLength + length));
    }
    return this.rewrittenLength;
  }

  pushRewritten(length: number, low: number, high: number): void {
    this.push(this.rewrittenLength, this.rewrittenLength + length, low, high);
    this.states[this.base + this.count - 1] = REWRITTEN;
    this.rewrittenLength += length;
  }

  /** Bytes of a cell of the record that is being read. */
  lengthOf(field: number): number {
    return this.ends[this.base + field]! - this.starts[this.base + field]!;
  }

  bufferOf(field: number): Buffer {
    return this.states[field] === REWRITTEN ? this.rewritten : this.bytes;
  }

  /** Of the record that is being read. */
  texts(): string[] {
    return this.textsFrom(this.base, this.count);
  }

  /** Of so many cells. */
  textsFrom(first: number, count: number): string[] {
    return Array.from({ length: count }, (_, field) =>
      this.bufferOf(first + field).toString('utf8', this.starts[first + field], this.ends[first + field]),
    );
  }

  private grow(): void {
    const doubled = <T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T => (to.set(from), to);
    const length = this.starts.length * 2;
    this.starts = doubled(this.starts, new Int32Array(length));
    this.ends = doubled(this.ends, new Int32Array(length));
    this.lows = doubled(this.lows, new Int32Array(length));
    this.highs = doubled(this.highs, new Int32Array(length));
    this.values = doubled(this.values, new Float64Array(length));
    this.states = doubled(this.states, new Uint8Array(length));
  }
}
