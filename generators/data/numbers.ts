const SPACE = 32, PLUS = 43, MINUS = 45, ZERO = 48, NINE = 57;
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

  private readonly decimal: number;
  private readonly decimalMark: string;
  private readonly groups: RegExp;
  private readonly plain: RegExp;
  private readonly separators: RegExp;

  constructor(decimal: '.' | ',', thousands: string) {
    this.decimal = decimal.charCodeAt(0);
    this.decimalMark = decimal;
    this.thousands = thousands;
    const separator = thousands.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const mark = decimal === '.' ? '\\.' : ',';
    this.groups = new RegExp(`^ *[+-]?[1-9]\\d{0,2}(?:${separator}\\d{3})+(?:${mark}\\d*)? *$`);
    this.plain = new RegExp(`^ *([+-]?(?:\\d+(${mark}\\d*)?|(${mark}\\d+))(e[+-]?\\d+)?) *$`, 'i');
    this.separators = new RegExp(separator, 'g');
  }

  scan(text: string): boolean {
    return this.scanPlain(text) || (mayBeAffixed(text) && this.scanAffixed(text));
  }

  // Never reads beyond the end: one charCodeAt out of bounds makes V8 compile all of them three times slower.
  private scanPlain(text: string): boolean {
    const { length } = text;
    let at = 0;
    while (at < length && text.charCodeAt(at) === SPACE) at++;
    if (at === length) return false;
    const sign = text.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) at++;
    const first = at;
    let mark = -1;
    let mantissa = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code >= ZERO && code <= NINE) mantissa = mantissa * 10 + (code - ZERO);
      else if (code === this.decimal && mark === -1) mark = at;
      else break;
    }
    const fraction = mark === -1 ? 0 : at - mark - 1;
    const digits = at - first - (mark === -1 ? 0 : 1);
    if (digits === 0) return false;
    if (at < length || fraction > 22) return this.scanRest(text);

    // Up to 15 digits both parts are exact floats, so that one division rounds as a full parser would.
    const size = fraction === 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction]!;
    this.value = sign === MINUS ? -size : size;
    this.approximate = digits > 15;
    this.integer = mark === -1;
    this.odd = mark === -1 && digits > 1 && (digits > 15 || text.charCodeAt(first) === ZERO);
    if (this.odd) this.note(false, text.charCodeAt(first) === ZERO, '');
    return digits < 300 || Number.isFinite(this.value);
  }

  /** Digits with something behind: an exponent, spaces, or groups of three. */
  private scanRest(text: string): boolean {
    const parts = this.plain.exec(text);
    if (parts === null) return this.scanGrouped(text);
    const [, number = '', ...marks] = parts;
    this.value = this.parse(number);
    this.approximate = false;
    this.integer = marks.every((part) => part === undefined);
    this.odd = false;
    if (this.integer) this.note(false, /^[+-]?0\d/.test(number), '');
    return Number.isFinite(this.value);
  }

  private note(grouped: boolean, leadingZero: boolean, affix: string): void {
    this.odd = true;
    this.grouped = grouped;
    this.leadingZero = leadingZero;
    this.affix = affix;
    this.unsafe = this.integer && !Number.isSafeInteger(this.value);
  }

  /** The value to its last place, for the text that was just scanned. */
  exact(text: string): number {
    return this.approximate ? this.parse(text.trim()) : this.value;
  }

  private scanAffixed(text: string): boolean {
    const parts = AFFIXED.exec(text);
    if (parts === null) return false;
    const [, sign = '', before = '', number = '', after = ''] = parts;
    const affix = before + after;
    const inner = (sign + number).trim();
    const one = (before.trim() === '') !== (after.trim() === '');
    if (!one || !this.scanPlain(inner)) return false;
    this.value = this.exact(inner);
    this.approximate = false;
    this.note(this.odd && this.grouped, this.odd && this.leadingZero, affix);
    return true;
  }

  private scanGrouped(text: string): boolean {
    if (text.length > 40 || !this.groups.test(text)) return false;
    this.value = this.parse(text.replace(this.separators, ''));
    this.approximate = false;
    this.integer = !text.includes(this.decimalMark);
    this.note(true, false, '');
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
