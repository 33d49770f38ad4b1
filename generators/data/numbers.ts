const SPACE = 32, PLUS = 43, MINUS = 45, ZERO = 48, NINE = 57, UPPER_E = 69, LOWER_E = 101;
/** What may stand before or after a number and is no part of it. */
const AFFIXES = '%$€£¥₹';
const AFFIXED = /^(\s*[+-]?)([$€£¥₹]?\s?)([+-]?[\d.,' ]*\d[.,]?)(\s?[%$€£¥₹]?)(\s*)$/u;
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads one cell as pandas would read a number, without making another string of it. The answer stands in its fields
 * until the next call: this runs once per cell, and an object per cell would cost more than the reading.
 */
export class NumberScanner {
  value = 0;
  integer = false;
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

  private start = 0;
  private end = 0;
  private readonly decimal: number;
  private readonly decimalMark: string;
  private readonly groups: RegExp;
  private readonly separators: RegExp;

  constructor(decimal: '.' | ',', thousands: string) {
    this.decimal = decimal.charCodeAt(0);
    this.decimalMark = decimal;
    this.thousands = thousands;
    const separator = thousands.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const mark = decimal === '.' ? '\\.' : ',';
    this.groups = new RegExp(`^ *[+-]?[1-9]\\d{0,2}(?:${separator}\\d{3})+(?:${mark}\\d*)? *$`);
    this.separators = new RegExp(separator, 'g');
  }

  scan(text: string): boolean {
    this.affix = '';
    return this.scanPlain(text) || (mayBeAffixed(text) && this.scanAffixed(text));
  }

  private scanPlain(text: string): boolean {
    const length = text.length;
    let at = 0;
    while (at < length && text.charCodeAt(at) === SPACE) at++;
    const start = at;
    let code = text.charCodeAt(at);
    const negative = code === MINUS;
    if (negative || code === PLUS) code = text.charCodeAt(++at);
    const firstDigit = at;
    let mantissa = 0;
    while (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    let digits = at - firstDigit;
    this.integer = true;
    this.grouped = false;
    this.leadingZero = digits > 1 && text.charCodeAt(firstDigit) === ZERO;
    let fraction = 0;
    if (code === this.decimal) {
      this.integer = false;
      const afterMark = at + 1;
      code = text.charCodeAt(++at);
      while (code >= ZERO && code <= NINE) {
        mantissa = mantissa * 10 + (code - ZERO);
        code = text.charCodeAt(++at);
      }
      fraction = at - afterMark;
      digits += fraction;
    }
    if (digits === 0) return false;
    let exponential = false;
    if (code === LOWER_E || code === UPPER_E) {
      exponential = true;
      this.integer = false;
      code = text.charCodeAt(++at);
      if (code === PLUS || code === MINUS) code = text.charCodeAt(++at);
      const firstExponent = at;
      while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at);
      if (at === firstExponent) return false;
    }
    const end = at;
    while (at < length && text.charCodeAt(at) === SPACE) at++;
    if (at < length) return this.scanGrouped(text);

    this.start = start;
    this.end = end;
    if (exponential || fraction > 22) {
      this.approximate = false;
      this.value = this.parse(text.slice(start, end));
    } else {
      // Up to 15 digits both parts are exact floats, so that one division rounds as a full parser would.
      this.approximate = digits > 15;
      const size = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
      this.value = negative ? -size : size;
    }
    this.unsafe = this.integer && !Number.isSafeInteger(this.value);
    return Number.isFinite(this.value);
  }

  /** The value to its last place, for the text that was just scanned. */
  exact(text: string): number {
    return this.approximate ? this.parse(text.slice(this.start, this.end)) : this.value;
  }

  private scanAffixed(text: string): boolean {
    const parts = AFFIXED.exec(text);
    if (parts === null) return false;
    const [, sign = '', before = '', number = '', after = ''] = parts;
    const affix = before + after;
    if (affix.trim() === '' || !this.scanPlain(sign + number)) return false;
    // The places of the digits are those of the inner text.
    if (this.approximate) this.value = this.parse(sign + number);
    this.approximate = false;
    this.affix = affix;
    return true;
  }

  private scanGrouped(text: string): boolean {
    if (text.length > 40 || !this.groups.test(text)) return false;
    this.value = this.parse(text.replace(this.separators, ''));
    this.approximate = false;
    this.integer = !text.includes(this.decimalMark);
    this.grouped = true;
    this.leadingZero = false;
    this.unsafe = this.integer && !Number.isSafeInteger(this.value);
    return Number.isFinite(this.value);
  }

  private parse(text: string): number {
    return Number(this.decimalMark === '.' ? text : text.replace(this.decimalMark, '.'));
  }
}

function mayBeAffixed(text: string): boolean {
  if (text.length > 30 || text.length < 2) return false;
  return AFFIXES.includes(text.charAt(text.length - 1)) || AFFIXES.includes(text.charAt(0)) || AFFIXES.includes(text.charAt(1));
}
