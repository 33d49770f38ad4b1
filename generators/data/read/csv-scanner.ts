import { Fields, FRACTION, NEARLY, WHOLE } from '../tally/fields.ts';
import { hash, hashBytes, HIGH_SEED, LOW_SEED, mixHigh, mixLow } from '../tally/hash.ts';
import type { Dialect } from './dialect-form.ts';
import { TextFault } from './text-fault.ts';

const LINE_FEED = 10,
  RETURN = 13,
  SPACE = 32,
  PLUS = 43,
  MINUS = 45,
  ZERO = 48;
/** Beyond this an integer of nine more digits would not be exact as a float. */
const MOST_DIGITS = 18;
/** In place of where a cell ends: not in these bytes, or it is to be read as any text. */
const INCOMPLETE = -1,
  ORDINARY = -2;
/** Four bytes with one meaning each, for looking at four bytes at once. */
const ONES = 0x01010101,
  FOURTEENS = 0x0e0e0e0e,
  TOPS = 0x80808080 | 0,
  ZEROS = 0x30303030,
  SIXES = 0x76767676;
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Who wants the records. */
export interface RecordTaker {
  /** Looks at each record as soon as it is read, and says whether it is a row. */
  readonly accepts: (fields: Fields) => boolean;
  /** Takes the rows since the last time, while their bytes are still there. */
  readonly takeRows: (fields: Fields) => void;
  /** Columns whose cells are to be read as numbers on the way if they can be: 1 for each. */
  readonly numeric: () => Uint8Array;
}

/**
 * Finds the cells of delimited text (RFC 4180, and as pandas reads what departs from it) in a buffer of UTF-8 bytes
 * and hashes them on the way. Ours, for no library looks at a cell without making a string of it: the fastest took
 * twice as long to divide a line as pandas takes to read it.
 */
export class CsvScanner {
  private readonly fields = new Fields();
  private line = 1;
  private newlines = 0;
  private words: DataView = new DataView(new ArrayBuffer(0));
  private readonly delimiters: number;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly decimal: number;
  private readonly skipInitialSpace: boolean;

  constructor({ delimiter, quote, decimal, skipInitialSpace }: Pick<Dialect, 'delimiter' | 'quote' | 'decimal' | 'skipInitialSpace'>) {
    this.delimiter = delimiter.charCodeAt(0);
    this.delimiters = Math.imul(this.delimiter, ONES);
    this.decimal = decimal.charCodeAt(0);
    this.quote = quote === null ? -1 : quote.charCodeAt(0);
    this.skipInitialSpace = skipInitialSpace;
  }

  /** The line on which the next record begins. */
  get nextLine(): number {
    return this.line;
  }

  /** Hands on the complete records of the first `length` bytes and says where the incomplete one begins; of the `last` bytes none is. */
  scan(bytes: Buffer, length: number, last: boolean, taker: RecordTaker): number {
    const done = this.scanRecords(bytes, length, last, taker);
    taker.takeRows(this.fields);
    this.fields.clear();
    return done;
  }

  private scanRecords(bytes: Buffer, length: number, last: boolean, taker: RecordTaker): number {
    const { fields, delimiter, quote, skipInitialSpace } = this;
    const numeric = taker.numeric();
    fields.bytes = bytes;
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    let recordStart = 0;
    this.beginRecord();
    for (;;) {
      if (skipInitialSpace) while (at < length && bytes[at] === SPACE) at++;
      if (at === length && (!last || fields.count === 0)) return recordStart;
      let next = ORDINARY;
      if (at < length && bytes[at] === quote) next = this.scanQuoted(bytes, at, length, last);
      else if (fields.count < numeric.length && numeric[fields.count] === 1) next = this.scanNumber(bytes, at, length);
      at = next === ORDINARY ? this.scanText(bytes, at, length, last) : next;
      if (at === INCOMPLETE) return recordStart;
      if (at < length && bytes[at] === delimiter) {
        at++;
        continue;
      }
      if (at < length) {
        // A \r at the end of the buffer may be half of a \r\n.
        if (bytes[at] === RETURN && at + 1 === length && !last) return recordStart;
        at += bytes[at] === RETURN && at + 1 < length && bytes[at + 1] === LINE_FEED ? 2 : 1;
      }
      if (taker.accepts(fields)) fields.keep();
      if (fields.full) {
        taker.takeRows(fields);
        fields.clear();
      }
      this.line += this.newlines + 1;
      recordStart = at;
      this.beginRecord();
    }
  }

  private beginRecord(): void {
    this.fields.count = 0;
    this.fields.line = this.line;
    this.newlines = 0;
  }

  /** From the first byte of a cell to behind its last one, four bytes at a time. */
  private scanText(bytes: Buffer, start: number, length: number, last: boolean): number {
    const { words, delimiters } = this;
    let low = LOW_SEED;
    let high = HIGH_SEED;
    for (let at = start; at + 4 <= length; at += 4) {
      const word = words.getInt32(at, true);
      const other = word ^ delimiters;
      const found = (((other - ONES) & ~other) | ((word - FOURTEENS) & ~word)) & TOPS;
      if (found !== 0) {
        const bits = (31 - Math.clz32(found & -found)) & 24;
        const end = at + (bits >> 3);
        if (!this.endsCell(bytes[end]!)) break;
        const rest = (word & ((1 << bits) - 1)) | (bits << 21);
        this.fields.push(start, end, mixLow(low, rest), mixHigh(high, rest));
        return end;
      }
      low = mixLow(low, word);
      high = mixHigh(high, word);
    }
    return this.scanBytes(bytes, start, length, last);
  }

  /** The same for the last bytes, and for a cell with control characters in it. */
  private scanBytes(bytes: Buffer, start: number, length: number, last: boolean): number {
    let end = start;
    while (end < length && !this.endsCell(bytes[end]!)) end++;
    if (end === length && !last) return INCOMPLETE;
    hashBytes(bytes, start, end);
    this.fields.push(start, end, hash.low, hash.high);
    return end;
  }

  private endsCell(byte: number): boolean {
    return byte === this.delimiter || byte === LINE_FEED || byte === RETURN;
  }

  /** From the first character of a plain number to behind its last one, four digits at a time. */
  private scanNumber(bytes: Buffer, start: number, length: number): number {
    const { words, decimal } = this;
    // Signs and the number of digits come at random, and a branch taken wrongly costs as much as the digits: so none depends on them.
    const negative = equals(bytes[start]!, MINUS);
    const first = start + negative + equals(bytes[start]!, PLUS);
    let at = first;
    let mark = -1;
    while (at < length && bytes[at] === ZERO) at++;
    if (at < length && bytes[at] === decimal) {
      mark = at++;
      while (at < length && bytes[at] === ZERO) at++;
    }
    const significant = at;
    let mantissa = 0;
    while (at + 4 <= length) {
      const figures = words.getInt32(at, true) ^ ZEROS;
      const others = (((figures & ~TOPS) + SIXES) | figures) & TOPS;
      if (others === 0) {
        mantissa = mantissa * 10_000 + fourDigits(figures);
        at += 4;
        continue;
      }
      const bits = (31 - Math.clz32(others & -others)) & 24;
      mantissa = mantissa * POWERS_OF_TEN[bits >> 3]! + fourDigits((figures << 8) << (24 - bits));
      at += bits >> 3;
      if (mark !== -1 || bytes[at] !== decimal) break;
      mark = at++;
    }
    const digits = at - significant - (mark > significant ? 1 : 0);
    const fraction = mark === -1 ? 0 : at - mark - 1;
    const written = at - first - (mark === -1 ? 0 : 1);
    const ends = at < length && this.endsCell(bytes[at]!);
    if (
      !ends ||
      written === 0 ||
      digits > (mark === -1 ? 15 : MOST_DIGITS) ||
      fraction > 22 ||
      (mark === -1 && written > 1 && bytes[first] === ZERO)
    )
      return ORDINARY;
    const size = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
    this.fields.pushNumber(start, at, size * (1 - 2 * negative), mark === -1 ? WHOLE : FRACTION + less(15, digits) * (NEARLY - FRACTION));
    return at;
  }

  /** From an opening quote to behind the closing one. */
  private scanQuoted(bytes: Buffer, open: number, length: number, last: boolean): number {
    const { quote } = this;
    const start = open + 1;
    let at = start;
    let doubled = false;
    for (;;) {
      at = this.findQuote(bytes, at, length);
      if (at === length && last) throw new TextFault(this.line, 'unclosed');
      if (at === length || (at + 1 === length && !last)) return INCOMPLETE;
      if (at + 1 === length || bytes[at + 1] !== quote) break;
      doubled = true;
      at += 2;
    }
    const end = at++;
    while (at < length && bytes[at] === SPACE) at++;
    if (at === length && !last) return INCOMPLETE;
    if (at < length && !this.endsCell(bytes[at]!)) throw new TextFault(this.line, 'undoubled');
    if (doubled || at > end + 1) {
      this.rewrite(bytes, start, end, at);
    } else {
      hashBytes(bytes, start, end);
      this.fields.push(start, end, hash.low, hash.high);
    }
    return at;
  }

  /** Where the next quote stands; counts the lines on the way. */
  private findQuote(bytes: Buffer, from: number, length: number): number {
    const { quote } = this;
    let at = from;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === quote) break;
      if (byte < 14 && (byte === LINE_FEED || (byte === RETURN && bytes[at + 1] !== LINE_FEED))) this.newlines++;
    }
    return at;
  }

  /** One quote for two; spaces behind the closing quote are the value's, as for pandas. */
  private rewrite(bytes: Buffer, start: number, end: number, next: number): void {
    const { fields, quote } = this;
    const first = fields.room(next - start);
    let to = first;
    for (let from = start; from < end; from++) {
      fields.rewritten[to++] = bytes[from]!;
      if (bytes[from] === quote) from++;
    }
    for (let space = end + 1; space < next; space++) fields.rewritten[to++] = SPACE;
    hashBytes(fields.rewritten, first, to);
    fields.pushRewritten(to - first, hash.low, hash.high);
  }
}

/** The number that four digits make, the first of them in the lowest byte. */
function fourDigits(digits: number): number {
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return Math.imul(pairs, 100 * 2 ** 16 + 1) >>> 16;
}

/** 1 or 0, of integers that are not far apart. */
const less = (one: number, other: number): number => (one - other) >>> 31;
const equals = (one: number, other: number): number => less(one ^ other, 1);
