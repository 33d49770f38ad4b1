import { availableParallelism } from 'node:os';
import { bytesAt } from './bytes.ts';
import type { Encoding } from './decode.ts';
import type { Source } from './source.ts';

/** When a table is read in two parts, and by how many threads: what is found is the same whatever their number. */
export interface Division {
  readonly leastBytes: number;
  readonly threads: number;
}

/** Below this a second thread would not be worth its start. */
const WORTH_DIVIDING = 32 * 1024 * 1024;
/** No line of a sane table is longer. */
const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 10;

export const usualDivision = (): Division => ({ leastBytes: WORTH_DIVIDING, threads: availableParallelism() });

/** Where a line begins in the middle of a text, if it can be divided; whether a record begins there, reading up to it will tell. */
export async function middleOf(
  { path, bytes, compression }: Source,
  encoding: Encoding,
  { leastBytes }: Division,
): Promise<number | undefined> {
  if (bytes < leastBytes || compression !== null || encoding.startsWith('utf-16')) return undefined;
  const half = Math.floor(bytes / 2);
  const behind = (await bytesAt(path, half, LONGEST_LINE)).indexOf(LINE_FEED);
  return behind === -1 || half + behind + 1 >= bytes ? undefined : half + behind + 1;
}
