import { textOf } from './cell.ts';
import { type NumberParts, numberTaker, type NumberWriting } from './number-text.ts';

const SPACE = 32,
  PLUS = 43,
  MINUS = 45,
  ZERO = 48,
  NINE = 57;
/** No number is longer, except digits and a mark alone. */
const LONGEST = 400;
/** Of a character beyond ASCII any byte: the text is looked at whole if one is there. */
const bytesOf = (characters: string): Uint8Array => {
  const table = new Uint8Array(256).fill(1, 0x80);
  for (const character of characters) table[Math.min(character.charCodeAt(0), 255)] = 1;
  return table;
};
const bothCases = (text: string): string => text.toLowerCase() + text.toUpperCase();
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads one cell as the emitted project reads a number of the column. The answer stands in its fields until the next
 * call: this runs once per cell, and an object per cell would cost more than the reading.
 */
export class NumberScanner {
  value = 0;
  integer = false;
  /** One of the rare things below is so; else they are not to be read. */
  odd = false;
  /** Thousands separators were in it. */
  grouped = false;
  /** Such as `01234`: a code, not a quantity. */
  leadingZero = false;
  /** The column's unit stood beside it. */
  withUnit = false;
  /** Brackets, a sign behind it, or a minus that is no hyphen. */
  unusualSign = false;
  /** An integer that a float cannot hold. */
  unsafe = false;
  /** `value` may be off in its last place; `exact` tells the true one. */
  approximate = false;

  readonly writing: NumberWriting;

  /** What may stand in place of a first digit, behind the last one, or at the end; most words and dates are told by that. */
  private readonly opens: Uint8Array;
  private readonly follows: Uint8Array;
  private readonly ends: Uint8Array;
  private readonly decimal: number;
  private readonly take: (text: string) => NumberParts | undefined;

  constructor(writing: NumberWriting) {
    this.writing = writing;
    const { decimal, thousands, unit, scale } = writing;
    this.decimal = decimal.charCodeAt(0);
    const letters = bothCases(Object.keys(scale ?? {}).join(''));
    this.opens = bytesOf(`( \t+-${bothCases(unit)}`);
    this.follows = bytesOf(`eE) \t${thousands}${bothCases(unit.slice(0, 1))}${letters}`);
    this.ends = bytesOf(`0123456789.,) \t-${bothCases(unit.slice(-1))}${letters}`);
    this.take = numberTaker(writing);
  }

  scan(bytes: Buffer, start: number, end: number): boolean {
    let at = start;
    while (at < end && bytes[at] === SPACE) at++;
    if (at === end) return false;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at++;
    const first = at;
    let mark = -1;
    let mantissa = 0;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + (byte - ZERO);
      else if (byte === this.decimal && mark === -1) mark = at;
      else break;
    }
    const fraction = mark === -1 ? 0 : at - mark - 1;
    const digits = at - first - (mark === -1 ? 0 : 1);
    if (at < end || digits === 0 || fraction > 22) {
      const goesOn =
        at === end
          ? digits > 0
          : digits === 0
            ? this.opens[bytes[at]!] === 1
            : this.follows[bytes[at]!] === 1 || (bytes[at] === MINUS && (at + 1 === end || bytes[at + 1]! <= SPACE));
      return goesOn && this.ends[bytes[end - 1]!] === 1 && end - start <= LONGEST && this.scanText(textOf(bytes, start, end));
    }

    // Up to 15 digits both parts are exact floats, so that one division rounds as a full parser would.
    const size = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
    this.value = sign === MINUS ? -size : size;
    this.approximate = digits > 15;
    this.integer = mark === -1;
    this.odd = mark === -1 && digits > 1 && (digits > 15 || bytes[first] === ZERO);
    if (this.odd) this.note(bytes[first] === ZERO);
    return digits < 300 || Number.isFinite(this.value);
  }

  /** The value to its last place, for the cell that was just scanned. */
  exact(bytes: Buffer, start: number, end: number): number {
    return this.approximate ? valueOf(this.take(textOf(bytes, start, end))!) : this.value;
  }

  /** Digits with something around them: an exponent, blanks, groups, a unit, brackets. */
  private scanText(text: string): boolean {
    const parts = this.take(text);
    if (parts === undefined) return false;
    this.value = valueOf(parts);
    this.integer = parts.integer;
    this.approximate = false;
    this.note(/^0\d/.test(parts.digits) && parts.integer);
    this.grouped = parts.grouped;
    this.withUnit = parts.unit;
    this.unusualSign = parts.unusualSign;
    return Number.isFinite(this.value);
  }

  private note(leadingZero: boolean): void {
    this.odd = true;
    this.grouped = this.withUnit = this.unusualSign = false;
    this.leadingZero = leadingZero;
    this.unsafe = this.integer && !Number.isSafeInteger(this.value);
  }
}

const valueOf = ({ negative, digits, factor }: NumberParts): number => (negative ? -Number(digits) : Number(digits)) * factor;
