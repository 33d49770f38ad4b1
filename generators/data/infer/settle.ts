import { TextCell } from '../tally/cell.ts';
import { type ColumnTally, LONGEST_WORD } from '../tally/column.ts';
import { isBlank, isMissingWord } from '../tally/missing.ts';
import { type Writings, writingsOf } from '../tally/writings.ts';
import { FEW_WORDS } from '../tally/named-words.ts';
import { hasWord } from './names.ts';
import type { NumberScanner } from '../tally/numbers.ts';
import type { ColumnType, Frequency, Scalar } from '../tally/profile.ts';

/** What a column's values are, once all of them have been seen. */
export interface Facts {
  readonly type: ColumnType;
  readonly rows: number;
  readonly missing: number;
  /** The words that mean no value here, as they are written. */
  readonly missingWords: readonly string[];
  /** Those of them that only look odd among so many numbers. */
  readonly oddWords: readonly string[];
  /** Words that often mean no value and are values here. */
  readonly keptWords: readonly string[];
  readonly distinct: number;
  /** How the words of a column with few of them are written. */
  readonly writings?: Writings;
  /** Each value with its count, when they are few. */
  readonly frequencies?: readonly Frequency[];
  readonly min?: number | string;
  readonly max?: number | string;
  /** How dates are written, where not as ISO 8601 only. */
  readonly format?: string | readonly string[];
  /** Whole numbers only, whatever the type. */
  readonly whole: boolean;
  /** No value comes twice. */
  readonly unique: boolean;
  readonly tally: ColumnTally;
}

/** Words that may be a code or a name as well as a gap. */
const DOUBTFUL = new Set(['NA', 'Na', 'Nan', 'Nat', 'Null']);
const BOOLEANS = new Set(['true', 'false']);
/** At most this share of a column of numbers may be words that nobody lists as missing, such as `error` or `n.v.`. */
const ODD_SHARE = 0.01;

/** In a `typed` file booleans are values, in a text they are words. */
export function settle(name: string, tally: ColumnTally, rows: number, typed: boolean, naWords?: string): Facts {
  const oddWords = oddWordsOf(tally);
  const { type, ...more } = typeOf(name, tally, oddWords.length > 0);
  const amongWords = type === 'string' || type === 'boolean';
  const isMissing = (text: string): boolean => !amongWords || (isMissingWord(text) && !isCode(text, tally, naWords));
  const missingWords = [...[...tally.tokens.keys()].filter(isMissing), ...oddWords];
  const countOf = (text: string): number => (tally.tokens.get(text) ?? tally.otherWords.get(text))!;
  const missing = tally.blank + missingWords.reduce((sum, text) => sum + countOf(text), 0);
  const present = rows - missing;
  const categoryTokens = [...tally.tokens.keys()].filter((text) => !missingWords.includes(text));
  const keptWords = categoryTokens.filter(isMissingWord);
  // A value that is known to come twice, or one in a thousand of those that are only estimated.
  const repeats = tally.counter.repeats + categoryTokens.reduce((sum, text) => sum + countOf(text) - 1, 0);
  const words = tally.frequencies && new Map([...tally.frequencies].filter(([text]) => !missingWords.includes(text)));
  const writings = words && amongWords && tally.declared !== 'nested' ? writingsOf(words) : undefined;
  const frequencies = words && countsOf(words, type, tally.scanner, typed, writings);
  const unique =
    present > 1 &&
    !tally.repeated &&
    frequencies?.some(({ count }) => count > 1) !== true &&
    repeats <= (tally.counter.exact ? 0 : present / 1000);
  const distinct = unique
    ? present
    : frequencies !== undefined && type !== 'date'
      ? frequencies.length
      : Math.min(tally.counter.distinct + categoryTokens.length - oddWords.length, present);
  return {
    type,
    ...more,
    rows,
    missing,
    missingWords,
    oddWords,
    keptWords,
    distinct,
    unique,
    tally,
    ...(writings && { writings }),
    ...(frequencies && { frequencies }),
    whole: tally.numbers > 0 && tally.integers === tally.numbers && (tally.texts === 0 || oddWords.length > 0),
  };
}

function oddWordsOf(tally: ColumnTally): string[] {
  const [usual, odd] = tally.numbers > 0 ? [tally.numbers, tally.texts] : [tally.dated, tally.texts - tally.dated];
  const rare =
    (tally.numbers === 0 || tally.dated === 0) &&
    odd > 0 &&
    odd <= usual * ODD_SHARE &&
    tally.otherWords.size < FEW_WORDS &&
    tally.longest <= LONGEST_WORD;
  return rare && tally.leadingZeros === 0 && tally.unsafeIntegers === 0 ? [...tally.otherWords.keys()] : [];
}

type Typed = Pick<Facts, 'type' | 'min' | 'max' | 'format'>;

function typeOf(name: string, tally: ColumnTally, onlyOdd: boolean): Typed {
  if (tally.declared === 'nested') return { type: 'string' };
  if (tally.numbers > 0) return (tally.texts === 0 || onlyOdd ? numberOf(name, tally) : undefined) ?? { type: 'string' };
  if (tally.declared === 'float') return { type: 'float' };
  if (tally.texts === 0) return { type: 'string' };
  const dates = tally.texts === tally.dated || onlyOdd ? tally.dates?.result : undefined;
  if (dates !== undefined && !dates.contradictory)
    return {
      type: 'date',
      ...(isIsoOnly(dates.formats) ? {} : { format: dates.formats.length === 1 ? dates.formats[0]! : dates.formats }),
      min: dates.min,
      max: dates.max,
    };
  const boolean =
    tally.frequencies !== undefined && tally.words.every((text) => BOOLEANS.has(text.trim().toLowerCase()) || isMissingWord(text));
  return { type: boolean ? 'boolean' : 'string' };
}

const isIsoOnly = (formats: readonly string[]): boolean => formats.every((format) => format === 'ISO8601');

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
  'date',
  'day',
  'dt',
  'datum',
  'ymd',
  'yyyymmdd',
  'on',
  'at',
  'time',
  'month',
  'week',
  'start',
  'end',
  'birth',
  'dob',
  'birthday',
]);
const dashed = (day: number): string => String(day).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');

/** `NA` among other codes in capitals (a country, a continent), `Null` or `Nan` among other names: where nothing else is missing. */
function isCode(text: string, tally: ColumnTally, said: string | undefined): boolean {
  if (said === 'missing') return false;
  if (said === 'values' && areDoubtful(tally)) return true;
  const others = tally.words.filter((word) => word !== text && !isBlank(word));
  if (text === 'NA' && tally.frequencies !== undefined && others.length >= 9 && others.every((word) => /^[A-Z]{2}$/.test(word)))
    return true;
  if (tally.blank > 0 || tally.tokens.size > 1) return false;
  if (text === 'NA') return tally.frequencies !== undefined && others.length >= 3 && others.every((word) => /^[A-Z]{2,3}$/.test(word));
  return /^(?:Na|Nan|Nat|Null)$/.test(text) && others.length >= 20 && others.every((word) => /^\p{Lu}[\p{L}'’. -]+$/u.test(word));
}

/** Every word for no value may as well be a code or a name, and nothing else is missing. */
export const areDoubtful = ({ blank, tokens }: ColumnTally): boolean =>
  blank === 0 && [...tokens.keys()].every((word) => !isMissingWord(word) || DOUBTFUL.has(word));

function countsOf(
  words: ReadonlyMap<string, number>,
  type: ColumnType,
  scanner: NumberScanner,
  typed: boolean,
  writings: Writings | undefined,
): Frequency[] {
  const counts = new Map<Scalar, number>();
  for (const [text, count] of words) {
    const value = valueOf(writings === undefined ? text : writings.valueOf(text), type, scanner, typed);
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
