import type { ColumnProfile, Profile } from '../data/tally/profile.ts';

export interface Bar {
  readonly label: string;
  readonly count: number;
}

const BINS = 20;
const BARS = 12;

/** How the values of a column are spread: of numbers in equal bins, from the sample of rows; of few values each; of others nothing. */
export function histogramOf(profile: Profile, at: number): readonly Bar[] {
  const column = profile.columns[at]!;
  const { frequencies, type, min, max } = column;
  const numeric = (type === 'integer' || type === 'float') && typeof min === 'number' && typeof max === 'number';
  if (numeric && (frequencies === undefined || frequencies.length > BARS))
    return binned(profile.sample.columns[at]!.subarray(0, profile.sample.rows), min, max);
  return frequencies === undefined ? [] : commonest(column);
}

function binned(values: Float64Array, min: number, max: number): Bar[] {
  if (!(max > min)) return [];
  const counts = new Array<number>(BINS).fill(0);
  // What is no number in the sample lies outside, or is missing.
  for (const value of values)
    if (value >= min && value <= max) counts[Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS))]! += 1;
  const edge = (bin: number): string => (min + ((max - min) * bin) / BINS).toLocaleString('en', { maximumSignificantDigits: 4 });
  return counts.map((count, bin) => ({ label: `${edge(bin)} to ${edge(bin + 1)}`, count }));
}

function commonest({ frequencies = [] }: ColumnProfile): Bar[] {
  if (frequencies.length > 10 * BARS) return [];
  return [...frequencies]
    .sort((one, other) => other.count - one.count)
    .slice(0, BARS)
    .map(({ value, count }) => ({ label: String(value), count }));
}
