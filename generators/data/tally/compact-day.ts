const FIRST_DAY = 19000101;
const LAST_DAY = 21001231;

/** A day of these two centuries as `20240131`. */
export function isCompactDay(value: number): boolean {
  if (value < FIRST_DAY || value > LAST_DAY) return false;
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(Math.floor(value / 10_000), month, 0)).getUTCDate();
}
