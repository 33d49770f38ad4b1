import { DistinctCounter } from './distinct.ts';

export const ROWS_COMPARED = 2 ** 16;

/** Hashes of the first rows, to see whether whole rows repeat; of more, each cell's hash would cost as much as to find it. */
export class FirstRows {
  private size = 0;
  private lows = new Int32Array(256);
  private highs = new Int32Array(256);

  get full(): boolean {
    return this.size === ROWS_COMPARED;
  }

  add(low: number, high: number): void {
    if (this.size === this.lows.length) this.grow();
    this.lows[this.size] = low;
    this.highs[this.size++] = high;
  }

  /** Takes in the first rows of a later part of the table. */
  absorb(later: FirstRows): void {
    for (let row = 0; row < later.size && !this.full; row++) this.add(later.lows[row]!, later.highs[row]!);
  }

  /** How many are a copy of another. */
  get repeats(): number {
    const counter = new DistinctCounter(ROWS_COMPARED);
    for (let row = 0; row < this.size; row++) counter.add(this.lows[row]!, this.highs[row]!);
    return counter.repeats;
  }

  /** The same rows where only their data arrived, from another thread. */
  static revived(data: object): FirstRows {
    return Object.assign(new FirstRows(), data);
  }

  private grow(): void {
    const { lows, highs } = this;
    this.lows = new Int32Array(this.size * 2);
    this.highs = new Int32Array(this.size * 2);
    this.lows.set(lows);
    this.highs.set(highs);
  }
}
