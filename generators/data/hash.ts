/**
 * Two 32-bit hashes of the last value hashed: 64 bits, so that equal hashes can be taken for equal values. A product's
 * first bits depend on all of its factors' bits, its last ones do not: tables take their places from the first.
 */
export const hash = { low: 0, high: 0 };

export const LOW_SEED = 0x2545f491;
export const HIGH_SEED = 0x1b873593;
export const LOW_FACTOR = 0x9e3779b1 | 0;
export const HIGH_FACTOR = 0x85ebca6b | 0;

export function hashBytes(bytes: Uint8Array, start: number, end: number): void {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  for (let at = start; at < end; at++) {
    low = Math.imul(low ^ bytes[at]!, LOW_FACTOR);
    high = Math.imul(high ^ bytes[at]!, HIGH_FACTOR);
  }
  hash.low = low;
  hash.high = high;
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
