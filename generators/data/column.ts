import { DateTally } from './dates.ts';
import { DistinctCounter } from './distinct.ts';
import { hash, hashNumber, hashText } from './hash.ts';
import { isMissingAmongNumbers } from './missing.ts';
import type { NumberScanner } from './numbers.ts';
import type { ColumnType } from './profile.ts';

export interface Limits {
  /** Distinct values kept as they are written; beyond them a column is only counted. */
  readonly words: number;
  readonly characters: number;
  /** Hashes for counting distinct values. */
  readonly distinct: number;
}

/** Memory is bounded for the whole table, so a wide one keeps less of each column. */
export const limitsFor = (columns: number): Limits => ({
  words: Math.max(64, Math.min(1000, Math.floor(100_000 / columns))),
  characters: Math.max(4_000, Math.min(64_000, Math.floor(4_000_000 / columns))),
  distinct: 2 ** Math.max(8, Math.min(15, Math.floor(Math.log2(1_000_000 / columns)))),
});

/** Odd words among numbers are remembered up to this many; one more, and the column is no column of numbers. */
export const FEW_WORDS = 20;
export const LONGEST_WORD = 64;

interface Seen {
  count: number;
}

/** A copy of its own: a piece of a chunk would keep the whole chunk alive. */
const detached = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/**
 * What one pass finds in one column. As long as the values are few, a cell costs one look into a map; once they are
 * many, each is read as number, date or text and only counted.
 */
export class ColumnTally {
  /** Values in the order of their first appearance: all of them unless `overflowed`. */
  readonly words = new Map<string, Seen>();
  overflowed = false;
  blank = 0;

  numbers = 0;
  integers = 0;
  grouped = 0;
  leadingZeros = 0;
  unsafeIntegers = 0;
  /** Whole numbers that are a day as `20240131`. */
  compactDays = 0;
  /** Characters around numbers, such as `$` or `%`. */
  readonly affixes = new Set<string>();
  min = Infinity;
  max = -Infinity;

  /** Words that mean no value, at least among numbers, with their counts. */
  readonly tokens = new Map<string, Seen>();
  /** What is neither number nor such a word; the words themselves as long as they are few. */
  texts = 0;
  readonly otherWords = new Map<string, Seen>();
  characters = 0;
  longest = 0;
  spaces = 0;
  dates: DateTally | undefined;

  readonly counter: DistinctCounter;
  /** The type that a typed file (Parquet, JSON Lines) says; lists and objects are `nested`. */
  declared: ColumnType | 'nested' | undefined;

  readonly thousands: string;

  private kept = 0;
  private readonly limits: Limits;
  private readonly scanner: NumberScanner;

  constructor(scanner: NumberScanner, limits: Limits, dayFirst: boolean) {
    this.scanner = scanner;
    this.limits = limits;
    this.thousands = scanner.thousands;
    this.dates = new DateTally(dayFirst);
    this.counter = new DistinctCounter(limits.distinct);
  }

  add(text: string): void {
    if (text === '') {
      this.blank++;
      return;
    }
    if (!this.overflowed) {
      const seen = this.words.get(text);
      if (seen !== undefined) {
        seen.count++;
        return;
      }
      if (this.words.size < this.limits.words && this.kept + text.length <= this.limits.characters) {
        this.words.set(detached(text), { count: 1 });
        this.kept += text.length;
        return;
      }
      this.overflowed = true;
      this.readWords();
    }
    this.read(text, 1);
  }

  /** To be called once at the end. */
  finish(): void {
    if (!this.overflowed) this.readWords();
  }

  private readWords(): void {
    for (const [text, { count }] of this.words) this.read(text, count);
  }

  private read(text: string, count: number): void {
    if (this.scanner.scan(text)) this.readNumber(text, count);
    else this.readText(text, count);
  }

  private readNumber(text: string, count: number): void {
    const { scanner } = this;
    const { value } = scanner;
    this.numbers += count;
    if (scanner.integer) this.integers += count;
    if (value <= this.min || value >= this.max) this.widen(scanner.exact(text));
    if (value >= FIRST_DAY && value <= LAST_DAY && isCompactDay(value)) this.compactDays += count;
    if (scanner.odd && this.noteOddity(count)) hashText(text);
    else hashNumber(value);
    this.counter.add(hash.low, hash.high, count);
  }

  /** The last place matters at the ends of the range only, so only a value near them is worth a full parser. */
  private widen(value: number): void {
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  /** True for digits that differ where their numbers do not: `007` and `7`. */
  private noteOddity(count: number): boolean {
    const { grouped, leadingZero, unsafe, affix } = this.scanner;
    if (grouped) this.grouped += count;
    if (leadingZero) this.leadingZeros += count;
    if (unsafe) this.unsafeIntegers += count;
    for (const character of affix) this.affixes.add(character);
    return leadingZero || unsafe;
  }

  private readText(text: string, count: number): void {
    const date = this.dates?.add(text) ?? false;
    if (!date && isMissingAmongNumbers(text)) {
      const seen = this.tokens.get(text);
      if (seen !== undefined) seen.count += count;
      else this.tokens.set(detached(text), { count });
      return;
    }
    if (!date) this.dates = undefined;
    const seen = this.otherWords.get(text);
    if (seen !== undefined) seen.count += count;
    else if (this.otherWords.size < FEW_WORDS) this.otherWords.set(detached(text.slice(0, LONGEST_WORD)), { count });
    hashText(text);
    this.counter.add(hash.low, hash.high, count);
    this.texts += count;
    this.characters += text.length * count;
    this.spaces += hash.spaces * count;
    if (text.length > this.longest) this.longest = text.length;
  }
}

const FIRST_DAY = 19000101;
const LAST_DAY = 21001231;

function isCompactDay(value: number): boolean {
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(Math.floor(value / 10_000), month, 0)).getUTCDate();
}
