/**
 * Two 32-bit hashes of the last value hashed: 64 bits, so that equal hashes can be taken for equal values. A product's
 * first bits depend on all of its factors' bits, its last ones do not: tables take their places from the first.
 */
export const hash = { low: 0, high: 0 };

export const LOW_SEED = 0x2545f491;
export const HIGH_SEED = 0x1b873593;
export const LOW_FACTOR = 0x9e3779b1 | 0;
export const HIGH_FACTOR = 0x85ebca6b | 0;

/** Takes in four bytes at once; the shift brings the last of them to where the next product spreads them. */
export function mixLow(low: number, word: number): number {
  const mixed = Math.imul(low ^ word, LOW_FACTOR);
  return mixed ^ (mixed >>> 15);
}

export function mixHigh(high: number, word: number): number {
  const mixed = Math.imul(high ^ word, HIGH_FACTOR);
  return mixed ^ (mixed >>> 13);
}

/** Four bytes at a time, the first of them lowest; what is left over, none to three, goes last and with its length. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): void {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    low = mixLow(low, word);
    high = mixHigh(high, word);
  }
  let rest = (end - at) << 24;
  for (let shift = 0; at < end; at++, shift += 8) rest |= bytes[at]! << shift;
  hash.low = mixLow(low, rest);
  hash.high = mixHigh(high, rest);
}

const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);

export function hashNumber(value: number): void {
  // -0 and 0 are one value.
  float[0] = value + 0;
  const first = halves[0]!;
  const second = halves[1]!;
  const low = Math.imul(first ^ LOW_SEED, LOW_FACTOR);
  const high = Math.imul(second ^ HIGH_SEED, HIGH_FACTOR);
  hash.low = Math.imul(low ^ (low >>> 15) ^ second, HIGH_FACTOR);
  hash.high = Math.imul(high ^ (high >>> 15) ^ first ^ hash.low, LOW_FACTOR);
}
