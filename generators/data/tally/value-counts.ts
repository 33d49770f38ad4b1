const SPACE = 32;
/** What a value was found to be: a text, a number with some of these, or below zero the place of a word with its count. */
export const TEXT = 0,
  NUMBER = 1,
  INTEGER = 2,
  GROUPED = 4,
  LEADING_ZERO = 8,
  UNSAFE = 16,
  COMPACT_DAY = 32,
  WITH_UNIT = 64,
  UNUSUAL_SIGN = 128,
  DATED = 256;

/** So many texts tell how long they are and how many words they have. */
const TEXTS_MEASURED = 5_000;

/** What adds up, whatever part of the table it was found in. */
const SUMS = [
  'blank',
  'numbers',
  'integers',
  'grouped',
  'leadingZeros',
  'unsafeIntegers',
  'compactDays',
  'withUnit',
  'unusualSigns',
  'texts',
  'dated',
  'measured',
  'characters',
  'spaces',
] as const;

/** How many values of a column are of which kind. */
export class ValueCounts {
  blank = 0;
  numbers = 0;
  integers = 0;
  grouped = 0;
  leadingZeros = 0;
  unsafeIntegers = 0;
  /** Whole numbers that are a day as `20240131`. */
  compactDays = 0;
  /** Numbers with the column's unit, and those in brackets or with an unusual minus. */
  withUnit = 0;
  unusualSigns = 0;
  /** What is neither a number nor a word for a missing value. */
  texts = 0;
  /** Those of them that are dates. */
  dated = 0;
  measured = 0;
  characters = 0;
  spaces = 0;

  /** Takes in values of a kind that is no word's. */
  protected count(kind: number, times: number): void {
    if (kind === DATED) {
      this.texts += times;
      this.dated += times;
      return;
    }
    this.numbers += times;
    if (kind & INTEGER) this.integers += times;
    if (kind & GROUPED) this.grouped += times;
    if (kind & LEADING_ZERO) this.leadingZeros += times;
    if (kind & UNSAFE) this.unsafeIntegers += times;
    if (kind & COMPACT_DAY) this.compactDays += times;
    if (kind & WITH_UNIT) this.withUnit += times;
    if (kind & UNUSUAL_SIGN) this.unusualSigns += times;
  }

  /** Takes in what was counted in a later part of the table. */
  protected addCounts(later: ValueCounts): void {
    for (const sum of SUMS) this[sum] += later[sum];
  }

  /** Counts characters as a string does, without one. */
  protected measure(bytes: Buffer, start: number, end: number): void {
    if (this.measured >= TEXTS_MEASURED) return;
    this.measured++;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === SPACE) this.spaces++;
      if ((byte & 0xc0) !== 0x80) this.characters += byte >= 0xf0 ? 2 : 1;
    }
  }
}
