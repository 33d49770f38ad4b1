import { parse } from 'node:path';
import { usageError } from '../../core/errors.ts';
import { count, grouped } from '../tally/count.ts';
import { tableFindings } from './findings.ts';
import { formFindings, rowFindings } from './form-findings.ts';
import { snakeCase, uniqueNames } from './names.ts';
import { type Decisions, decideAll, differs, usualDecimal } from '../tally/number-writing.ts';
import { orderOf, ranked } from './order.ts';
import { personalData } from './personal.ts';
import type { ColumnProfile, Profile, Scalar } from '../tally/profile.ts';
import type { RawTable } from '../read/raw-table.ts';
import type { Reading } from '../read/reading.ts';
import { FEW_VALUES, roleOf } from './roles.ts';
import { type Codes, codeOfText } from '../tally/sample.ts';
import { type Facts, settle } from './settle.ts';
import type { Source } from '../read/source.ts';

/** What the columns of a table are, by what one pass over it found. */
export function profileOf(
  source: Source,
  { header, tally, file, aside, totals = [] }: RawTable,
  numbers: Decisions,
  { naWords }: Reading,
): Profile {
  if (header.length < 2) {
    throw usageError(
      `${source.path} has ${header.length === 0 ? 'no columns' : `only one column, \`${header[0]}\``}.`,
      'A target and at least one other column are needed.',
    );
  }
  if (tally.rows === 0) throw usageError(`${source.path} has a header but no rows.`, 'Give a table with at least one row of data.');
  if (aside !== undefined && aside.count > tally.rows) {
    throw usageError(
      `${count(aside.count, 'row')} of ${source.path} do not fit, more than the ${grouped(tally.rows)} that do; the first is in line ${aside.lines[0]}.`,
      'Look at how the file is written; its first line decides.',
    );
  }
  const { names, renamed } = uniqueNames(header);
  const facts = tally.columns.map((column, at) =>
    settle(names[at]!, column, tally.rows, file.format === 'jsonl' || file.format === 'parquet', naWords),
  );
  const missing = [
    ...new Set(['', ...facts.flatMap(({ missingWords, oddWords }) => missingWords.filter((word) => !oddWords.includes(word)))]),
  ];
  const { decimal } = numbers;
  const thousands = thousandsOf(facts, decimal);
  const columns = facts.map((fact, at) => columnProfile(names[at]!, fact, { missing, decimal, thousands }));
  return {
    table: snakeCase(parse(source.name).name.replace(/\.(csv|tsv|txt|jsonl|ndjson|json|parquet|xlsx|xlsm)$/i, '')),
    file: { ...file, decimal, thousands, missing },
    bytes: source.bytes,
    rows: tally.rows,
    columns,
    findings: [
      ...formFindings(file),
      ...rowFindings({ aside, empty: tally.emptyRows, totals, totalWords: file.totals ?? [] }),
      ...tableFindings({
        header,
        headless: file.header === false,
        encoding: file.encoding,
        renamed,
        facts,
        columns,
        tally,
        numbers,
        naWords,
      }),
    ],
    aside: { rows: aside?.count ?? 0, lines: aside?.lines ?? [] },
    firstRows: tally.shown.map((row) => names.map((_, at) => row[at] ?? '')),
    sample: { rows: tally.sample.rows, columns: facts.map((fact, at) => settledCodes(tally.sample.columns[at]!, fact)) },
  };
}

/** How the table's numbers are written, by all that was seen of them. */
export const numbersOf = ({ tally, file }: RawTable, { decimalMark }: Reading): Decisions =>
  decideAll(
    tally.columns.map(({ examples }) => examples),
    usualDecimal(file.delimiter),
    decimalMark === 'point' ? '.' : decimalMark === 'comma' ? ',' : undefined,
  );

/** Whether it was read as if they were written otherwise. */
export const isMisread = ({ tally }: RawTable, { numbers, evidence }: Decisions): boolean =>
  tally.columns.some(({ scanner, typed }, at) => !typed && differs(scanner.writing, numbers[at]!, evidence[at]!));

/** What holds for all columns that do not say otherwise. */
interface OfFile {
  readonly missing: readonly string[];
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
}

const isNumber = ({ type }: Facts): boolean => type === 'integer' || type === 'float';

/** The mark that groups digits in most columns; `null` when none does. */
function thousandsOf(facts: readonly Facts[], decimal: string): string | null {
  const marks = facts
    .filter((fact) => isNumber(fact) && fact.tally.grouped > 0)
    .map(({ tally }) => tally.scanner.writing.thousands)
    .filter((mark) => mark !== decimal);
  return marks.sort((one, other) => marks.filter((mark) => mark === other).length - marks.filter((mark) => mark === one).length)[0] ?? null;
}

/** What a column says of how its numbers are written. */
function numberKeys(facts: Facts, file: OfFile): Pick<ColumnProfile, 'unit' | 'scale' | 'decimal' | 'thousands'> {
  if (!isNumber(facts)) return {};
  const {
    scanner: { writing },
    grouped,
    numbers,
    integers,
    withUnit,
  } = facts.tally;
  return {
    ...(withUnit > 0 ? { unit: writing.unit } : {}),
    ...(writing.scale === undefined ? {} : { scale: writing.scale }),
    ...(writing.decimal !== file.decimal && (grouped > 0 || integers < numbers) ? { decimal: writing.decimal } : {}),
    ...(writing.thousands !== file.thousands && grouped > 0 ? { thousands: writing.thousands } : {}),
  };
}

/** Words that turned out to mean no value are none in the sample either, and other writings of a value are that value. */
function settledCodes(codes: Codes, { missingWords, writings, tally }: Facts): Codes {
  const { scanner } = tally;
  const missing = new Set(missingWords.map((text) => codeOfText(text, scanner)));
  const others = writings === undefined ? [] : [...tally.frequencies!.keys()].filter((text) => writings.valueOf(text) !== text);
  const values = new Map(others.map((text) => [codeOfText(text, scanner), codeOfText(writings!.valueOf(text), scanner)]));
  if (missing.size === 0 && values.size === 0) return codes;
  return codes.map((code) => (missing.has(code) ? NaN : (values.get(code) ?? code)));
}

function columnProfile(name: string, facts: Facts, file: OfFile): ColumnProfile {
  const values = valuesOf(facts);
  const order = orderOf(name, facts, values);
  const { type, missing, distinct, frequencies, min, max, format } = facts;
  const role = personalData(name, facts) === undefined ? roleOf(name, facts) : 'excluded';
  const categorical = type === 'string' || type === 'boolean' || order === 'nominal' || order === 'ordinal';
  const listed = values !== undefined && categorical && (role === 'feature' || role === 'constant');
  const merged = facts.writings?.merged ?? {};
  const swallowed =
    facts.oddWords.length > 0 ||
    [...facts.tally.tokens.keys()].some((word) => file.missing.includes(word) && !facts.missingWords.includes(word));
  return {
    name,
    type,
    order,
    role,
    missing,
    distinct,
    ...(listed ? { values: (order === 'ordinal' && type === 'string' && ranked(values)) || values } : {}),
    ...(!listed && min !== undefined && max !== undefined ? { min, max } : {}),
    ...(format === undefined ? {} : { format }),
    ...numberKeys(facts, file),
    ...(frequencies === undefined ? {} : { frequencies }),
    ...(Object.keys(merged).length > 0 ? { writings: merged } : {}),
    ...(type === 'string' && facts.tally.unsafeIntegers > 0 && facts.tally.texts === 0 ? { tooLong: true as const } : {}),
    ...(swallowed ? { missingWords: ['', ...facts.missingWords] } : {}),
  };
}

/** The categories of a column that has few; those with a line break or beyond a float's precision would not survive every reader. */
function valuesOf({ frequencies, distinct, tally }: Facts): Scalar[] | undefined {
  if (frequencies === undefined || distinct > FEW_VALUES || distinct === 0 || tally.declared === 'nested' || tally.unsafeIntegers > 0)
    return undefined;
  const values = frequencies.map(({ value }) => value);
  return values.some((value) => typeof value === 'string' && value.includes('\n')) ? undefined : values;
}
