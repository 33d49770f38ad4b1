import { describe, expect, test } from 'vitest';
import type { NumberWriting } from '../../../generators/data/tally/number-text.ts';
import { NumberScanner } from '../../../generators/data/tally/numbers.ts';
import { randomizer, times } from './support.ts';

const scanner = (more: Partial<NumberWriting> = {}): NumberScanner =>
  new NumberScanner({ decimal: '.', thousands: ',', unit: '', scale: undefined, ...more });
const english = scanner();
const german = scanner({ decimal: ',', thousands: '.' });
/** As a cell amid others, so that reading beyond its ends would show. */
function read(scanner: NumberScanner, text: string): number | undefined {
  const bytes = Buffer.from(`1${text}1`);
  return scanner.scan(bytes, 1, bytes.length - 1) ? scanner.exact(bytes, 1, bytes.length - 1) : undefined;
}

describe('numbers as pandas reads them', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['+5', 5],
    ['12.50', 12.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['-1.5E-3', -0.0015],
    [' 7 ', 7],
    ['0.1', 0.1],
    ['123456789012345678', 123456789012345680],
    ['3.141592653589793238', Math.PI],
    ['1e-400', 0],
    ['0.30000000000000004', 0.30000000000000004],
  ])('%s is %d', (text, value) => {
    expect(read(english, text)).toBe(value);
  });

  test.each([
    '',
    ' ',
    '-',
    '.',
    '+',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1 2',
    '12a',
    'x',
    '1,2',
    '1,23,45',
    '--1',
    '-(1)',
    '(1',
    '1)',
    '1--',
    '+1-',
    '0x1F',
    '1_000',
    'Infinity',
    'NaN',
    '1e400',
    '٣',
    '१२',
  ])('%j is none', (text) => {
    expect(read(english, text)).toBeUndefined();
  });

  test.each([
    ['1,5', 1.5],
    ['1.234,5', 1234.5],
    ['-1.234.567', -1234567],
    [',5', 0.5],
  ])('with a decimal comma %s is %d', (text, value) => {
    expect(read(german, text)).toBe(value);
  });

  test.each([
    ['$', '$1,234.50', 1234.5],
    ['%', '12%', 12],
    ['€', '-€5', -5],
    ['€', '€ 5', 5],
    ['€', '5 €', 5],
    ['%', '12.5 %', 12.5],
    ['£', '£-3', -3],
    ['CC', '1248 CC', 1248],
    ['kmpl', '16.2 kmpl', 16.2],
    ['km', '56,000 km', 56000],
    ['+', '10,000+', 10000],
    ['EUR', 'EUR 12', 12],
    ['USD', '12 USD', 12],
    ['m²', '80\u00a0m²', 80],
    ['Rs.', 'Rs.500', 500],
    ['$', '($1,234)', -1234],
  ])('with the unit %s, %s is a number', (unit, text, value) => {
    const found = scanner({ unit });
    expect(read(found, text)).toBe(value);
    expect(found.odd && found.withUnit).toBe(true);
    expect(read(english, text)).toBeUndefined();
  });

  test.each([
    ['(1,234)', -1234],
    ['123-', -123],
    ['\u22125', -5],
    ['\u20135', -5],
    ['12,34,567', 1234567],
    ['1,23,456.5', 123456.5],
    ['\t5', 5],
    ['5\t', 5],
    ['\u00a05', 5],
    ['- 5', -5],
  ])('whatever the unit, %j is %d', (text, value) => {
    expect(read(english, text)).toBe(value);
  });

  test.each([
    [' ', '1 234,5'],
    [' ', '1\u00a0234,5'],
    [' ', '1\u202f234,5'],
    ["'", "1'234,5"],
    ["'", '1\u2019234,5'],
  ])('groups divided by %j: %j', (thousands, text) => {
    expect(read(scanner({ thousands, decimal: ',' }), text)).toBe(1234.5);
    expect(read(english, text)).toBeUndefined();
  });

  test('letters multiply', () => {
    const money = scanner({ unit: '€', scale: { k: 1000, m: 1e6 } });
    expect(['€110.5M', '€900K', '€0', '1.5m €', '3'].map((text) => read(money, text))).toEqual([110.5e6, 900e3, 0, 1.5e6, 3]);
  });

  test.each(['$', '%', '$x', '5%%%', 'a%', '$1$', '1%2', '5 $ $'])('%s is no number with a unit', (text) => {
    expect(read(scanner({ unit: '$' }), text)).toBeUndefined();
  });

  test('tells codes and integers beyond a float', () => {
    const odd = (text: string): object => (
      read(english, text),
      { odd: english.odd, zero: english.odd && english.leadingZero, unsafe: english.odd && english.unsafe }
    );
    expect(odd('007')).toEqual({ odd: true, zero: true, unsafe: false });
    expect(odd('0.5')).toEqual({ odd: false, zero: false, unsafe: false });
    expect(odd('0')).toEqual({ odd: false, zero: false, unsafe: false });
    expect(odd('9007199254740993')).toEqual({ odd: true, zero: false, unsafe: true });
    expect(odd('9007199254740991')).toEqual({ odd: true, zero: false, unsafe: false });
  });

  test('agrees with a full parser on any float, to the last place', () => {
    const random = randomizer(1);
    const texts = times(20_000, () => {
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
      return random() < 0.5 ? String(value) : value.toFixed(Math.floor(random() * 20));
    });
    expect(texts.filter((text) => read(english, text) !== Number(text))).toEqual([]);
    expect(texts.filter((text) => !text.includes('e') && read(german, text.replace('.', ',')) !== Number(text))).toEqual([]);
  });
});
