import { textOf } from './cell.ts';

const SPACE = 32, PLUS = 43, MINUS = 45, ZERO = 48, NINE = 57;
/** What may stand before or after a number and is no part of it. */
const AFFIXED = /^(\s*[+-]?)([$€£¥₹]?\s?)([+-]?[\d.,' ]*\d[.,]?)(\s?[%$€£¥₹]?)(\s*)$/u;
/** No number is longer, except digits and a mark alone. */
const LONGEST = 400;
const bytesOf = (characters: string): Uint8Array => {
  const table = new Uint8Array(256);
  // Of a character beyond ASCII any byte: the text is looked at whole if one is there.
  for (const character of characters) table[Math.min(character.charCodeAt(0), 255)] = 1;
  return characters.includes('\u00ff') ? table.fill(1, 0x80) : table;
};
/** What may stand in place of a first digit, behind the last one, or at the end; most words and dates are told by that. */
const OPENS = bytesOf('$\u00ff');
const FOLLOWS = ' eE%$\u00ff';
const ENDS = bytesOf('0123456789., %$\u00ff');
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads one cell as pandas would read a number. The answer stands in its fields until the next call: this runs once
 * per cell, and an object per cell would cost more than the reading.
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
  /** The currency or percent signs, and spaces at them, that stood around it. */
  affix = '';
  /** An integer that a float cannot hold. */
  unsafe = false;
  /** `value` may be off in its last place; `exact` tells the true one. */
  approximate = false;

  readonly thousands: string;

  private readonly follows: Uint8Array;
  private readonly decimal: number;
  private readonly decimalMark: string;
  private readonly plain: RegExp;
  private readonly groups: RegExp;
  private readonly separators: RegExp;

  constructor(decimal: '.' | ',', thousands: string) {
    this.decimal = decimal.charCodeAt(0);
    this.decimalMark = decimal;
    this.thousands = thousands;
    this.follows = bytesOf(FOLLOWS + thousands);
    const separator = thousands.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const mark = decimal === '.' ? '\\.' : ',';
    this.plain = new RegExp(`^ *([+-]?(?:\\d+(${mark}\\d*)?|(${mark}\\d+))(e[+-]?\\d+)?) *$`, 'i');
    this.groups = new RegExp(`^ *[+-]?[1-9]\\d{0,2}(?:${separator}\\d{3})+(?:${mark}\\d*)? *$`);
    this.separators = new RegExp(separator, 'g');
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
      const goesOn = at === end ? digits > 0 : digits === 0 ? OPENS[bytes[at]!] === 1 : this.follows[bytes[at]!] === 1;
      return goesOn && ENDS[bytes[end - 1]!] === 1 && end - start <= LONGEST && this.scanText(textOf(bytes, start, end));
    }

    // Up to 15 digits both parts are exact floats, so that one division rounds as a full parser would.
    const size = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
    this.value = sign === MINUS ? -size : size;
    this.approximate = digits > 15;
    this.integer = mark === -1;
    this.odd = mark === -1 && digits > 1 && (digits > 15 || bytes[first] === ZERO);
    if (this.odd) this.note(false, bytes[first] === ZERO, '');
    return digits < 300 || Number.isFinite(this.value);
  }

  /** The value to its last place, for the cell that was just scanned. */
  exact(bytes: Buffer, start: number, end: number): number {
    return this.approximate ? this.parse(textOf(bytes, start, end).trim()) : this.value;
  }

  /** Digits with something around them: an exponent, spaces, groups of three, signs of money. */
  private scanText(text: string): boolean {
    return this.scanPlain(text) || this.scanGrouped(text) || this.scanAffixed(text);
  }

  private scanPlain(text: string): boolean {
    const parts = this.plain.exec(text);
    if (parts === null) return false;
    const [, number = '', ...marks] = parts;
    this.value = this.parse(number);
    this.integer = marks.every((part) => part === undefined);
    this.approximate = this.odd = false;
    if (this.integer) this.note(false, /^[+-]?0\d/.test(number), '');
    return Number.isFinite(this.value);
  }

  private scanGrouped(text: string): boolean {
    if (!this.groups.test(text)) return false;
    this.value = this.parse(text.replace(this.separators, ''));
    this.integer = !text.includes(this.decimalMark);
    this.approximate = false;
    this.note(true, false, '');
    return Number.isFinite(this.value);
  }

  private scanAffixed(text: string): boolean {
    const [, sign = '', before = '', number = '', after = ''] = AFFIXED.exec(text) ?? [];
    const inner = sign + number;
    const one = (before.trim() === '') !== (after.trim() === '');
    if (!one || !(this.scanPlain(inner) || this.scanGrouped(inner))) return false;
    this.note(this.odd && this.grouped, this.odd && this.leadingZero, before + after);
    return true;
  }

  private note(grouped: boolean, leadingZero: boolean, affix: string): void {
    this.odd = true;
    this.grouped = grouped;
    this.leadingZero = leadingZero;
    this.affix = affix;
    this.unsafe = this.integer && !Number.isSafeInteger(this.value);
  }

  private parse(text: string): number {
    return Number(this.decimalMark === '.' ? text : text.replace(this.decimalMark, '.'));
  }
}
