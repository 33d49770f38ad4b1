import type { FileFormat } from './profile.ts';
import type { TableTally } from './tally.ts';

/** What a reader hands on: the names as they stand in the file and what its one pass found. */
export interface RawTable {
  readonly header: readonly string[];
  readonly tally: TableTally;
  readonly file: Omit<FileFormat, 'missing' | 'thousands'>;
}
