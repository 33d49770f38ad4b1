import type { ColumnProfile } from '../tally/profile.ts';

const SECONDS = [Date.UTC(1990) / 1000, Date.UTC(2050) / 1000] as const;
const CLOCKS = /(^|[\W_])(epoch|unix(time)?|timestamp|time|ts|created|datetime)([\W_]|$)/i;

/** Whether whole numbers are times: seconds or milliseconds since 1970 under a name that says so, or months such as 202401. */
export function countsTime({ name, type, min, max, distinct }: ColumnProfile): boolean {
  if (type !== 'integer' || typeof min !== 'number' || typeof max !== 'number') return false;
  const since1970 = [1, 1000].some((each) => min >= SECONDS[0] * each && max <= SECONDS[1] * each);
  return since1970 ? CLOCKS.test(name) : isMonth(min) && isMonth(max) && distinct <= monthOf(max) - monthOf(min) + 1;
}

const isMonth = (value: number): boolean => value >= 190_001 && value <= 209_912 && value % 100 >= 1 && value % 100 <= 12;

const monthOf = (value: number): number => Math.floor(value / 100) * 12 + (value % 100);
