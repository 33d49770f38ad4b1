export interface Limits {
  /** Distinct values kept as they are written, and their bytes. */
  readonly words: number;
  readonly bytes: number;
  /** Distinct values known by their hashes, and hashes for estimating how many there are beyond. */
  readonly seen: number;
  readonly distinct: number;
}

/** Memory is bounded for the whole table, so a wide one keeps less of each column. */
export const limitsFor = (columns: number): Limits => ({
  words: Math.max(64, Math.min(1000, Math.floor(100_000 / columns))),
  bytes: Math.max(4_000, Math.min(64_000, Math.floor(4_000_000 / columns))),
  seen: 2 ** Math.max(8, Math.min(14, Math.floor(Math.log2(1_000_000 / columns)))),
  distinct: 2 ** Math.max(8, Math.min(13, Math.floor(Math.log2(1_000_000 / columns)))),
});
