import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CliError, exitCode, usageError } from '../../core/errors.ts';
import { bytesAt, headOf } from './bytes.ts';

const HEAD = 256 * 1024;

/** A file that can be read, and what its first bytes say it is. */
export interface Source {
  readonly path: string;
  /** For messages. */
  readonly name: string;
  readonly bytes: number;
  readonly format: 'text' | 'parquet' | 'excel';
  readonly compression: 'gzip' | null;
  readonly head: Uint8Array;
  /** The head is all there is. */
  readonly complete: boolean;
}

interface Kind {
  readonly magic: string;
  readonly what: string;
  readonly hint: string;
}

/** Files that are often at hand instead of the table, by their first bytes in hexadecimal. */
const OTHER_KINDS: readonly Kind[] = [
  { magic: 'd0cf11e0a1b11ae1', what: 'an old Excel workbook', hint: 'Save it as .xlsx and give that file.' },
  { magic: '425a68', what: 'packed with bzip2', hint: 'Unpack it with `bunzip2`, or pack it with gzip.' },
  { magic: 'fd377a585a00', what: 'packed with xz', hint: 'Unpack it with `unxz`, or pack it with gzip.' },
  { magic: '28b52ffd', what: 'packed with zstd', hint: 'Unpack it with `unzstd`, or pack it with gzip.' },
  { magic: '53514c69746520666f726d6174', what: 'an SQLite database', hint: 'Export the table as CSV and give that file.' },
  { magic: '894844460d0a1a0a', what: 'an HDF5 file', hint: 'Save the table as CSV or Parquet and give that file.' },
  { magic: '4152524f5731', what: 'an Arrow or Feather file', hint: 'Save the table as CSV or Parquet and give that file.' },
  { magic: '25504446', what: 'a PDF document', hint: 'Give the table as CSV, JSON Lines or Parquet.' },
  { magic: '89504e47', what: 'an image', hint: 'Give the table as CSV, JSON Lines or Parquet.' },
  { magic: 'ffd8ff', what: 'an image', hint: 'Give the table as CSV, JSON Lines or Parquet.' },
];

export async function openSource(path: string): Promise<Source> {
  const name = basename(path);
  if (/^[a-z][a-z\d+]+:\/\//i.test(path))
    throw usageError(`${path} is an address, not a file.`, 'Download the file first and give its path.');
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
      ? usageError(`There is no file ${path}.`, 'Check the path; it is relative to the folder you are in.')
      : unreadable(path, cause);
  });
  if (found.isDirectory()) throw usageError(`${path} is a directory, not a file.`, 'Give one file: CSV, TSV, JSON Lines or Parquet.');
  if (!found.isFile()) throw usageError(`${path} is not a regular file.`, 'Save the data in a file first, for it is read more than once.');
  await access(path, constants.R_OK).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, cause);
  });
  if (found.size === 0) throw usageError(`${path} is empty.`, 'Give a table with a header and at least one row.');

  try {
    const magic = Buffer.from(await bytesAt(path, 0, 16)).toString('hex');
    const other = OTHER_KINDS.find((kind) => magic.startsWith(kind.magic));
    if (other !== undefined) throw usageError(`${path} is ${other.what}.`, other.hint);
    const base = { path, name, bytes: found.size };
    if (magic.startsWith('50415231')) return { ...base, format: 'parquet', compression: null, head: new Uint8Array(), complete: false };
    if (magic.startsWith('504b0304')) return { ...base, format: 'excel', compression: null, head: new Uint8Array(), complete: false };
    const compression = magic.startsWith('1f8b') ? 'gzip' : null;
    const { head, complete } = await headOf(path, compression, HEAD);
    if (head.length === 0) throw usageError(`${path} is empty once unpacked.`, 'Give a table with a header and at least one row.');
    return { ...base, format: 'text', compression, head, complete };
  } catch (cause) {
    throw readingError(path, cause);
  }
}

/** A fault of the file or the disk in the user's words; anything else as it is. */
export function readingError(path: string, cause: unknown): unknown {
  if (cause instanceof CliError || !(cause instanceof Error)) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code?.startsWith('Z_'))
    return usageError(`${path} is a damaged gzip file (${cause.message}).`, 'Test it with `gzip -t`; copy or download it again.');
  return code !== undefined && /^E[A-Z]+$/.test(code) ? unreadable(path, cause) : cause;
}

function unreadable(path: string, cause: NodeJS.ErrnoException): CliError {
  const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
  return new CliError(denied ? `No permission to read ${path}.` : `${path} could not be read (${cause.code ?? cause.message}).`, {
    exit: exitCode.environment,
    hint: denied ? `Allow it with \`chmod u+r\`, or copy the file to a place of yours.` : 'Check the disk and the path.',
    cause,
  });
}
