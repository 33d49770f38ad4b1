import { describe, expect, test } from 'vitest';
import type { ColumnProfile, Finding } from '../../../generators/data/tally/profile.ts';
import { columnOf, profiled, randomizer, times } from './support.ts';

const random = randomizer(11);
const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const grouped = (value: number, mark: string): string => value.toLocaleString('en').replaceAll(',', mark);

interface Read {
  readonly x: ColumnProfile;
  readonly file: { readonly decimal: string; readonly thousands: string | null };
  readonly said: readonly string[];
}

/** A column `x` beside others, and what was said of it. */
async function read(cell: () => string, { delimiter = ',', others = [] as readonly (() => string)[], rows = 120 } = {}): Promise<Read> {
  const quoted = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
  const lines = times(rows, (row) => [cell(), ...others.map((other) => other()), row % 2 === 0 ? 'Yes' : 'No'].map(quoted).join(delimiter));
  const profile = await profiled(`${['x', ...others.map((_, at) => `other${at}`), 'target'].join(delimiter)}\n${lines.join('\n')}\n`);
  const about = ({ kind, column }: Finding): boolean => kind === 'number-writing' && column === 'x';
  return { x: columnOf(profile, 'x'), file: profile.file, said: profile.findings.filter(about).map(({ message }) => message) };
}

describe('marks between digits', () => {
  test('dots beside numbers below a thousand group, in a file of semicolons', async () => {
    const { x, file } = await read(() => grouped(between(400, 5000), '.'), { delimiter: ';' });
    expect(x).toMatchObject({ type: 'integer' });
    expect(x.min).toBeGreaterThanOrEqual(400);
    expect(file).toMatchObject({ decimal: ',', thousands: '.' });
  });

  test('dots group where other columns have decimal commas, and nothing need be said', async () => {
    const { x, said } = await read(() => grouped(between(1000, 9000), '.'), { delimiter: ';', others: [() => `${between(0, 99)},5`] });
    expect(x).toMatchObject({ type: 'integer' });
    expect(x.min).toBeGreaterThanOrEqual(1000);
    expect(said).toEqual([]);
  });

  test('millions with dots are no identifier', async () => {
    const { x } = await read(() => grouped(between(900, 20_000_000), '.'), { delimiter: ';' });
    expect(x).toMatchObject({ type: 'integer', role: 'feature' });
  });

  test.each([
    ['fractions of three digits before an exponent', () => `${(between(1000, 9000) / 1000).toFixed(3)}E+0${between(0, 3)}`],
    ['fractions of three digits beside a leading zero', () => (between(100, 9000) / 1000).toFixed(3)],
    [
      'fractions beside numbers above a thousand',
      () => (random() < 0.5 ? (between(1000, 9000) / 1000).toFixed(3) : String(between(1000, 2000))),
    ],
  ])('%s are fractions, in a file of semicolons too', async (_, cell) => {
    const { x, said } = await read(cell, { delimiter: ';' });
    expect(x.type).toBe('float');
    expect(x.min).toBeLessThan(10);
    expect(said).toEqual([]);
  });

  test('what could be either is said with both readings', async () => {
    const { x, said } = await read(() => (between(1000, 9000) / 1000).toFixed(3));
    expect(x.type).toBe('float');
    expect(said).toEqual([
      expect.stringMatching(
        /^`x`: `(\d)\.(\d{3})` is read as \1\.\2; if it is \1\2, say --decimal-mark comma, or `thousands: "\."` for it in data\/schema\.yaml\.$/,
      ),
    ]);
    const other = await read(() => grouped(between(1000, 9000), '.'), { delimiter: ';' });
    expect(other.said).toEqual([
      expect.stringMatching(/^`x`: `(\d)\.(\d{3})` is read as \1\2; if it is \1\.\2, say --decimal-mark point, or `decimal: "\."`/),
    ]);
  });

  test.each(['.', ','] as const)('what could be either is read as a person says: %j', async (mark) => {
    const text = `x;y\n${times(60, (row) => `${1 + (row % 9)}${mark}${100 + row * 3};${row % 2}`).join('\n')}\n`;
    for (const [decimalMark, type] of [
      [mark === '.' ? 'point' : 'comma', 'float'],
      [mark === '.' ? 'comma' : 'point', 'integer'],
    ] as const) {
      const profile = await profiled(text, 'either.csv', { decimalMark });
      expect(columnOf(profile, 'x').type).toBe(type);
      expect(profile.findings.filter(({ kind }) => kind === 'number-writing')).toEqual([]);
    }
  });

  test.each([
    ['\u00a0', ' '],
    ['\u202f', ' '],
    [' ', ' '],
    ["'", "'"],
    ['\u2019', "'"],
  ])('%j groups', async (mark, thousands) => {
    const { x, file } = await read(() => grouped(between(900, 99_999), mark));
    expect(x).toMatchObject({ type: 'integer', role: 'feature' });
    expect(file.thousands).toBe(thousands);
  });

  test('each column has its own marks', async () => {
    const { x, file } = await read(() => `${grouped(between(1000, 9999), '.')},25`, {
      others: [() => (random() * 100).toFixed(2), () => (random() * 100).toFixed(1)],
    });
    expect(file.decimal).toBe('.');
    expect(x).toMatchObject({ type: 'float', decimal: ',', thousands: '.' });
    expect(x.min).toBeGreaterThanOrEqual(1000);
  });

  test('numbers of a typed file are as they are', async () => {
    const lines = times(120, (row) => JSON.stringify({ x: row % 3 === 0 ? between(100, 999) : 1.074 + between(1, 9), y: row % 2 }));
    const profile = await profiled(`${lines.join('\n')}\n`, 'table.jsonl');
    expect(columnOf(profile, 'x').max).toBeLessThan(1000);
    expect(columnOf(profile, 'x').min).toBeLessThan(11);
  });
});

describe('what stands beside numbers', () => {
  test.each<[string, () => string, Partial<ColumnProfile>]>([
    ['a unit', () => `${between(800, 2500)} CC`, { type: 'integer', unit: 'CC' }],
    ['a unit and fractions', () => `${(random() * 20 + 8).toFixed(1)} kmpl`, { type: 'float', unit: 'kmpl' }],
    ['groups and a unit', () => `${grouped(between(900, 90_000), ',')} km`, { type: 'integer', unit: 'km' }],
    [
      'a short word that multiplies, and a sign of money',
      () => `${between(1, 9)}.${between(1, 9)} Mio. €`,
      { type: 'float', unit: '€', scale: { 'Mio.': 1e6 } },
    ],
    [
      'two words that multiply',
      () => `₹${between(1, 90)}.5 ${random() < 0.5 ? 'Cr' : 'Lakh'}`,
      { type: 'float', unit: '₹', scale: { Cr: 1e7, Lakh: 1e5 } },
    ],
    [
      'a sign of money and letters that multiply',
      () => (random() < 0.5 ? `€${(random() * 100).toFixed(1)}M` : `€${between(100, 900)}K`),
      { type: 'float', unit: '€', scale: { K: 1e3, M: 1e6 } },
    ],
    ['a plus', () => `${grouped([100, 1000, 10_000, 1_000_000][between(0, 3)]!, ',')}+`, { type: 'integer', unit: '+' }],
    ['a code of money in front', () => `EUR ${between(1, 500)}`, { type: 'integer', unit: 'EUR' }],
    ['a code of money behind', () => `${between(1, 500)} USD`, { type: 'integer', unit: 'USD' }],
    [
      'a unit beside plain numbers',
      () => (random() < 0.3 ? `${between(1, 500)}` : `${between(1, 500)} km/h`),
      { type: 'integer', unit: 'km/h' },
    ],
  ])('%s', async (_, cell, expected) => {
    const { x, said } = await read(cell);
    expect(x).toMatchObject({ role: 'feature', ...expected });
    expect(said[0]).toBe(`\`x\` holds numbers with \`${expected.unit}\` and is read without it (\`unit\` in data/schema.yaml).`);
  });

  test('a sign of money says nothing about the decimal mark of a file of semicolons', async () => {
    const { x, file } = await read(() => `$${(random() * 50).toFixed(2)}`, { delimiter: ';' });
    expect(x).toMatchObject({ type: 'float', unit: '$' });
    expect(file.decimal).toBe('.');
  });

  test.each([
    ['brackets', () => (random() < 0.4 ? `(${grouped(between(1000, 9999), ',')})` : grouped(between(1000, 9999), ','))],
    ['a minus behind', () => `${between(1, 99)}${random() < 0.4 ? '-' : ''}`],
    ['a true minus', () => `${random() < 0.4 ? '\u2212' : ''}${between(1, 99)}`],
  ])('%s: less than zero', async (_, cell) => {
    const { x, said } = await read(cell);
    expect(x).toMatchObject({ type: 'integer', role: 'feature' });
    expect(x.min).toBeLessThan(0);
    expect(said).toHaveLength(1);
  });

  test('a tab behind the number', async () => {
    expect((await read(() => `${between(1, 400)}\t`)).x).toMatchObject({ type: 'integer', role: 'feature' });
  });

  test('several units make a text, which is said', async () => {
    const { x, said } = await read(() => `${random() < 0.5 ? 'EUR' : 'USD'} ${between(1, 500)}`);
    expect(x.type).toBe('string');
    expect(said).toEqual([
      expect.stringMatching(/^`x` has numbers with several units \((EUR, USD|USD, EUR)\) and is read as text; bring it to one unit\.$/),
    ]);
  });

  test.each([
    ['seats', () => `${between(1, 40)}${'ABCDEF'[between(0, 5)]}`],
    ['flats', () => `${between(1, 40)}A`],
    ['cabins', () => `C${between(1, 99)}`],
    ['streets', () => `${between(1, 99)} Main Street`],
    ['ranks', () => ['1st', '2nd', '3rd', '4th'][between(0, 3)]!],
  ])('%s are no numbers', async (_, cell) => {
    expect((await read(cell)).x.type).toBe('string');
  });

  test('what the beginning of a long file does not show is read once more', async () => {
    let row = 0;
    const { x } = await read(() => (row++ < 60_000 ? String(row % 900) : `1.${100 + (row % 800)}`), { delimiter: ';', rows: 61_000 });
    expect(x).toMatchObject({ type: 'integer', min: 0 });
    expect(x.max).toBeGreaterThan(1500);
  });
});
