/** Two 32-bit hashes of the last value hashed: 64 bits, so that equal hashes can be taken for equal values. */
export const hash = { low: 0, high: 0, spaces: 0 };

/** cyrb53's mixing; counts spaces on the way, since the loop over the characters is what costs. */
export function hashText(text: string, seed = 0): void {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  let spaces = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) spaces++;
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  hash.spaces = spaces;
  finish(low, high);
}

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

export function hashNumber(value: number): void {
  // -0 and 0 are one value.
  float[0] = value + 0;
  finish(Math.imul(halves[0]! ^ 0xdeadbeef, 2654435761) ^ halves[1]!, Math.imul(halves[1]! ^ 0x41c6ce57, 1597334677) ^ halves[0]!);
}

function finish(low: number, high: number): void {
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  hash.low = low >>> 0;
  hash.high = high >>> 0;
}
