import { describe, expect, it } from 'vitest';
import { checkLineMerge, checkStructuredMerge } from '../support/merge-properties.ts';

/** A part of what `node scripts/try-merges.mjs` tries at length. */
describe('random merges', () => {
  it('by lines lose no line of either side without a conflict', () => {
    for (let seed = 0; seed < 20_000; seed += 1) checkLineMerge(seed);
  });

  it('by key lose no value, no list entry and no comment without a conflict, whatever the layout', () => {
    let clean = 0;
    for (let seed = 0; seed < 400; seed += 1) if (checkStructuredMerge(seed).conflicts.length === 0) clean += 1;
    expect(clean).toBeGreaterThan(100);
  });
});
