import { parse } from 'node:path';
import { usageError } from '../core/errors.ts';
import { EncodingFault, type Encoding, sniffEncoding } from './decode.ts';
import { readDelimited } from './delimited.ts';
import { tableFindings } from './findings.ts';
import { uniqueNames, snakeCase } from './names.ts';
import { orderOf, ranked } from './order.ts';
import type { ColumnProfile, Profile, Scalar } from './profile.ts';
import type { RawTable } from './raw-table.ts';
import { FEW_VALUES, roleOf } from './roles.ts';
import { type Facts, settle } from './settle.ts';
import { openSource, readingError, type Source } from './source.ts';

/** Reads the user's table once, in bounded memory, and says what its columns are. */
export async function profileTable(path: string): Promise<Profile> {
  const source = await openSource(path);
  try {
    return profileOf(source, await readTable(source));
  } catch (cause) {
    throw readingError(path, cause);
  }
}

async function readTable(source: Source): Promise<RawTable> {
  return readWith(source, sniffEncoding(source.head));
}

/** The first bytes may be plain ASCII and a later one no UTF-8 after all: then it is read once more. */
async function readWith(source: Source, encoding: Encoding): Promise<RawTable> {
  try {
    return await readDelimited(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    if (encoding === 'utf-8') return readWith(source, 'cp1252');
    if (encoding === 'cp1252') return readWith(source, 'latin-1');
    throw usageError(`${source.path} begins as ${encoding} text, but not all of it is.`, 'Export the table again as UTF-8.');
  }
}

function profileOf(source: Source, { header, tally, file }: RawTable): Profile {
  if (tally.rows === 0) throw usageError(`${source.path} has a header but no rows.`, 'Give a table with at least one row of data.');
  const { names, renamed } = uniqueNames(header);
  const facts = tally.columns.map((column) => settle(column, tally.rows, tally.scanner));
  const missing = [...new Set(['', ...facts.flatMap(({ missingWords }) => missingWords)])];
  const columns = facts.map((fact, at) => columnProfile(names[at]!, fact, missing));
  const grouped = facts.some(({ type, tally: { grouped } }) => grouped > 0 && (type === 'integer' || type === 'float'));
  return {
    table: snakeCase(parse(source.name).name.replace(/\.(csv|tsv|txt|jsonl|ndjson|json|parquet)$/i, '')),
    file: { ...file, thousands: grouped ? file.thousands : null, missing },
    bytes: source.bytes,
    rows: tally.rows,
    columns,
    findings: tableFindings({ names, renamed, facts, columns, tally }),
    sample: { rows: tally.sample.rows, columns: tally.sample.columns },
  };
}

function columnProfile(name: string, facts: Facts, fileMissing: readonly string[]): ColumnProfile {
  const values = valuesOf(facts);
  const order = orderOf(name, facts, values);
  const { type, missing, distinct, frequencies, min, max, format } = facts;
  const listed = values !== undefined && (type === 'string' || type === 'boolean' || order === 'nominal' || order === 'ordinal');
  const swallowed = frequencies?.some(({ value }) => typeof value === 'string' && fileMissing.includes(value)) ?? false;
  return {
    name, type, order, role: roleOf(name, facts), missing, distinct,
    ...(listed ? { values: (order === 'ordinal' && type === 'string' && ranked(values)) || values } : {}),
    ...(!listed && min !== undefined && max !== undefined ? { min, max } : {}),
    ...(format === undefined ? {} : { format }),
    ...(frequencies === undefined ? {} : { frequencies }),
    ...(swallowed ? { missingWords: ['', ...facts.missingWords] } : {}),
  };
}

/** The categories of a column that has few; a line break in one would not survive every reader. */
function valuesOf({ frequencies, distinct }: Facts): Scalar[] | undefined {
  if (frequencies === undefined || distinct > FEW_VALUES || distinct === 0) return undefined;
  return frequencies.some(({ value }) => typeof value === 'string' && value.includes('\n')) ? undefined : frequencies.map(({ value }) => value);
}
