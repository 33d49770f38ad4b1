import { open } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CliError, usageError } from '../../core/errors.ts';
import type { ColumnTally } from '../tally/column.ts';
import type { RawTable } from './raw-table.ts';
import type { Source } from './source.ts';
import { TableTally, type Writing } from '../tally/tally.ts';
import { isoText, textOf } from './typed-value.ts';

const WRITING = { decimal: '.', numbers: [], dayFirst: false, skipInitialSpace: false } as const;

const instant = (milliseconds: number): string => isoText(new Date(milliseconds));
/** To the last digit: moments within a millisecond are different ones. */
function finer(units: bigint, perMillisecond: bigint): string {
  const rest = ((units % perMillisecond) + perMillisecond) % perMillisecond;
  const text = instant(Number((units - rest) / perMillisecond));
  if (rest === 0n || text === '') return text;
  const places = String(perMillisecond).length - 1;
  return `${text.includes('.') ? text : `${text}.000`}${String(rest).padStart(places, '0').replace(/0+$/, '')}`;
}
const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days) => instant(days * 86_400_000).slice(0, 10),
  timestampFromMilliseconds: (milliseconds) => instant(Number(milliseconds)),
  timestampFromMicroseconds: (microseconds) => finer(BigInt(microseconds), 1000n),
  timestampFromNanoseconds: (nanoseconds) => finer(BigInt(nanoseconds), 1_000_000n),
};

/** Reads Parquet one column of one row group at a time, so that only such a piece is ever in memory. */
export async function readParquet(source: Source, writing: Partial<Writing> = {}): Promise<RawTable> {
  const handle = await open(source.path);
  try {
    const file: AsyncBuffer = {
      byteLength: source.bytes,
      slice: async (start, end = source.bytes) => {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), 0, end - start, start);
        return buffer.buffer.slice(0, bytesRead);
      },
    };
    return await readColumns(file, writing);
  } catch (cause) {
    const system = cause instanceof Error && 'syscall' in cause;
    if (cause instanceof CliError || system || !(cause instanceof Error)) throw cause;
    throw usageError(
      `${source.path} is a Parquet file that cannot be read: ${cause.message.replace(/\.$/, '')}.`,
      'Write it again, for instance with pandas, or give the table as CSV.',
    );
  } finally {
    await handle.close();
  }
}

async function readColumns(file: AsyncBuffer, writing: Partial<Writing>): Promise<RawTable> {
  const metadata = await parquetMetadataAsync(file);
  const scales = new Map(metadata.schema.filter(isDecimal).map((element) => [element.name, undecided(element)]));
  const index = indexColumns(metadata);
  const fields = parquetSchema(metadata).children.filter(({ element }) => !index.has(element.name));
  const twice = fields.find(({ element }, at) => fields.findIndex((other) => other.element.name === element.name) !== at);
  if (twice !== undefined) throw new Error(`two columns are called \`${twice.element.name}\``);
  const tally = new TableTally(fields.length, { ...WRITING, ...writing });
  for (const [at, field] of fields.entries()) declare(tally.columns[at]!, field);

  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const block = tally.startBlock(rows);
    for (const [column, { element }] of fields.entries()) {
      // A scan remembers what it has read, so each piece has its own.
      const scan = await parquetScan({ file, metadata, compressors, parsers: PARSERS, columns: [element.name], useOffsetIndex: false });
      const values = rows === 0 ? [] : await scan.readColumn({ column: element.name, rowStart, rowEnd: rowStart + rows });
      const scale = scales.get(element.name);
      for (let row = 0; row < rows; row++)
        block.add(column, row, scale === undefined ? cellOf(values[row]) : decimalText(values[row], scale));
    }
    block.finish();
    rowStart += rows;
  }
  tally.finish();
  const { decimal, skipInitialSpace } = WRITING;
  return {
    header: fields.map(({ element }) => element.name),
    tally,
    file: { format: 'parquet', compression: null, encoding: 'utf-8', delimiter: null, quote: null, decimal, skipInitialSpace },
  };
}

const cellOf = (value: unknown): string =>
  textOf(value) ?? JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));

const isDecimal = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'DECIMAL' || logical?.type === 'DECIMAL';

/** Takes the type off, for the library would read decimals as floats, not always the nearest; its scale stays known. */
function undecided(element: SchemaElement): number {
  const { scale = 0 } = element;
  delete element.converted_type;
  delete element.logical_type;
  return scale;
}

/** All digits of a decimal, which are a whole number in two's complement, the first byte the highest. */
function decimalText(value: unknown, scale: number): string {
  if (value === null || value === undefined) return '';
  const whole =
    value instanceof Uint8Array
      ? BigInt.asIntN(8 * value.length, BigInt(`0x${Buffer.from(value).toString('hex')}`))
      : BigInt(value as number | bigint);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return `${whole < 0n ? '-' : ''}${text}`;
}

function declare(tally: ColumnTally, { element, children }: SchemaTree): void {
  tally.typed = element.type !== 'BYTE_ARRAY';
  if (children.length > 0) tally.declared = 'nested';
  else if (element.type === 'DOUBLE' || element.type === 'FLOAT') tally.declared = 'float';
}

/** Columns that pandas takes for the row labels and not for data when it reads the file back. */
function indexColumns(metadata: FileMetaData): ReadonlySet<string> {
  const pandas = metadata.key_value_metadata?.find(({ key }) => key === 'pandas')?.value;
  if (pandas === undefined) return new Set();
  try {
    const { index_columns: columns } = JSON.parse(pandas) as { index_columns?: unknown[] };
    return new Set(columns?.filter((name) => typeof name === 'string'));
  } catch {
    return new Set();
  }
}
