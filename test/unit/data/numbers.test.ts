import { describe, expect, test } from 'vitest';
import { NumberScanner } from '../../../generators/data/numbers.ts';
import { randomizer, times } from './support.ts';

const english = new NumberScanner('.', ',');
const german = new NumberScanner(',', '.');
/** As a cell amid others, so that reading beyond its ends would show. */
function read(scanner: NumberScanner, text: string): number | undefined {
  const bytes = Buffer.from(`1${text}1`);
  return scanner.scan(bytes, 1, bytes.length - 1) ? scanner.exact(bytes, 1, bytes.length - 1) : undefined;
}

describe('numbers as pandas reads them', () => {
  test.each([
    ['0', 0], ['-0', -0], ['+5', 5], ['12.50', 12.5], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['-1.5E-3', -0.0015], [' 7 ', 7],
    ['0.1', 0.1], ['123456789012345678', 123456789012345680], ['3.141592653589793238', Math.PI], ['1e-400', 0], ['0.30000000000000004', 0.30000000000000004],
  ])('%s is %d', (text, value) => {
    expect(read(english, text)).toBe(value);
  });

  test.each(['', ' ', '-', '.', '+', 'e5', '1e', '1e+', '1.2.3', '1 2', '12a', 'x', '1,2', '1,23,456', '--1', '0x1F', '1_000', 'Infinity', 'NaN', '1e400', '٣', '१२'])('%j is none', (text) => {
    expect(read(english, text)).toBeUndefined();
  });

  test.each([['1,5', 1.5], ['1.234,5', 1234.5], ['-1.234.567', -1234567], [',5', 0.5]])('with a decimal comma %s is %d', (text, value) => {
    expect(read(german, text)).toBe(value);
  });

  test.each([['$1,234.50', 1234.5, '$'], ['12%', 12, '%'], ['-€5', -5, '€'], ['€ 5', 5, '€ '], ['12.5 %', 12.5, ' %'], ['£-3', -3, '£']])('%s is a number with signs', (text, value, affix) => {
    expect(read(english, text)).toBe(value);
    expect(english.affix).toBe(affix);
  });

  test.each(['$', '%', '$x', '5%%%', 'a%', '$1$', '1%2'])('%s is no number with signs', (text) => {
    expect(read(english, text)).toBeUndefined();
  });

  test('tells codes and integers beyond a float', () => {
    const odd = (text: string): object => (read(english, text), { odd: english.odd, zero: english.odd && english.leadingZero, unsafe: english.odd && english.unsafe });
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
