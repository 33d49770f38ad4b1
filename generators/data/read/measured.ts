import type { TextRecord } from './records.ts';

/** So few rows tell nothing of what a column holds. */
const LEAST_ROWS = 3;

/** A number, an amount of money, a date, a time: digits, with few letters. */
export const isMeasured = (cell: string): boolean => /^[^\p{L}]*\d[^\p{L}]*(?:\p{L}{1,3}[^\p{L}]*)?$/u.test(cell);

/** Which columns hold nothing but measured values in these rows. */
export function measuredColumns(rows: readonly TextRecord[], width: number): readonly number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    const cells = rows.map(({ cells: { [column]: cell = '' } }) => cell).filter((cell) => cell.trim() !== '');
    return cells.length >= LEAST_ROWS && cells.filter(isMeasured).length >= 0.9 * cells.length;
  });
}
