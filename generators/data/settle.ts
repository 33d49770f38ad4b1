import { TextCell } from './cell.ts';
import { type ColumnTally, LONGEST_WORD } from './column.ts';
import { isBlank, isMissingWord } from './missing.ts';
import { FEW_WORDS } from './named-words.ts';
import { hasWord } from './names.ts';
import type { NumberScanner } from './numbers.ts';
import type { ColumnType, Frequency, Scalar } from './profile.ts';

/** What a column's values are, once all of them have been seen. */
export interface Facts {
  readonly type: ColumnType;
  readonly rows: number;
  readonly missing: number;
  /** The words that mean no value here, as they are written. */
  readonly missingWords: readonly string[];
  /** Those of them that only look odd among so many numbers. */
  readonly oddWords: readonly string[];
  readonly distinct: number;
  /** Each value with its count, when they are few. */
  readonly frequencies?: readonly Frequency[];
  readonly min?: number | string;
  readonly max?: number | string;
  readonly format?: string;
  /** Whole numbers only, whatever the type. */
  readonly whole: boolean;
  /** No value comes twice. */
  readonly unique: boolean;
  readonly tally: ColumnTally;
}

const BOOLEANS = new Set(['true', 'false']);
/** At most this share of a column of numbers may be words that nobody lists as missing, such as `error` or `n.v.`. */
const ODD_SHARE = 0.01;

/** In a `typed` file booleans are values, in a text they are words. */
export function settle(name: string, tally: ColumnTally, rows: number, typed: boolean): Facts {
  const oddWords = oddWordsOf(tally);
  const { type, ...more } = typeOf(name, tally, oddWords.length > 0);
  const amongWords = type === 'string' || type === 'boolean';
  const isMissing = (text: string): boolean => !amongWords || (isMissingWord(text) && !isCountryCode(text, tally));
  const missingWords = [...[...tally.tokens.keys()].filter(isMissing), ...oddWords];
  const countOf = (text: string): number => (tally.tokens.get(text) ?? tally.otherWords.get(text))!;
  const missing = tally.blank + missingWords.reduce((sum, text) => sum + countOf(text), 0);
  const present = rows - missing;
  const categoryTokens = [...tally.tokens.keys()].filter((text) => !missingWords.includes(text));
  // A value that is known to come twice, or one in a thousand of those that are only estimated.
  const repeats = tally.counter.repeats + categoryTokens.reduce((sum, text) => sum + countOf(text) - 1, 0);
  const unique = present > 1 && !tally.repeated && repeats <= (tally.counter.exact ? 0 : present / 1000);
  const distinct = unique ? present : Math.min(tally.counter.distinct + categoryTokens.length - oddWords.length, present);
  const frequencies = tally.frequencies && countsOf(tally.frequencies, type, new Set(missingWords), tally.scanner, typed);
  return {
    type, ...more, rows, missing, missingWords, oddWords, distinct, unique, tally,
    ...(frequencies && { frequencies }),
    whole: tally.numbers > 0 && tally.integers === tally.numbers && (tally.texts === 0 || oddWords.length > 0),
  };
}

function oddWordsOf(tally: ColumnTally): string[] {
  const rare = tally.texts > 0 && tally.texts <= tally.numbers * ODD_SHARE && tally.otherWords.size < FEW_WORDS && tally.longest <= LONGEST_WORD;
  return rare && tally.leadingZeros === 0 && tally.unsafeIntegers === 0 ? [...tally.otherWords.keys()] : [];
}

type Typed = Pick<Facts, 'type' | 'min' | 'max' | 'format'>;

function typeOf(name: string, tally: ColumnTally, onlyOdd: boolean): Typed {
  if (tally.declared === 'nested') return { type: 'string' };
  if (tally.numbers > 0) return (tally.texts === 0 || onlyOdd ? numberOf(name, tally) : undefined) ?? { type: 'string' };
  if (tally.declared === 'float') return { type: 'float' };
  if (tally.texts === 0) return { type: 'string' };
  const dates = tally.dates?.result;
  if (dates !== undefined) return { type: 'date', ...dates };
  const boolean = tally.frequencies !== undefined && tally.words.every((text) => BOOLEANS.has(text.toLowerCase()) || isMissingWord(text));
  return { type: boolean ? 'boolean' : 'string' };
}

/** `undefined` for digits that are codes. */
function numberOf(name: string, tally: ColumnTally): Typed | undefined {
  const integers = tally.integers === tally.numbers && tally.declared !== 'float';
  if (tally.leadingZeros > 0 || (integers && tally.unsafeIntegers > 0)) return undefined;
  if (integers && tally.compactDays === tally.numbers && tally.texts === 0 && hasWord(name, DAYS)) {
    return { type: 'date', format: '%Y%m%d', min: dashed(tally.min), max: dashed(tally.max) };
  }
  return { type: integers ? 'integer' : 'float', min: tally.min + 0, max: tally.max + 0 };
}

const DAYS = new Set([
  'date', 'day', 'dt', 'datum', 'ymd', 'yyyymmdd', 'on', 'at', 'time', 'month', 'week', 'start', 'end', 'birth', 'dob', 'birthday',
]);
const dashed = (day: number): string => String(day).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');

/** Namibia's code, among at least ten others like it. */
function isCountryCode(text: string, tally: ColumnTally): boolean {
  if (text !== 'NA' || tally.frequencies === undefined || tally.words.length < 10) return false;
  return tally.words.every((word) => /^[A-Z]{2}$/.test(word) || isBlank(word));
}

function countsOf(words: ReadonlyMap<string, number>, type: ColumnType, missing: ReadonlySet<string>, scanner: NumberScanner, typed: boolean): Frequency[] {
  const counts = new Map<Scalar, number>();
  for (const [text, count] of words) {
    if (missing.has(text)) continue;
    const value = valueOf(text, type, scanner, typed);
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((one, other) => compare(one.value, other.value));
}

function valueOf(text: string, type: ColumnType, scanner: NumberScanner, typed: boolean): Scalar {
  if (type === 'boolean') return typed ? text.toLowerCase() === 'true' : text;
  if (type !== 'integer' && type !== 'float') return text;
  const cell = new TextCell();
  cell.set(text);
  return scanner.scan(cell.bytes, 0, cell.length) ? scanner.exact(cell.bytes, 0, cell.length) + 0 : text;
}

/** By code points, not by the machine's language: the same file gives the same order everywhere. */
const compare = (one: Scalar, other: Scalar): number => (one < other ? -1 : one > other ? 1 : 0);
