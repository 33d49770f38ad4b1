import { parse } from 'node:path';
import { usageError } from '../core/errors.ts';
import { decodeHead, EncodingFault, isBinary, type Encoding, pythonCodec, sniffUtf } from './decode.ts';
import { readDelimited } from './delimited.ts';
import { detectEncoding } from './detect-encoding.ts';
import { type Division, usualDivision } from './division.ts';
import { tableFindings } from './findings.ts';
import { encodingNamed, encodingNames } from './encodings.ts';
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

/** What a person said about how the table is to be read; the rest is found out. */
export interface Reading {
  readonly encoding?: string | undefined;
}

/** Reads the user's table once, in bounded memory, and says what its columns are. */
export async function profileTable(path: string, reading: Reading = {}, division = usualDivision()): Promise<Profile> {
  const source = await openSource(path);
  try {
    return profileOf(source, await readTable(source, reading, division));
  } catch (cause) {
    throw readingError(path, cause);
  }
}

async function readTable(source: Source, reading: Reading, division: Division): Promise<RawTable> {
  if (source.format === 'parquet') return (await import('./parquet.ts')).readParquet(source);
  const said = reading.encoding === undefined ? undefined : saidEncoding(reading.encoding, source.head);
  const guess = said ?? sniffUtf(source.head);
  // Whatever the bytes from 0x80 on are, the others say whether it is text.
  if (isBinary(source.head, guess ?? 'latin-1')) throw usageError(`${source.path} is a binary file, not a table.`, 'Give the table as CSV, TSV, JSON Lines or Parquet.');
  const encoding = guess ?? (await detectEncoding(source));
  const start = decodeHead(source.head, encoding).trimStart();
  if (start.startsWith('[')) throw usageError(`${source.path} is one JSON list.`, 'Write JSON Lines, one object per line: `jq -c ".[]"` does.');
  const reader: Reader = start.startsWith('{') ? (await import('./jsonl.ts')).readJsonLines : (...given) => readDelimited(...given, division);
  try {
    return await reader(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    const found = await detectEncoding(source);
    if (said !== undefined) throw usageError(`${source.path} is not ${pythonCodec(said)} throughout.`, `It looks like ${found}: try --encoding ${found}.`);
    if (encoding.startsWith('utf-16')) throw usageError(`${source.path} begins as ${pythonCodec(encoding)} text, but not all of it is.`, 'Export the table again as UTF-8.');
    return readAs(source, encoding === 'utf-8' || encoding === 'utf-8-sig' ? found : 'latin-1', reader);
  }
}

function saidEncoding(name: string, head: Uint8Array): Encoding {
  const found = encodingNamed(name);
  if (found === undefined) throw usageError(`There is no encoding ${JSON.stringify(name)}.`, `Known are ${encodingNames.join(', ')}.`);
  if (found === 'utf-8' && sniffUtf(head) === 'utf-8-sig') return 'utf-8-sig';
  return found === 'utf-16-bom-le' ? (sniffUtf(head) ?? found) : found;
}

type Reader = (source: Source, encoding: Encoding) => Promise<RawTable>;

/** The first bytes may be plain ASCII and a later one no UTF-8 after all: then it is read once more; Latin-1 has a character for every byte. */
async function readAs(source: Source, encoding: Encoding, reader: Reader): Promise<RawTable> {
  try {
    return await reader(source, encoding);
  } catch (cause) {
    if (!(cause instanceof EncodingFault)) throw cause;
    return reader(source, 'latin-1');
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
