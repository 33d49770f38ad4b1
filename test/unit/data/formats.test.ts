import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { guessTarget, profileTable, withTarget } from '../../../generators/data/index.ts';
import { columnOf, profiled, times } from './support.ts';

const here = (name: string): string => join(import.meta.dirname, 'fixtures', name);

describe('JSON Lines', () => {
  const rows = times(300, (row) => ({
    id: row,
    ...(row % 10 === 0 ? {} : { amount: row / 4 }),
    town: ['Köln', 'Oslo', null][row % 3],
    flag: row % 2 === 0,
    text: `${row * 3}`,
    when: `2024-01-${10 + (row % 20)}T10:00:00Z`,
    ...(row > 100 ? { late: row % 5 } : {}),
  }));

  test.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzip', (text: string) => gzipSync(text)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['BOM', (text: string) => Buffer.from(`\ufeff${text}`)],
  ])('%s', async (_, encode) => {
    const profile = await profiled(encode(`${rows.map((row) => JSON.stringify(row)).join('\r\n')}\n\n`), 'events.jsonl');
    expect(profile).toMatchObject({ table: 'events', rows: 300, file: { format: 'jsonl', delimiter: null } });
    expect(columnOf(profile, 'id')).toMatchObject({ type: 'integer', role: 'identifier', missing: 0 });
    expect(columnOf(profile, 'amount')).toMatchObject({ type: 'float', missing: 30, distinct: 270, max: 74.75 });
    expect(columnOf(profile, 'town')).toMatchObject({ missing: 100, values: ['Köln', 'Oslo'] });
    expect(columnOf(profile, 'flag')).toMatchObject({ type: 'boolean', values: [false, true] });
    expect(columnOf(profile, 'text')).toMatchObject({ type: 'integer' });
    expect(columnOf(profile, 'when')).toMatchObject({ type: 'date', min: '2024-01-10T10:00:00' });
    expect(columnOf(profile, 'late')).toMatchObject({ missing: 101, distinct: 5 });
  });
});

describe('JSON Lines of many names', () => {
  const lines = (names: number): string =>
    times(names / 10, (row) => JSON.stringify(Object.fromEntries(times(10, (at) => [`n${row * 10 + at}`, at % 2])))).join('\n');
  test('are read up to a bound', async () => {
    const profile = await profiled(lines(8000), 'wide.jsonl');
    expect(profile.columns).toHaveLength(8000);
    expect(columnOf(profile, 'n7999')).toMatchObject({ missing: 799, distinct: 1 });
    await expect(profiled(lines(10_010), 'wider.jsonl')).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/has more than 10,000 different names\.$/) as string,
    });
  });

  test('words for booleans are booleans', async () => {
    const profile = await profiled(
      times(40, (row) => JSON.stringify({ a: row * 3, b: ['True', 'False', false][row % 3] })).join('\n'),
      'words.jsonl',
    );
    expect(columnOf(profile, 'b')).toMatchObject({
      type: 'boolean',
      values: [false, true],
      frequencies: [
        { value: false, count: 26 },
        { value: true, count: 14 },
      ],
    });
  });
});

describe('Parquet', () => {
  test.each(['snappy', 'gzip', 'zstd'])('packed with %s', async (codec) => {
    const profile = await profileTable(here(`people_${codec}.parquet`));
    expect(profile).toMatchObject({ table: `people_${codec}`, rows: 500, file: { format: 'parquet', compression: null, delimiter: null } });
    expect(profile.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
      ['number', 'integer', 0],
      ['amount', 'float', 50],
      ['whole', 'float', 0],
      ['town', 'string', 100],
      ['flag', 'boolean', 0],
      ['day', 'date', 0],
      ['time', 'date', 0],
      ['kind', 'string', 0],
      ['tags', 'string', 0],
      ['target', 'integer', 0],
    ]);
    expect(columnOf(profile, 'number')).toMatchObject({ role: 'identifier', min: 0, max: 499 });
    expect(columnOf(profile, 'amount')).toMatchObject({ min: 0.25, max: 124.75 });
    expect(columnOf(profile, 'town').values).toEqual(['Köln', 'Oslo', 'Paris', 'Rome']);
    expect(columnOf(profile, 'flag').values).toEqual([false, true]);
    expect(columnOf(profile, 'day')).toMatchObject({ min: '2020-01-01', max: '2021-05-14' });
    expect(columnOf(profile, 'time')).toMatchObject({ min: '2020-01-01T00:00:00', max: '2020-01-21T19:00:00' });
    expect(columnOf(profile, 'tags').role).toBe('excluded');
  });
});

describe('the data sets that come with the product', () => {
  const folder = join(import.meta.dirname, '../../../templates/datasets');
  test.each([
    ['breast_cancer', 569, 31, 'diagnosis', 'binary', 'malignant'],
    ['wine', 178, 14, 'cultivar', 'multiclass', undefined],
    ['diabetes', 442, 11, 'progression', 'regression', undefined],
  ])('%s', async (name, rows, columns, target, task, positive) => {
    const profile = await profileTable(join(folder, `${name}.csv.gz`));
    expect(profile.rows).toBe(rows);
    expect(profile.columns).toHaveLength(columns);
    expect(guessTarget(profile)).toBe(target);
    const targeted = withTarget(profile, target, 'auto');
    expect(targeted).toMatchObject({ task, ...(positive === undefined ? {} : { positive }) });
    expect(targeted.findings.filter(({ kind }) => kind !== 'few-rows' && kind !== 'sensitive')).toEqual([]);
    const facts = readFileSync(join(folder, `${name}.yaml`), 'utf8');
    expect(facts).toContain(`target: ${target}\ntask: ${task}\nrows: ${rows}\n`);
    expect(facts).toMatch(/^title: .+\ndescription: .+\norigin: https:.+\ncitation: .+\nlicence: .+$/m);
  });
});
