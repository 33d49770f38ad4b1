import type { ColumnTally } from './column.ts';
import { isBlank, isMissingWord } from './missing.ts';
import type { NumberScanner } from './numbers.ts';
import type { ColumnType, Frequency, Scalar } from './profile.ts';

/** What a column's values are, once all of them have been seen. */
export interface Facts {
  readonly type: ColumnType;
  readonly rows: number;
  readonly missing: number;
  /** The words that mean no value here, as they are written. */
  readonly missingWords: readonly string[];
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

/** In a `typed` file booleans are values, in a text they are words. */
export function settle(tally: ColumnTally, rows: number, scanner: NumberScanner, typed: boolean): Facts {
  const type = typeOf(tally);
  const amongWords = type === 'string' || type === 'boolean';
  const missingWords = [...tally.tokens.keys()].filter((text) => !amongWords || (isMissingWord(text) && !isCountryCode(text, tally)));
  const missing = tally.blank + missingWords.reduce((sum, text) => sum + tally.tokens.get(text)!.count, 0);
  const categoryWords = tally.tokens.size - missingWords.length;
  const distinct = Math.min(tally.counter.distinct + categoryWords, rows - missing);
  const frequencies = tally.overflowed ? undefined : countsOf(tally, type, new Set(missingWords), scanner, typed);
  const repeats = tally.counter.repeats + categoryRepeats(tally, missingWords);
  return {
    type, rows, missing, missingWords, distinct, ...(frequencies && { frequencies }), ...rangeOf(tally, type),
    whole: tally.numbers > 0 && tally.texts === 0 && tally.integers === tally.numbers,
    unique: rows - missing > 1 && repeats <= (rows - missing) / 1000 && (repeats === 0 || !tally.counter.exact),
    tally,
  };
}

function typeOf(tally: ColumnTally): ColumnType {
  if (tally.declared === 'nested') return 'string';
  if (tally.numbers > 0 && tally.texts === 0) {
    if (tally.leadingZeros > 0) return 'string';
    if (tally.integers < tally.numbers || tally.declared === 'float') return 'float';
    return tally.unsafeIntegers > 0 ? 'string' : 'integer';
  }
  if (tally.declared === 'float') return 'float';
  if (tally.numbers > 0 || tally.texts === 0) return 'string';
  if (tally.dates !== undefined) return 'date';
  const boolean = !tally.overflowed && [...tally.words.keys()].every((text) => BOOLEANS.has(text.toLowerCase()) || isMissingWord(text));
  return boolean ? 'boolean' : 'string';
}

/** Namibia's code, among at least ten others like it. */
function isCountryCode(text: string, tally: ColumnTally): boolean {
  if (text !== 'NA' || tally.overflowed || tally.words.size < 10) return false;
  return [...tally.words.keys()].every((word) => /^[A-Z]{2}$/.test(word) || isBlank(word));
}

function categoryRepeats(tally: ColumnTally, missingWords: readonly string[]): number {
  let repeats = 0;
  for (const [text, { count }] of tally.tokens) if (!missingWords.includes(text)) repeats += count - 1;
  return repeats;
}

function countsOf(tally: ColumnTally, type: ColumnType, missing: ReadonlySet<string>, scanner: NumberScanner, typed: boolean): Frequency[] {
  const counts = new Map<Scalar, number>();
  for (const [text, { count }] of tally.words) {
    if (missing.has(text)) continue;
    const value = typed && type === 'boolean' ? text === 'true' : (type === 'integer' || type === 'float') && scanner.scan(text) ? scanner.exact(text) + 0 : text;
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((one, other) => compare(one.value, other.value));
}

/** By code points, not by the machine's language: the same file gives the same order everywhere. */
export const compare = (one: Scalar, other: Scalar): number => (one < other ? -1 : one > other ? 1 : 0);

function rangeOf(tally: ColumnTally, type: ColumnType): Pick<Facts, 'min' | 'max' | 'format'> {
  if (type === 'date') return tally.dates?.result ?? {};
  if ((type !== 'integer' && type !== 'float') || tally.numbers === 0) return {};
  return { min: tally.min + 0, max: tally.max + 0 };
}
