const STRIDE = 4;
const LOW = 0,
  HIGH = 1,
  COUNT = 2;

/**
 * Counts distinct values in bounded memory: adaptive sampling (Wegman; Flajolet 1990). It keeps every hash until
 * `capacity` of them are there and then only those whose rank begins with one more zero bit, and so on: exact up to
 * the capacity, within about 1/√capacity beyond it. A kept value has been seen at every one of its occurrences, so the
 * sample also tells whether values repeat.
 */
export class DistinctCounter {
  private readonly capacity: number;
  private shift = 32 - 6;
  private entries = new Int32Array(64 * STRIDE);
  private size = 0;
  private level = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  add(low: number, high: number, times = 1): void {
    if (!this.stays(low, high)) return;
    const at = this.place(low, high);
    const { entries } = this;
    if (entries[at + COUNT] !== 0) {
      entries[at + COUNT]! += times;
      return;
    }
    entries[at + LOW] = low;
    entries[at + HIGH] = high;
    entries[at + COUNT] = times;
    this.size++;
    if (this.size > this.capacity) this.thin();
    else if (this.size * 2 * STRIDE > entries.length) this.rebuild(entries.length * 2);
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
    for (let at = COUNT; at < this.entries.length; at += STRIDE) repeats += Math.max(0, this.entries[at]! - 1);
    return repeats * 2 ** this.level;
  }

  /** As if the other's values had been added one by one. */
  absorb({ entries, level }: DistinctCounter): void {
    if (level > this.level) {
      this.level = level;
      this.rebuild(this.entries.length);
    }
    for (let at = 0; at < entries.length; at += STRIDE) {
      if (entries[at + COUNT] !== 0) this.add(entries[at + LOW]!, entries[at + HIGH]!, entries[at + COUNT]!);
    }
  }

  /** The same counter where only its data arrived, from another thread. */
  static revived(data: object): DistinctCounter {
    return Object.assign(new DistinctCounter(0), data);
  }

  /** What need not be copied for another thread. */
  get buffer(): ArrayBufferLike {
    return this.entries.buffer;
  }

  private stays(low: number, high: number): boolean {
    // Of other bits than the place, or those who stay would crowd together.
    return this.level === 0 || Math.imul(high ^ (high >>> 16) ^ (low >>> 7), 0x297a2d39) >>> (32 - this.level) === 0;
  }

  private place(low: number, high: number): number {
    const { entries } = this;
    let at = (Math.imul(low ^ (high >>> 15), 0x2c1b3c6d) >>> this.shift) * STRIDE;
    while (entries[at + COUNT] !== 0 && (entries[at + LOW] !== low || entries[at + HIGH] !== high))
      at = (at + STRIDE) & (entries.length - 1);
    return at;
  }

  private thin(): void {
    while (this.size > this.capacity && this.level < 31) {
      this.level++;
      this.rebuild(this.entries.length);
    }
  }

  private rebuild(length: number): void {
    const old = this.kept();
    if (length === this.entries.length) this.entries.fill(0);
    else this.entries = new Int32Array(length);
    this.shift = Math.clz32(length / STRIDE) + 1;
    this.size = old.length / STRIDE;
    for (let from = 0; from < old.length; from += STRIDE) {
      const at = this.place(old[from + LOW]!, old[from + HIGH]!);
      for (let part = 0; part <= COUNT; part++) this.entries[at + part] = old[from + part]!;
    }
  }

  /** The entries that stay, without the gaps between them. */
  private kept(): Int32Array {
    const { entries } = this;
    const kept = new Int32Array(this.size * STRIDE);
    let to = 0;
    for (let from = 0; from < entries.length; from += STRIDE) {
      if (entries[from + COUNT] === 0 || !this.stays(entries[from + LOW]!, entries[from + HIGH]!)) continue;
      for (let part = 0; part <= COUNT; part++) kept[to + part] = entries[from + part]!;
      to += STRIDE;
    }
    return kept.subarray(0, to);
  }
}
