import { describe, expect, test } from 'vitest';
import { column, columnOf, profiled, randomizer, times } from './support.ts';

const random = randomizer(7);
const uuid = (): string =>
  times(32, () => Math.floor(random() * 16).toString(16))
    .join('')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

describe('types', () => {
  test.each([
    [
      'integers with gaps',
      times(40, (row) => (row % 5 === 0 ? '' : row * 3)),
      { type: 'integer', missing: 8, distinct: 32, min: 3, max: 117 },
    ],
    ['floats, one of them with a point', [...times(40, (row) => row % 7), '2.5'], { type: 'float', min: 0, max: 6 }],
    ['whole floats', times(40, (row) => `${row % 9}.0`), { type: 'float', distinct: 9 }],
    ['exponents', times(40, (row) => `${row}e-3`), { type: 'float', min: 0, max: 0.039 }],
    ['signs and spaces', times(40, (row) => ` ${row % 2 === 0 ? '+' : '-'}${row} `), { type: 'integer', min: -39, max: 38 }],
    ['zero-padded codes', times(40, (row) => String(row * 97).padStart(5, '0')), { type: 'string', order: 'nominal' }],
    ['integers beyond a float', times(40, (row) => `${9007199254740993n + BigInt(row % 20) * 7n}`), { type: 'string', distinct: 20 }],
    ['huge floats', times(40, (row) => `${row}.5e300`), { type: 'float', max: 39.5e300 }],
    ['booleans', times(40, (row) => (row % 3 === 0 ? 'True' : 'False')), { type: 'boolean', order: 'nominal', values: ['False', 'True'] }],
    ['booleans with gaps', times(40, (row) => ['true', 'false', ''][row % 3]!), { type: 'boolean', missing: 13 }],
    ['yes and no', times(40, (row) => ['Yes', 'No'][row % 2]!), { type: 'string', values: ['No', 'Yes'] }],
    ['prices', times(40, (row) => `$${1 + (row % 3)},${100 + row}.50`), { type: 'float', min: 1100.5, max: 3138.5, unit: '$' }],
    ['percents', times(40, (row) => `${row} %`), { type: 'integer', min: 0, max: 39, unit: '%' }],
    ['codes with letters', times(40, (row) => `${row % 6}A`), { type: 'string', distinct: 6 }],
    ['numbers in quotes and many letters', times(40, (row) => (row % 4 === 0 ? 'none of them' : row)), { type: 'string', distinct: 31 }],
    ['nothing', times(40, () => ''), { type: 'string', role: 'constant', missing: 40, distinct: 0 }],
    ['nothing but words for it', times(40, (row) => ['NA', ' '][row % 2]!), { role: 'constant', missing: 40, distinct: 0 }],
  ])('%s', async (_, cells, expected) => {
    expect(await column(cells as string[])).toMatchObject(expected);
  });

  test('many values are read as few are', async () => {
    const many = await column(times(5000, (row) => (row % 100 === 7 ? 'n/a' : `${row * 0.5}`)));
    expect(many).toMatchObject({ type: 'float', missing: 50, distinct: 4950, min: 0, max: 2499.5 });
    expect(many.frequencies).toBeUndefined();
  });

  test('a code late in a long column of numbers still makes it one of codes', async () => {
    expect(await column([...times(5000, (row) => row + 10_000), '00123'])).toMatchObject({ type: 'string' });
  });
});

describe('words for no value', () => {
  test.each([
    'NA',
    'N/A',
    'n/a',
    '#N/A',
    'NaN',
    'nan',
    'null',
    'NULL',
    'None',
    '?',
    '-',
    '--',
    '.',
    ' ',
    '   ',
    'unknown',
    'inf',
    '-inf',
    '#DIV/0!',
  ])('%j among numbers', async (word) => {
    const profile = await profiled(`x,target\n${times(40, (row) => `${row % 4 === 0 ? word : row},${row % 2}`).join('\n')}\n`);
    expect(columnOf(profile, 'x')).toMatchObject({ type: 'integer', missing: 10 });
    expect(profile.file.missing).toEqual(['', word]);
  });

  test.each(['NA', 'N/A', 'NaN', 'null', '?', ' '])('%j among words', async (word) => {
    expect(await column(times(40, (row) => [word, 'red', 'blue'][row % 3]!))).toMatchObject({
      missing: 14,
      distinct: 2,
      values: ['blue', 'red'],
    });
  });

  test.each(['None', 'none', '-', 'unknown', 'inf', '.', 'nil'])('%j is a category among words', async (word) => {
    const found = await column(times(40, (row) => [word, 'red', 'blue'][row % 3]!));
    expect(found).toMatchObject({ missing: 0, distinct: 3 });
    expect(found.values).toContain(word);
  });

  test('Namibia is a country among countries', async () => {
    const countries = ['DE', 'FR', 'NA', 'US', 'SE', 'NO', 'FI', 'IT', 'ES', 'PT', 'NL'];
    expect(await column(times(44, (row) => countries[row % 11]!))).toMatchObject({ missing: 0, distinct: 11 });
  });

  test('a column keeps the word that is one of its categories, though it means no value in another', async () => {
    const profile = await profiled(
      `x,garage,target\n${times(40, (row) => `${row % 4 === 0 ? 'None' : row},${['None', 'attached'][row % 2]},${row % 2}`).join('\n')}\n`,
    );
    expect(profile.file.missing).toEqual(['', 'None']);
    expect(columnOf(profile, 'x')).toMatchObject({ type: 'integer', missing: 10 });
    expect(columnOf(profile, 'garage')).toMatchObject({ missing: 0, values: ['None', 'attached'], missingWords: [''] });
  });

  test('a rare odd word among numbers counts as missing, and is named', async () => {
    const profile = await profiled(`x,target\n${times(400, (row) => `${row === 17 ? 'error' : row % 50},${row % 2}`).join('\n')}\n`);
    expect(columnOf(profile, 'x')).toMatchObject({ type: 'integer', missing: 1, distinct: 50, missingWords: ['', 'error'] });
    expect(profile.file.missing).toEqual(['']);
    expect(profile.findings).toContainEqual({
      kind: 'mixed-values',
      column: 'x',
      message: '`x` is nearly all numbers; 1 other value, such as `error`, counts as missing.',
    });
  });

  test('a long text among numbers is none of them', async () => {
    expect(await column(times(400, (row) => (row === 17 ? 'a sentence '.repeat(9) : row % 50)))).toMatchObject({
      type: 'string',
      missing: 0,
    });
  });

  test('more words among numbers make it text', async () => {
    const profile = await profiled(
      `x,target\n${times(400, (row) => `${row % 10 === 0 ? `n${row % 30}` : row % 50},${row % 2}`).join('\n')}\n`,
    );
    expect(columnOf(profile, 'x')).toMatchObject({ type: 'string', missing: 0 });
    expect(profile.findings.find(({ kind }) => kind === 'mixed-values')?.message).toBe(
      '`x` is nearly all numbers; because of 40 other values, such as `n0`, `n10`, `n20`, it is read as text.',
    );
  });
});

describe('data order', () => {
  test.each([
    ['flag', times(40, (row) => row % 2), { order: 'nominal', values: [0, 1] }],
    [
      'flag with gaps as pandas writes it',
      times(40, (row) => ['1.0', '0.0', ''][row % 3]!),
      { type: 'float', order: 'nominal', values: [0, 1] },
    ],
    ['rating', times(40, (row) => 1 + (row % 5)), { order: 'ordinal', values: [1, 2, 3, 4, 5] }],
    ['children', times(40, (row) => row % 5), { order: 'ratio', min: 0, max: 4 }],
    ['year', times(40, (row) => 1990 + (row % 25)), { order: 'interval', role: 'feature' }],
    ['temperature', times(40, (row) => `${row}.5`), { order: 'interval' }],
    ['change', times(40, (row) => row - 20.5), { order: 'interval' }],
    ['income', times(40, (row) => row * 100 + 0.5), { order: 'ratio' }],
    ['region_code', times(40, (row) => 100 + (row % 7)), { order: 'nominal', values: [100, 101, 102, 103, 104, 105, 106] }],
    ['size', times(40, (row) => ['large', 'Small', 'medium'][row % 3]!), { order: 'ordinal', values: ['Small', 'medium', 'large'] }],
    [
      'answer',
      times(40, (row) => ['agree', 'neutral', 'strongly agree', 'disagree'][row % 4]!),
      { order: 'ordinal', values: ['disagree', 'neutral', 'agree', 'strongly agree'] },
    ],
    [
      'age group',
      times(40, (row) => ['65+', '18-35', '<18', '36-64'][row % 4]!),
      { order: 'ordinal', values: ['<18', '18-35', '36-64', '65+'] },
    ],
    ['day', times(40, (row) => ['Fri', 'Mon', 'Wed'][row % 3]!), { order: 'ordinal', values: ['Mon', 'Wed', 'Fri'] }],
    ['colour', times(40, (row) => ['red', 'low', 'high'][row % 3]!), { order: 'nominal', values: ['high', 'low', 'red'] }],
  ])('%s', async (name, cells, expected) => {
    expect(await column(cells as string[], name)).toMatchObject(expected);
  });
});

describe('roles', () => {
  const words = ['good', 'bad', 'service', 'room', 'the', 'was', 'very', 'we', 'liked', 'breakfast'];
  const sentence = (): string => times(8, () => words[Math.floor(random() * words.length)]!).join(' ');
  test.each([
    ['customerID', times(200, (row) => `${row * 7919}-QX`), 'identifier'],
    ['row number in any order', times(200, (row) => (row * 77) % 200), 'identifier'],
    ['order_no', times(200, (row) => 50_000 + row * 13), 'identifier'],
    ['user_id', times(200, (row) => row % 60), 'identifier'],
    ['store_id', times(200, (row) => row % 12), 'feature'],
    ['token', times(200, uuid), 'identifier'],
    ['anything', times(200, uuid), 'identifier'],
    ['page', times(200, (row) => `https://example.org/${row}`), 'identifier'],
    ['salary', times(200, (row) => 20_000 + ((row * 7919) % 100_003)), 'feature'],
    ['weight', times(200, (row) => row / 7), 'feature'],
    ['review', times(200, sentence), 'text'],
    ['評価', times(200, (row) => `このホテルは${row}とても良かったです`), 'text'],
    ['town', times(200, (row) => `Town ${row % 30}`), 'feature'],
    ['country', times(200, () => 'SE'), 'constant'],
    ['left_on', times(200, (row) => (row % 3 === 0 ? '2024-01-01' : '')), 'date'],
    ['seen', times(200, (row) => (row % 3 === 0 ? 1 : '')), 'feature'],
  ])('%s', async (name, cells, role) => {
    expect((await column(cells as string[], name)).role).toBe(role);
  });

  test('texts and identifiers list no values', async () => {
    expect((await column(times(30, (row) => `this is the sentence number ${row}`))).values).toBeUndefined();
    expect(
      (
        await column(
          times(30, (row) => `${row}x`),
          'id',
        )
      ).values,
    ).toBeUndefined();
  });
});

describe('names', () => {
  test('any name works, and each column has one of its own', async () => {
    const names = [
      'class',
      '',
      'x',
      'x',
      'x_2',
      'a "quoted" one',
      '2020',
      'für',
      ' lead',
      'with,comma',
      'line\nbreak',
      '  ',
      '__proto__',
      'Yes',
      'x',
    ];
    const profile = await profiled(
      `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')}\n${times(20, (row) => names.map((_, at) => (row * at) % 7).join(',')).join('\n')}\n`,
    );
    expect(profile.columns.map(({ name }) => name)).toEqual([
      'class',
      'column_2',
      'x',
      'x_2',
      'x_2_2',
      'a "quoted" one',
      '2020',
      'für',
      ' lead',
      'with,comma',
      'line\nbreak',
      'column_12',
      '__proto__',
      'Yes',
      'x_3',
    ]);
    expect(profile.findings.filter(({ kind }) => kind === 'duplicate-name').map(({ column, message }) => [column, message])).toEqual([
      ['column_2', 'Column 2 has no name; it is `column_2` here.'],
      ['x_2', 'Column 4 is called `x` like one before it; it is `x_2` here.'],
      ['x_2_2', 'Column 5 is called `x_2` like one before it; it is `x_2_2` here.'],
      ['column_12', 'Column 12 has no name; it is `column_12` here.'],
      ['x_3', 'Column 15 is called `x` like one before it; it is `x_3` here.'],
    ]);
  });

  test.each([
    ['Telco Customer-Churn.csv', 'telco_customer_churn'],
    ['data.v2.csv.gz', 'data_v2'],
    ['Ünïcode.csv', 'ünïcode'],
    ['CamelCase.csv', 'camel_case'],
    ['---.csv', 'table'],
    ['.csv', 'table'],
  ])('the table of %s is %s', async (file, table) => {
    expect((await profiled('a,b\n1,2\n', file)).table).toBe(table);
  });
});
