/**
 * Counts distinct values in bounded memory: adaptive sampling (Wegman; Flajolet 1990). It keeps every hash until
 * `capacity` of them are there and then only those that end in one more zero bit, and so on: exact up to the capacity,
 * within about 1/√capacity beyond it. A kept value has been seen at every one of its occurrences, so the sample also
 * tells whether values repeat.
 */
export class DistinctCounter {
  private readonly capacity: number;
  private lows = new Uint32Array(64);
  private highs = new Uint32Array(64);
  private counts = new Uint32Array(64);
  private size = 0;
  private level = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  add(low: number, high: number, times: number): void {
    if ((high & ((1 << this.level) - 1)) !== 0) return;
    const slot = this.slotOf(low, high);
    if (this.counts[slot] !== 0) {
      this.counts[slot] = this.counts[slot]! + times;
      return;
    }
    this.lows[slot] = low;
    this.highs[slot] = high;
    this.counts[slot] = times;
    this.size++;
    if (this.size > this.capacity) this.thin();
    else if (this.size * 2 > this.counts.length) this.rebuild(this.counts.length * 2);
  }

  get exact(): boolean {
    return this.level === 0;
  }

  get distinct(): number {
    return this.size * 2 ** this.level;
  }

  /** How many occurrences were not the first of their value: exact or estimated as `distinct` is. */
  get repeats(): number {
    let repeats = 0;
    for (const count of this.counts) if (count > 1) repeats += count - 1;
    return repeats * 2 ** this.level;
  }

  private slotOf(low: number, high: number): number {
    const mask = this.counts.length - 1;
    let slot = low & mask;
    while (this.counts[slot] !== 0 && (this.lows[slot] !== low || this.highs[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  private thin(): void {
    while (this.size > this.capacity && this.level < 31) {
      this.level++;
      this.rebuild(this.counts.length);
    }
  }

  private rebuild(length: number): void {
    const { lows, highs, counts } = this;
    const dropped = (1 << this.level) - 1;
    this.lows = new Uint32Array(length);
    this.highs = new Uint32Array(length);
    this.counts = new Uint32Array(length);
    this.size = 0;
    for (let old = 0; old < counts.length; old++) {
      if (counts[old] === 0 || (highs[old]! & dropped) !== 0) continue;
      const slot = this.slotOf(lows[old]!, highs[old]!);
      this.lows[slot] = lows[old]!;
      this.highs[slot] = highs[old]!;
      this.counts[slot] = counts[old]!;
      this.size++;
    }
  }
}
