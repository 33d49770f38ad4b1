import { textOf, withoutBlanks } from './cell.ts';
import { isCompactDay } from './compact-day.ts';
import { type DateOrder, type DateRange, DateTally } from './dates.ts';
import { DistinctCounter } from './distinct.ts';
import { type Fields, NEARLY, REWRITTEN, WHOLE } from './fields.ts';
import { hash, hashBytes, hashNumber } from './hash.ts';
import type { Limits } from './limits.ts';
import { isMissingAmongNumbers, mayBeMissing } from './missing.ts';
import { FEW_WORDS, NamedWords } from './named-words.ts';
import type { NumberScanner } from './numbers.ts';
import { countsOf, SeenValues } from './seen-values.ts';
import {
  COMPACT_DAY,
  DATED,
  GROUPED,
  INTEGER,
  LEADING_ZERO,
  NUMBER,
  TEXT,
  UNSAFE,
  UNUSUAL_SIGN,
  ValueCounts,
  WITH_UNIT,
} from './value-counts.ts';

const SPACE = 32;
export const LONGEST_WORD = 64;
/** Of numbers with fractions so many different ones are remembered. */
const MANY_FRACTIONS = 2048;
/** So many numbers with marks or signs tell how they are written. */
const MANY_MARKED = 64;

/** The data of a tally, as they come from another thread. */
export interface FoundInColumn {
  readonly found: object;
  readonly dates: { readonly ranges: readonly (readonly DateRange[])[] } | undefined;
}

/**
 * What one pass finds in one column. Each different value is read once, as number, date or text, and after that only
 * counted; beyond so many values each cell is read.
 */
export class ColumnTally extends ValueCounts {
  /** The first numbers that are more than digits, as they are written. */
  readonly marked: string[] = [];
  min = Infinity;
  max = -Infinity;

  longest = 0;
  dates: DateTally | undefined;

  /** The first values as they are written. */
  readonly words: string[] = [];
  /** Every value with its count, in the order of their first appearance, when they are few. */
  frequencies: ReadonlyMap<string, number> | undefined;
  readonly counter: DistinctCounter;
  /** Two of the first cells were alike. */
  repeated = false;
  /** What a typed file (Parquet, JSON Lines) says; lists and objects are `nested`. */
  declared: 'float' | 'nested' | undefined;
  /** Such a file gave numbers as numbers: how they are written is no question. */
  typed = false;

  private readonly named = new NamedWords();
  private kept = 0;
  private seen: SeenValues | undefined;
  private readonly limits: Limits;
  readonly scanner: NumberScanner;

  constructor(scanner: NumberScanner, limits: Limits, order: DateOrder) {
    super();
    this.scanner = scanner;
    this.limits = limits;
    this.dates = new DateTally(order);
    this.seen = new SeenValues(limits.seen);
    this.counter = new DistinctCounter(limits.distinct);
  }

  /** Every so many cells, from `first` to before `end`. */
  addCells(fields: Fields, first: number, step: number, end: number): void {
    const { starts, ends, lows, highs, states, values, bytes } = fields;
    for (let cell = first; cell < end; cell += step) {
      const state = states[cell]!;
      if (state >= WHOLE) this.addNumber(values[cell]!, state === WHOLE, state === NEARLY, bytes, starts[cell]!, ends[cell]!);
      else this.add(state === REWRITTEN ? fields.rewritten : bytes, starts[cell]!, ends[cell]!, lows[cell]!, highs[cell]!);
    }
  }

  /** One cell with its hash. */
  add(bytes: Buffer, start: number, end: number, low: number, high: number): void {
    if (start === end) this.blank++;
    else if (this.seen === undefined) this.read(bytes, start, end, low, high);
    else if (!this.seen.hit(low, high)) this.addNew(bytes, start, end, low, high);
  }

  /** A value that is not among those remembered. */
  private addNew(bytes: Buffer, start: number, end: number, low: number, high: number): void {
    if (this.seen!.full || this.fractional) {
      this.forget();
      this.read(bytes, start, end, low, high);
    } else {
      this.keepWord(bytes, start, end);
      this.seen!.insert(low, high, this.read(bytes, start, end, low, high));
    }
  }

  /** Many numbers with fractions: nothing depends on whether two of them are alike, and each is as soon read as looked up. */
  private get fractional(): boolean {
    return this.seen!.size >= MANY_FRACTIONS && this.texts === 0 && this.numbers > 2 * this.integers;
  }

  /** Whether a cell can be given to `addNumber`: too many values to remember, and all of them numbers so far. */
  get numeric(): boolean {
    return this.seen === undefined && this.numbers > 0 && this.texts === 0;
  }

  /** A plain number that has been read on the way; `approximate` when its last place may be off. */
  addNumber(value: number, integer: boolean, approximate: boolean, bytes: Buffer, start: number, end: number): void {
    this.numbers++;
    if (integer) this.integers++;
    if (value <= this.min || value >= this.max) {
      this.widen(approximate && this.scanner.scan(bytes, start, end) ? this.scanner.exact(bytes, start, end) : value);
    }
    if (integer && isCompactDay(value)) this.compactDays++;
    hashNumber(value);
    this.counter.add(hash.low, hash.high);
  }

  /** To be called once at the end. */
  finish(): void {
    const { seen, words } = this;
    if (seen !== undefined && words.length === seen.size) this.frequencies = countsOf(words, seen);
    this.forget();
  }

  /** Cells that show how the column's numbers are written. */
  get examples(): ReadonlySet<string> {
    return new Set(this.typed ? [] : [...this.words, ...this.marked, ...this.otherWords.keys()]);
  }

  /** Words that mean no value, at least among numbers. */
  get tokens(): ReadonlyMap<string, number> {
    return this.named.counts(true);
  }

  /** The other words, complete as long as they are few. */
  get otherWords(): ReadonlyMap<string, number> {
    return this.named.counts(false);
  }

  /** Takes in what was found in a later part of the table. */
  absorb(later: ColumnTally): void {
    const seen = later.seen !== undefined && this.seen?.hasRoomFor(later.seen) === true ? later.seen : undefined;
    if (seen === undefined) {
      this.forget();
      later.forget();
    }
    this.addCounts(later);
    this.min = Math.min(this.min, later.min);
    this.max = Math.max(this.max, later.max);
    this.longest = Math.max(this.longest, later.longest);
    this.repeated ||= later.repeated;
    this.marked.push(...later.marked.slice(0, MANY_MARKED - this.marked.length));
    this.typed ||= later.typed;
    this.counter.absorb(later.counter);
    if (later.dates === undefined || this.dates?.absorb(later.dates.ranges) === false) this.dates = undefined;
    this.absorbWords(later.words);
    const places = this.named.absorb(later.named);
    seen?.forEach((count, kind, low, high) => this.absorbSeen(low, high, count, kind < 0 ? -places[-kind - 1]! - 1 : kind));
  }

  private absorbWords(words: readonly string[]): void {
    const known = new Set(this.words);
    for (const text of words) {
      if (known.has(text)) continue;
      const bytes = Buffer.from(text);
      this.keepWord(bytes, 0, bytes.length);
    }
  }

  /** A value that both parts have was read, and counted once, in each. */
  private absorbSeen(low: number, high: number, count: number, kind: number): void {
    if (this.seen?.hit(low, high, count) === true) this.repeat(kind, -1);
    else this.seen?.insert(low, high, kind, count);
  }

  /** What another thread can be sent: all that was found, but not how to read more. */
  get found(): FoundInColumn {
    const { scanner: _, limits: __, dates, ...found } = this;
    return { found, dates: dates && { ranges: dates.ranges } };
  }

  /** Takes over what another thread found. */
  restore({ found, dates }: FoundInColumn): void {
    const { seen, counter, named } = found as Pick<ColumnTally, 'counter'> & { readonly seen: object | undefined; readonly named: object };
    Object.assign(this, found, {
      seen: seen && SeenValues.revived(seen),
      counter: DistinctCounter.revived(counter),
      named: NamedWords.revived(named),
      dates: dates && DateTally.revived(dates.ranges),
    });
  }

  /** The buffers in what was found, which need not be copied. */
  get buffers(): ArrayBufferLike[] {
    return [this.counter.buffer, ...(this.seen === undefined ? [] : [this.seen.buffer])];
  }

  /** Every remembered value was counted once when it was read: now its other occurrences. */
  private forget(): void {
    this.seen?.forEach((count, kind) => {
      if (count > 1) this.repeat(kind, count - 1);
    });
    this.seen = undefined;
  }

  private repeat(kind: number, times: number): void {
    this.repeated = true;
    const word = kind < 0 ? this.named.at(-kind - 1) : undefined;
    if (word !== undefined) word.count += times;
    if (word?.missing === false || kind === TEXT) this.texts += times;
    if (kind > 0) this.count(kind, times);
  }

  private keepWord(bytes: Buffer, start: number, end: number): void {
    this.kept += end - start;
    if (this.words.length < this.limits.words && this.kept <= this.limits.bytes) this.words.push(textOf(bytes, start, end));
  }

  private read(bytes: Buffer, start: number, end: number, low: number, high: number): number {
    // Where dates have been, another is likelier than a number.
    if (this.numbers === 0 && this.texts > 0 && this.isDate(bytes, start, end)) return this.readDate(bytes, start, end, low, high);
    if (this.scanner.scan(bytes, start, end)) return this.readNumber(bytes, start, end, low, high);
    if (this.numbers === 0 && this.texts === 0 && this.isDate(bytes, start, end)) return this.readDate(bytes, start, end, low, high);
    if (mayBeMissing(bytes, start, end)) {
      const text = textOf(bytes, start, end);
      if (isMissingAmongNumbers(text)) return this.name(text, true);
    }
    const kind = this.readText(bytes, start, end, low, high);
    // Among so many other texts dates would be chance.
    if (this.texts - this.dated >= FEW_WORDS) this.dates = undefined;
    return this.named.open ? this.name(textOf(bytes, start, Math.min(end, start + LONGEST_WORD)), false) : kind;
  }

  private isDate(bytes: Buffer, start: number, end: number): boolean {
    if (this.dates === undefined) return false;
    const [from, to] = withoutBlanks(bytes, start, end);
    return this.dates.add(bytes, from, to);
  }

  private readDate(bytes: Buffer, start: number, end: number, low: number, high: number): number {
    this.dated++;
    this.readText(bytes, start, end, low, high);
    return DATED;
  }

  private readNumber(bytes: Buffer, start: number, end: number, low: number, high: number): number {
    const { scanner } = this;
    const { value, integer, odd } = scanner;
    if (value <= this.min || value >= this.max) this.widen(scanner.exact(bytes, start, end));
    let kind = NUMBER;
    if ((odd || !integer) && this.marked.length < MANY_MARKED) this.marked.push(textOf(bytes, start, end));
    if (integer) kind |= isCompactDay(value) ? INTEGER | COMPACT_DAY : INTEGER;
    if (odd) {
      if (scanner.grouped) kind |= GROUPED;
      if (scanner.leadingZero) kind |= LEADING_ZERO;
      if (scanner.unsafe) kind |= UNSAFE;
      if (scanner.withUnit) kind |= WITH_UNIT;
      if (scanner.unusualSign) kind |= UNUSUAL_SIGN;
    }
    this.count(kind, 1);
    // `007` and `7` are two codes, but 1.0 and 1 are one number.
    if (kind & (LEADING_ZERO | UNSAFE)) {
      this.countText(bytes, start, end, low, high);
    } else {
      hashNumber(value);
      this.counter.add(hash.low, hash.high);
    }
    return kind;
  }

  /** The last place matters at the ends of the range only, so only a value near them is worth a full parser. */
  private widen(value: number): void {
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  private readText(bytes: Buffer, start: number, end: number, low: number, high: number): number {
    this.texts++;
    this.countText(bytes, start, end, low, high);
    if (end - start > this.longest) this.longest = end - start;
    this.measure(bytes, start, end);
    return TEXT;
  }

  /** A text is the same with blanks around it. */
  private countText(bytes: Buffer, start: number, end: number, low: number, high: number): void {
    if (bytes[start]! > SPACE && bytes[end - 1]! > SPACE) return this.counter.add(low, high);
    const [from, to] = withoutBlanks(bytes, start, end);
    hashBytes(bytes, from, to);
    this.counter.add(hash.low, hash.high);
  }

  private name(text: string, missing: boolean): number {
    return -this.named.add(text, missing) - 1;
  }
}
