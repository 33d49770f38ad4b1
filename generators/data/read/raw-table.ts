import type { BadRows } from './bad-rows.ts';
import type { FileFormat } from '../tally/profile.ts';
import type { TableTally } from '../tally/tally.ts';

/** What a reader hands on: the names as they stand in the file and what its one pass found. */
export interface RawTable {
  readonly header: readonly string[];
  readonly tally: TableTally;
  /** Rows that were left out, for they do not fit. */
  readonly aside?: BadRows;
  /** The lines of rows that are sums of others, which were left out. */
  readonly totals?: readonly number[];
  readonly file: Omit<FileFormat, 'missing' | 'thousands'>;
}
