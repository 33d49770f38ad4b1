/** How the numbers of one column are written. */
export interface NumberWriting {
  readonly decimal: '.' | ',';
  /** What may group digits: `,` `.` a blank (of any width) `'` (straight or curly), or nothing. */
  readonly thousands: string;
  /** What stands before or after the number, such as `€` or `km/h`, or nothing. */
  readonly unit: string;
  /** Letters behind the number that multiply it, such as `K`; nothing for none. */
  readonly scale: Readonly<Record<string, number>> | undefined;
}

/** Blanks that may stand around a number, its sign and its unit, and between groups of digits. */
export const BLANKS = ' \\t\\u00a0\\u2007\\u2009\\u202f';
/** A hyphen, a minus, and the dash that some programs write for it. */
export const DASHES = '\\u2212\\u2013-';
const APOSTROPHES = "'\\u2019";

export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
export const groupMark = (thousands: string): string =>
  thousands === ' ' ? `[${BLANKS}]` : thousands === "'" ? `[${APOSTROPHES}]` : escaped(thousands);

/** The parts of a cell that holds a number. */
export interface NumberParts {
  readonly negative: boolean;
  /** Digits without groups, a point before the fraction. */
  readonly digits: string;
  readonly factor: number;
  /** No decimal mark, no exponent, and nothing that multiplies. */
  readonly integer: boolean;
  readonly grouped: boolean;
  readonly unit: boolean;
  /** Brackets or a sign behind the number, as accountants write less than nothing, or a minus that is no hyphen. */
  readonly unusualSign: boolean;
}

/**
 * Takes a cell apart by these rules, which `utils/numbers.py` of the project follows to the letter: a sign before the
 * number or its unit, or behind all, or brackets for less than nothing; digits plain or in groups; a letter that
 * multiplies; the unit on either side; blanks between all of them.
 */
export function numberTaker({ decimal, thousands, unit, scale }: NumberWriting): (text: string) => NumberParts | undefined {
  const mark = escaped(decimal);
  const group = groupMark(thousands);
  const plain = `\\d+(?:${mark}\\d*)?(?:e[+-]?\\d+)?|${mark}\\d+(?:e[+-]?\\d+)?`;
  const groups = thousands === '' ? '' : `[1-9]\\d{0,2}(?:${group}\\d{2,3})*${group}\\d{3}(?:${mark}\\d*)?|`;
  const gap = `[${BLANKS}]*`;
  // Each part takes the blanks behind it, so that there is one way to read a cell.
  const word = unit === '' ? '()' : `(?:(${escaped(unit)})${gap})?`;
  const letter = scale === undefined ? '()' : `(?:(${Object.keys(scale).map(escaped).join('|')})${gap})?`;
  const sign = `(?:([+${DASHES}])${gap})?`;
  const pattern = new RegExp(`^${gap}(\\(?)${gap}${sign}${word}${sign}(${groups}${plain})${gap}${letter}${word}${sign}(\\)?)${gap}$`, 'i');
  const separators = thousands === '' ? undefined : new RegExp(group, 'g');
  const factors = new Map(Object.entries(scale ?? {}).map(([letter, factor]) => [letter.toLowerCase(), factor]));
  return (text) => {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, open = '', first = '', before = '', second = '', body = '', multiplier = '', after = '', last = '', close = ''] =
      found as readonly (string | undefined)[];
    const signs = first + second + last;
    const bracketed = open !== '' && close !== '';
    if (
      signs.length > (bracketed ? 0 : 1) ||
      bracketed !== (open !== '' || close !== '') ||
      last === '+' ||
      (before !== '' && after !== '')
    )
      return undefined;
    const bare = separators === undefined ? body : body.replace(separators, '');
    return {
      negative: bracketed || (signs !== '' && signs !== '+'),
      digits: decimal === '.' ? bare : bare.replace(decimal, '.'),
      factor: factors.get(multiplier.toLowerCase()) ?? 1,
      integer: multiplier === '' && !body.includes(decimal) && !/e/i.test(body),
      grouped: bare.length < body.length,
      unit: before !== '' || after !== '',
      unusualSign: bracketed || last !== '' || (signs !== '' && signs !== '-' && signs !== '+'),
    };
  };
}
