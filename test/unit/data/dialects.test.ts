import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { columnOf, profiled, randomizer, times } from './support.ts';

/** A table as values, so that what is expected of any way of writing it follows from the values alone. */
function tableOf(seed: number) {
  const random = randomizer(seed);
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const rows = 30 + Math.floor(random() * 200);
  return times(rows, (row) => ({
    row,
    amount: random() < 0.1 ? null : Math.round(random() * 2e6 - 1e5) / 100,
    count: random() < 0.05 ? null : Math.floor(random() * 40),
    town: pick('Köln', 'Malmö', 'Paris', 'Rome; North', 'Oslo, East', 'The "Hague"', 'a|b', 'São Paulo'),
    note: `note ${row}:\n${pick('first', 'second')} "line", ${row * 7919} ${pick('Ä', 'é', 'ß')}; ${'word '.repeat(1 + (row % 5))}`,
    class: pick('yes', 'no', 'maybe'),
  }));
}
type Row = ReturnType<typeof tableOf>[number];
const HEADER = ['row', 'amount', 'count', 'town', 'note', 'class'] as const;

interface Way {
  readonly delimiter: string;
  readonly decimal: string;
  readonly newline: string;
  readonly always: boolean;
  readonly last: boolean;
}

function write(table: readonly Row[], { delimiter, decimal, newline, always, last }: Way): string {
  const cell = (value: string | number | null): string => {
    if (value === null) return '';
    const text = typeof value === 'number' ? String(value).replace('.', decimal) : value;
    return always || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""').replaceAll('\n', newline)}"` : text;
  };
  const lines = [HEADER.join(delimiter), ...table.map((row) => HEADER.map((name) => cell(row[name])).join(delimiter))];
  return lines.join(newline) + (last ? newline : '');
}

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8-sig': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16-le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16-be': (text) => Buffer.from(text, 'utf16le').swap16(),
  cp1252: (text) => Buffer.from(text, 'latin1'),
};

const ways = [',', ';', '\t', '|'].flatMap((delimiter) =>
  ['\n', '\r\n', '\r'].flatMap((newline) =>
    Object.keys(encodings).flatMap((encoding) =>
      [null, 'gzip'].map((compression, index) => ({
        delimiter,
        newline,
        encoding,
        compression,
        decimal: delimiter === ';' ? ',' : '.',
        always: (index + newline.length) % 2 === 0,
        last: encoding.length % 2 === 0,
      })),
    ),
  ),
);

describe('one table written in many ways', () => {
  test.each(ways.map((way, seed) => ({ ...way, seed, shown: JSON.stringify([way.delimiter, way.newline]) })))(
    '$shown $encoding $compression',
    async ({ seed, ...way }) => {
      const table = tableOf(seed);
      const bytes = encodings[way.encoding]!(write(table, way));
      const profile = await profiled(way.compression === 'gzip' ? gzipSync(bytes) : bytes, 'My Table-2.csv');

      expect(profile).toMatchObject({ table: 'my_table_2', rows: table.length });
      expect(profile.file).toEqual({
        format: 'csv',
        compression: way.compression,
        encoding: way.encoding,
        delimiter: way.delimiter,
        quote: '"',
        decimal: way.decimal,
        thousands: null,
        skipInitialSpace: false,
        missing: [''],
      });
      expect(profile.columns.map(({ name }) => name)).toEqual(HEADER);
      const present = <K extends keyof Row>(name: K): NonNullable<Row[K]>[] =>
        table.map((row) => row[name]).filter((value) => value !== null) as NonNullable<Row[K]>[];
      for (const name of HEADER) {
        expect(columnOf(profile, name)).toMatchObject({
          missing: table.length - present(name).length,
          distinct: new Set(present(name)).size,
        });
      }
      expect(columnOf(profile, 'row')).toMatchObject({ type: 'integer', role: 'identifier', min: 0, max: table.length - 1 });
      expect(columnOf(profile, 'amount')).toMatchObject({
        type: 'float',
        role: 'feature',
        min: Math.min(...present('amount')),
        max: Math.max(...present('amount')),
      });
      expect(columnOf(profile, 'count')).toMatchObject({
        type: 'integer',
        order: 'ratio',
        min: Math.min(...present('count')),
        max: Math.max(...present('count')),
      });
      expect(columnOf(profile, 'town')).toMatchObject({
        type: 'string',
        order: 'nominal',
        role: 'feature',
        values: [...new Set(present('town'))].sort(),
      });
      expect(columnOf(profile, 'note')).toMatchObject({ type: 'string', role: 'text' });
      expect(columnOf(profile, 'class').frequencies).toEqual(
        [...new Set(present('class'))].sort().map((value) => ({ value, count: table.filter((row) => row.class === value).length })),
      );
    },
  );
});

describe('dialects', () => {
  test('line breaks of three kinds in one file', async () => {
    const profile = await profiled(`a,b\n${times(30, (row) => `${row},x${row % 2}${['\n', '\r\n', '\r'][row % 3]}`).join('')}`);
    expect(profile.rows).toBe(30);
    expect(columnOf(profile, 'b').values).toEqual(['x0', 'x1']);
  });

  test('a record cut in two by a chunk, at every place', async () => {
    const line = (row: number): string => `${row},"ü""${'é'.repeat(row % 50)}\r\n;",${row % 3}\r\n`;
    const profile = await profiled(`a,b,c\r\n${times(20_000, line).join('')}`);
    expect(profile.rows).toBe(20_000);
    expect(columnOf(profile, 'a')).toMatchObject({ min: 0, max: 19_999, missing: 0 });
    expect(columnOf(profile, 'b')).toMatchObject({ distinct: 50 });
    expect(columnOf(profile, 'c').frequencies).toEqual([
      { value: 0, count: 6667 },
      { value: 1, count: 6667 },
      { value: 2, count: 6666 },
    ]);
  });

  test('a letter beyond ASCII that comes late is read once the encoding is known', async () => {
    const lines = times(60_000, (row) => `${row},plain`).join('\n');
    const profile = await profiled(Buffer.from(`a,b\n${lines}\n1,späť`.replace('ť', 't'), 'latin1'));
    expect(profile.file.encoding).toBe('cp1252');
    expect(columnOf(profile, 'b').values).toEqual(['plain', 'spät']);
  });

  test('bytes that cp1252 does not have make it Latin-1', async () => {
    const bytes = Buffer.from(
      `a,b\n${times(20, (row) => `${row},${row === 19 ? 'x\x81' : 'Müller, grün'.replace(', ', ' ')}`).join('\n')}\n`,
      'latin1',
    );
    expect((await profiled(bytes)).file.encoding).toBe('latin-1');
  });

  test("spaces after the delimiter are not the values'", async () => {
    const profile = await profiled(
      `a, b, c\n${times(30, (row) => `${row}, "x, ${row % 3}", ${row % 2 === 0 ? 'Yes' : 'No'}`).join('\n')}\n`,
    );
    expect(profile.file).toMatchObject({ delimiter: ',', skipInitialSpace: true });
    expect(profile.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(columnOf(profile, 'b').values).toEqual(['x, 0', 'x, 1', 'x, 2']);
    expect(columnOf(profile, 'c').values).toEqual(['No', 'Yes']);
  });

  test('quotes that enclose nothing are ordinary characters', async () => {
    const profile = await profiled(`size\tname\n${times(30, (row) => `${row}\t"${row % 4} inch`).join('\n')}\n`, 'sizes.tsv');
    expect(profile.file.quote).toBeNull();
    expect(columnOf(profile, 'name').values).toEqual(['"0 inch', '"1 inch', '"2 inch', '"3 inch']);
  });

  test('thousands separators, where they are used', async () => {
    const cells = times(40, (row) => `"${(1000 + row * 1234).toLocaleString('en')}",${row},x${row % 2}`);
    const profile = await profiled(`a,b,c\n${cells.join('\n')}\n`);
    expect(profile.file.thousands).toBe(',');
    expect(columnOf(profile, 'a')).toMatchObject({ type: 'integer', min: 1000, max: 1000 + 39 * 1234 });
    const german = await profiled(`a;b\n${times(40, (row) => `1.${100 + row},5;x${row % 2}`).join('\n')}\n`);
    expect(german.file).toMatchObject({ thousands: '.', decimal: ',' });
    expect(columnOf(german, 'a')).toMatchObject({ type: 'float', min: 1100.5, max: 1139.5 });
  });

  test('decimal commas that come late', async () => {
    const lines = (mark: string): string => times(40_000, (row) => `${row % 90}${row > 39_000 ? `${mark}5` : ''}\tx${row % 2}`).join('\n');
    for (const mark of [',', '.']) {
      const profile = await profiled(`a\tb\n${lines(mark)}\n`, 'late.tsv');
      expect(profile.file.decimal).toBe(mark);
      expect(columnOf(profile, 'a')).toMatchObject({ type: 'float', max: 89.5, missing: 0 });
    }
  });

  test('a wide table', async () => {
    const names = times(3000, (index) => `c${index}`);
    const profile = await profiled(
      `${names.join(',')}\n${times(50, (row) => names.map((_, index) => (row * index) % 97).join(',')).join('\n')}\n`,
    );
    expect(profile.columns).toHaveLength(3000);
    expect(columnOf(profile, 'c1')).toMatchObject({ distinct: 50, max: 49 });
  });
});
