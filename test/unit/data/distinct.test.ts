import { describe, expect, test } from 'vitest';
import { DistinctCounter } from '../../../generators/data/tally/distinct.ts';
import { hash, hashBytes, hashNumber } from '../../../generators/data/tally/hash.ts';

describe('counting distinct values', () => {
  test.each([1, 10, 1000, 4096])('is exact for %d', (distinct) => {
    const counter = new DistinctCounter(4096);
    for (let round = 0; round < 3; round++) {
      for (let value = 0; value < distinct; value++) {
        hashNumber(value);
        counter.add(hash.low, hash.high);
      }
    }
    expect(counter).toMatchObject({ exact: true, distinct, repeats: 2 * distinct });
  });

  test.each([10_000, 100_000, 1_000_000])('is near beyond its capacity, for %d', (distinct) => {
    const counter = new DistinctCounter(4096);
    for (let value = 0; value < distinct; value++) {
      const text = Buffer.from(`id-${value}`);
      hashBytes(text, 0, text.length);
      counter.add(hash.low, hash.high);
    }
    expect(counter.exact).toBe(false);
    expect(Math.abs(counter.distinct / distinct - 1)).toBeLessThan(0.06);
    expect(counter.repeats).toBe(0);
  });

  test('sees that values repeat even where it only estimates', () => {
    const counter = new DistinctCounter(1024);
    for (let value = 0; value < 100_000; value++) {
      hashNumber(value % 90_000);
      counter.add(hash.low, hash.high);
    }
    expect(Math.abs(counter.repeats / 10_000 - 1)).toBeLessThan(0.3);
  });

  test('0 and -0 are one value, and neighbours two', () => {
    const of = (value: number): string => (hashNumber(value), `${hash.low} ${hash.high}`);
    expect(of(0)).toBe(of(-0));
    expect(of(0.1)).not.toBe(of(0.1 + 2 ** -55));
  });
});
