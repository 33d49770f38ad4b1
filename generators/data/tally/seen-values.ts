import { TextCell } from './cell.ts';
import { hash, hashBytes } from './hash.ts';

const STRIDE = 4;
const LOW = 0,
  HIGH = 1,
  COUNT = 2,
  KIND = 3;

/** The different values of a column by their hashes, each with its count and what it was found to be. One cache line holds an entry. */
export class SeenValues {
  size = 0;
  private readonly capacity: number;
  /** Places are the first bits of a hash. */
  private shift = 32 - 6;
  private entries = new Int32Array(64 * STRIDE);

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get full(): boolean {
    return this.size === this.capacity;
  }

  /** Counts a value that has been seen before; false for a new one. */
  hit(low: number, high: number, times = 1): boolean {
    const { entries } = this;
    const first = (low >>> this.shift) * STRIDE;
    // Nearly always the value is in its first place.
    const at = entries[first + LOW] === low && entries[first + HIGH] === high ? first : this.place(low, high);
    if (entries[at + COUNT] === 0) return false;
    entries[at + COUNT]! += times;
    return true;
  }

  insert(low: number, high: number, kind: number, times = 1): void {
    if (++this.size * 2 > this.entries.length / STRIDE) this.grow();
    const at = this.place(low, high);
    this.entries[at + LOW] = low;
    this.entries[at + HIGH] = high;
    this.entries[at + COUNT] = times;
    this.entries[at + KIND] = kind;
  }

  countOf(low: number, high: number): number {
    return this.entries[this.place(low, high) + COUNT]!;
  }

  forEach(take: (count: number, kind: number, low: number, high: number) => void): void {
    const { entries } = this;
    for (let at = 0; at < entries.length; at += STRIDE)
      if (entries[at + COUNT] !== 0) take(entries[at + COUNT]!, entries[at + KIND]!, entries[at + LOW]!, entries[at + HIGH]!);
  }

  /** Whether the other's values find room here too. */
  hasRoomFor(other: SeenValues): boolean {
    let more = 0;
    other.forEach((_count, _kind, low, high) => {
      if (this.countOf(low, high) === 0) more++;
    });
    return this.size + more <= this.capacity;
  }

  /** The same values where only their data arrived, from another thread. */
  static revived(data: object): SeenValues {
    return Object.assign(new SeenValues(0), data);
  }

  /** What need not be copied for another thread. */
  get buffer(): ArrayBufferLike {
    return this.entries.buffer;
  }

  private place(low: number, high: number): number {
    const { entries } = this;
    let at = (low >>> this.shift) * STRIDE;
    while (entries[at + COUNT] !== 0 && (entries[at + LOW] !== low || entries[at + HIGH] !== high))
      at = (at + STRIDE) & (entries.length - 1);
    return at;
  }

  private grow(): void {
    const old = this.entries;
    this.entries = new Int32Array(old.length * 2);
    this.shift--;
    for (let from = 0; from < old.length; from += STRIDE) {
      if (old[from + COUNT] === 0) continue;
      const at = this.place(old[from + LOW]!, old[from + HIGH]!);
      for (let part = 0; part < STRIDE; part++) this.entries[at + part] = old[from + part]!;
    }
  }
}

/** Each text with its count. */
export function countsOf(words: readonly string[], seen: SeenValues): ReadonlyMap<string, number> {
  const cell = new TextCell();
  return new Map(
    words.map((text) => {
      cell.set(text);
      hashBytes(cell.bytes, 0, cell.length);
      return [text, seen.countOf(hash.low, hash.high)];
    }),
  );
}
