import { parse } from 'node:path';
import { usageError } from '../core/errors.ts';
import { decodeHead, EncodingFault, isBinary, type Encoding, pythonCodec, sniffEncoding } from './decode.ts';
import { readDelimited } from './delimited.ts';
import { type Division, usualDivision } from './division.ts';
import { tableFindings } from './findings.ts';
import { snakeCase, uniqueNames } from './names.ts';
import type { NumberScanner } from './numbers.ts';
import { orderOf, ranked } from './order.ts';
import { personalData } from './personal.ts';
import type { ColumnProfile, Profile, Scalar } from './profile.ts';
import type { RawTable } from './raw-table.ts';
import { FEW_VALUES, roleOf } from './roles.ts';
import { type Codes, codeOfText } from './sample.ts';
import { type Facts, settle } from './settle.ts';
import { openSource, readingError, type Source } from './source.ts';

/** Reads the user's table once, in bounded memory, and says what its columns are. */
export async function profileTable(path: string, division = usualDivision()): Promise<Profile> {
  const source = await openSource(path);
  try {
    return profileOf(source, await readTable(source, division));
  } catch (cause) {
    throw readingError(path, cause);
  }
}

async function readTable(source: Source, division: Division): Promise<RawTable> {
  if (source.format === 'parquet') return (await import('./parquet.ts')).readParquet(source);
  const encoding = sniffEncoding(source.head);
  if (isBinary(source.head, encoding)) throw usageError(`${source.path} is a binary file, not a table.`, 'Give the table as CSV, TSV, JSON Lines or Parquet.');
  const start = decodeHead(source.head, encoding).trimStart();
  if (start.startsWith('[')) throw usageError(`${source.path} is one JSON list.`, 'Write JSON Lines, one object per line: `jq -c ".[]"` does.');
  if (!start.startsWith('{')) return readAs(source, encoding, (...given) => readDelimited(...given, division));
  return readAs(source, encoding, (await import('./jsonl.ts')).readJsonLines);
}

type Reader = (source: Source, encoding: Encoding) => Promise<RawTable>;

/** The first bytes may be plain ASCII and a later one no UTF-8 after all: then it is read once more. */
async function readAs(source: Source, encoding: Encoding, reader: Reader): Promise<RawTable> {
  try {
    return await reader(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    if (encoding === 'utf-8') return readAs(source, 'cp1252', reader);
    if (encoding === 'cp1252') return readAs(source, 'latin-1', reader);
    throw usageError(`${source.path} begins as ${pythonCodec(encoding)} text, but not all of it is.`, 'Export the table again as UTF-8.');
  }
}

function profileOf(source: Source, { header, tally, file }: RawTable): Profile {
  if (header.length < 2) {
    throw usageError(`${source.path} has ${header.length === 0 ? 'no columns' : `only one column, \`${header[0]}\``}.`, 'A target and at least one other column are needed.');
  }
  if (tally.rows === 0) throw usageError(`${source.path} has a header but no rows.`, 'Give a table with at least one row of data.');
  const { names, renamed } = uniqueNames(header);
  const facts = tally.columns.map((column, at) => settle(names[at]!, column, tally.rows, tally.scanner, file.format !== 'csv'));
  const missing = [...new Set(['', ...facts.flatMap(({ missingWords }) => missingWords)])];
  const columns = facts.map((fact, at) => columnProfile(names[at]!, fact, missing));
  const grouped = facts.some(({ type, strip, tally: { grouped } }) => grouped > 0 && strip === undefined && (type === 'integer' || type === 'float'));
  return {
    table: snakeCase(parse(source.name).name.replace(/\.(csv|tsv|txt|jsonl|ndjson|json|parquet)$/i, '')),
    file: { ...file, thousands: grouped ? file.thousands : null, missing },
    bytes: source.bytes,
    rows: tally.rows,
    columns,
    findings: tableFindings({ header, encoding: file.encoding, renamed, facts, columns, tally }),
    sample: { rows: tally.sample.rows, columns: facts.map((fact, at) => withoutMissing(tally.sample.columns[at]!, fact, tally.scanner)) },
  };
}

/** Words that turned out to mean no value are none in the sample either. */
function withoutMissing(codes: Codes, { missingWords }: Facts, scanner: NumberScanner): Codes {
  if (missingWords.length === 0) return codes;
  const missing = new Set(missingWords.map((text) => codeOfText(text, scanner)));
  return codes.map((code) => (missing.has(code) ? NaN : code));
}

function columnProfile(name: string, facts: Facts, fileMissing: readonly string[]): ColumnProfile {
  const values = valuesOf(facts);
  const order = orderOf(name, facts, values);
  const { type, missing, distinct, frequencies, min, max, format, strip } = facts;
  const role = personalData(name, facts) === undefined ? roleOf(name, facts) : 'excluded';
  const categorical = type === 'string' || type === 'boolean' || order === 'nominal' || order === 'ordinal';
  const listed = values !== undefined && categorical && (role === 'feature' || role === 'constant');
  const swallowed = frequencies?.some(({ value }) => typeof value === 'string' && fileMissing.includes(value)) ?? false;
  return {
    name, type, order, role, missing, distinct,
    ...(listed ? { values: (order === 'ordinal' && type === 'string' && ranked(values)) || values } : {}),
    ...(!listed && min !== undefined && max !== undefined ? { min, max } : {}),
    ...(format === undefined ? {} : { format }),
    ...(strip === undefined ? {} : { strip }),
    ...(frequencies === undefined ? {} : { frequencies }),
    ...(swallowed ? { missingWords: ['', ...facts.missingWords] } : {}),
  };
}

/** The categories of a column that has few; those with a line break or beyond a float's precision would not survive every reader. */
function valuesOf({ frequencies, distinct, tally }: Facts): Scalar[] | undefined {
  if (frequencies === undefined || distinct > FEW_VALUES || distinct === 0 || tally.declared === 'nested' || tally.unsafeIntegers > 0) return undefined;
  const values = frequencies.map(({ value }) => value);
  return values.some((value) => typeof value === 'string' && value.includes('\n')) ? undefined : values;
}
