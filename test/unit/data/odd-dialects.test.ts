import { describe, expect, test } from 'vitest';
import { columnOf, failure, profiled, times } from './support.ts';

const rows = times(40, (row) => [String(row), `Town ${row % 5}`, (row * 1.5).toFixed(2), row % 2 === 0 ? 'yes' : 'no']);
const header = ['n', 'town', 'amount', 'y'];
const joined = (delimiter: string, table: readonly (readonly string[])[] = [header, ...rows]): string =>
  `${table.map((row) => row.join(delimiter)).join('\n')}\n`;
const expected = [
  { name: 'n', type: 'integer' },
  { name: 'town', type: 'string' },
  { name: 'amount', type: 'float', max: 58.5 },
  { name: 'y', type: 'string' },
];

describe('any delimiter', () => {
  test.each(['~', '^', ':', '::', '||', '|~|', '#', '§', '\u0001', '@@', '=>'])('%j', async (delimiter) => {
    const { file, columns } = await profiled(joined(delimiter));
    expect(file.delimiter).toBe(delimiter);
    expect(columns).toMatchObject(expected);
  });

  test('runs of spaces', async () => {
    const lines = [header, ...rows].map((row) => row.map((cell, at) => cell.replace(' ', '_').padStart(6 + 4 * at)).join(' '));
    const { file, columns } = await profiled(`${lines.join('\n')}\n`);
    expect(file.delimiter).toBe('\\s+');
    expect(columns).toMatchObject(expected);
  });

  test('inside of quotes it is text', async () => {
    const { columns } = await profiled(joined('||', [header, ...rows.map(([n, town, ...rest]) => [n!, `"${town}||""x"""`, ...rest])]));
    expect(columnOf({ columns }, 'town').values).toContain('Town 1||"x"');
  });

  test("Excel's line that names it", async () => {
    const { file, columns } = await profiled(`sep=;\r\n${joined(';').replaceAll('\n', '\r\n')}`);
    expect(file).toMatchObject({ delimiter: ';', skipLines: 1 });
    expect(columns).toMatchObject(expected);
  });
});

describe('quotes', () => {
  test('apostrophes, with delimiters inside', async () => {
    const { file, columns } = await profiled(joined(',', [header, ...rows.map(([n, town, ...rest]) => [n!, `'${town}, it''s'`, ...rest])]));
    expect(file.quote).toBe("'");
    expect(columnOf({ columns }, 'town').values).toContain("Town 1, it's");
  });

  test('apostrophes around every word', async () => {
    const { columns } = await profiled(joined(';', [header, ...rows.map(([n, town, amount, y]) => [n!, `'${town}'`, amount!, `'${y}'`])]));
    expect(columnOf({ columns }, 'y').values).toEqual(['no', 'yes']);
  });

  test('apostrophes that are letters stay', async () => {
    const { file, columns } = await profiled(joined(',', [header, ...rows.map(([n, town, ...rest]) => [n!, `'t ${town}`, ...rest])]));
    expect(file.quote).toBe('"');
    expect(columnOf({ columns }, 'town').values).toContain("'t Town 1");
  });

  test.each(['with', 'without'])('backslashes, %s delimiters inside', async (inside) => {
    const town = inside === 'with' ? 'The \\"best\\", they say' : 'The \\"best\\"';
    const { file, columns } = await profiled(joined(',', [header, ...rows.map(([n, , ...rest]) => [n!, `"${town}"`, ...rest])]));
    expect(file.escape).toBe('\\');
    expect(columnOf({ columns }, 'town').frequencies).toEqual([{ value: town.replaceAll('\\', ''), count: 40 }]);
  });

  test('backslashes that come late', async () => {
    const late = times(30_000, (row) => `${row},"plain, words",${row % 2}`);
    const { file, rows } = await profiled(`a,b,y\n${late.join('\n')}\n1,"say \\"hi\\", then",0\n`);
    expect(file.escape).toBe('\\');
    expect(rows).toBe(30_001);
  });

  test('a path that ends in a backslash is no escape', async () => {
    const { file } = await profiled(joined(',', [header, ...rows.map(([n, , ...rest]) => [n!, '"C:\\new\\"', ...rest])]));
    expect(file.escape).toBeUndefined();
  });
});

describe('rows that are one field longer than the header', () => {
  test("R's row names", async () => {
    const { columns, file } = await profiled(
      joined(' ', [header, ...rows.map(([n, town, ...rest]) => [`"${Number(n) + 1}"`, n!, `"${town}"`, ...rest])]),
    );
    expect(file.extraField).toBe('first');
    expect(columns).toMatchObject([{ name: 'column_1', role: 'identifier' }, ...expected]);
  });

  test('a delimiter at the end of each', async () => {
    const { columns, file } = await profiled(joined(',', [header, ...rows.map((row) => [...row, ''])]));
    expect(file.extraField).toBe('last');
    expect(columns.slice(0, 4)).toMatchObject(expected);
  });

  test('in one row only it is a fault', async () => {
    const { message } = await failure(() => profiled(joined(',', [header, ...rows, ['1', 'x', '2', 'yes', '5']])));
    expect(message).toMatch(/^Line 42 of .* has 5 values, but the header names 4 columns\.$/);
  });
});

describe('lines that are no rows', () => {
  const titled = (title: readonly string[]): string => joined(',', [title, header, ...rows]);
  test.each([
    ['a title', ['Report of 2024'], 'line 2 looks like the header, `n`, `town`, `amount`, …'],
    ['a title padded to full width', ['Report of 2024', '', '', ''], 'line 2 looks like the header, `n`, `town`, `amount`, …'],
    ['a title with a date beside it', ['Report', '2024-03-04', '', ''], 'line 2 looks like the header, `n`, `town`, `amount`, …'],
  ])('%s', async (_, title, said) => {
    const found = await failure(() => profiled(titled(title)));
    expect(found.message).toContain(`Line 1 of `);
    expect(found.message).toContain(said);
    expect(found.retry?.words).toEqual(['--bad-rows', 'aside']);
    const { columns, file } = await profiled(titled(title), 'titled.csv', { badRows: 'aside' });
    expect(columns).toMatchObject(expected);
    expect(file).toMatchObject({ skipLines: 1, badRows: 'aside' });
  });

  test('a second line of the header', async () => {
    const { message } = await failure(() =>
      profiled(
        joined(',', [
          ['n', 'town', 'amount', 'weight'],
          ['(count)', 'name', '(EUR)', '(kg)'],
          ...rows.map(([n, town, amount]) => [n!, town!, amount!, '3']),
        ]),
      ),
    );
    expect(message).toMatch(/^Line 2 of .* looks like a second line of the header: `\(count\)` stands under `n`/);
  });

  test('a second line of the header is joined to the first, where rows that do not fit are set aside', async () => {
    const lines = [
      ['Report', '', '', ''],
      ['town', 'size', '', 'y'],
      ['', 'count', 'amount', ''],
      ...rows.map(([n, town, amount, y]) => [town!, n!, amount!, y!]),
    ];
    const { rows: count, columns, file, findings } = await profiled(joined(',', lines), 'two.csv', { badRows: 'aside' });
    expect(count).toBe(40);
    expect(columns.map(({ name }) => name)).toEqual(['town', 'size count', 'size amount', 'y']);
    expect(file).toMatchObject({ skipLines: 1, headerLines: 2 });
    expect(findings.map(({ message }) => message).join('\n')).toMatch(/1 line above the header is left out\.\n.*two lines/);
  });

  test.each([
    ['below the table', [header, ...rows, ...times(30, () => ['', '', '', ''])]],
    [
      'above the header and between rows',
      [['', '', '', ''], header, ...rows.slice(0, 20), ...times(30, () => ['', '', '']), ...rows.slice(20)],
    ],
  ])('rows of delimiters alone are none: %s', async (_, lines) => {
    for (const reading of [{}, { badRows: 'aside' }]) {
      const { rows: count, columns, findings } = await profiled(joined(',', lines), 'empty.csv', reading);
      expect(count).toBe(40);
      expect(columns).toMatchObject(expected);
      expect(findings.map(({ message }) => message)).toContain('30 rows without any value are left out.');
    }
  });

  test('dashes under the names are none of the table', async () => {
    const drawn = [header, header.map(() => '---'), ...rows];
    expect((await failure(() => profiled(joined('|', drawn)))).message).toMatch(
      /^Line 2 of .* looks like a second line of the header: dashes stand under `n`\.$/,
    );
    const { rows: count, columns } = await profiled(joined('|', drawn), 'drawn.md', { badRows: 'aside' });
    expect(count).toBe(40);
    expect(columns).toMatchObject(expected);
  });

  test('the header once more, in capitals', async () => {
    const twice = joined(',', [header, ...rows, header.map((name) => name.toUpperCase()), ...rows]);
    expect((await failure(() => profiled(twice))).message).toMatch(/^Line 42 of .* is the header once more\.$/);
  });

  test('a title with more cells than the table', async () => {
    const table = [['made', 'by hand', 'on Monday', 'at noon'], ['x', 'y'], ...times(40, (row) => [`${row * 3}.5`, String(row)])];
    expect((await failure(() => profiled(joined(',', table)))).message).toMatch(/^Line 1 of .* line 2 looks like the header, `x`, `y`\.$/);
  });

  test('one row that ends with a delimiter', async () => {
    const { columns, findings } = await profiled('a;b\n1;2;\n');
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b', 'column_3']);
    expect(findings.map(({ message }) => message).join('\n')).toContain(
      'Rows have one field more than the header has names: the last one gets a name here.',
    );
  });

  test('names under the gaps of the first line', async () => {
    const two = [['town', 'size', '', 'y'], ['', 'count', 'amount', ''], ...rows.map(([n, town, amount, y]) => [town!, n!, amount!, y!])];
    const gaps = [['town', '', '', 'y'], ['', 'count', 'amount', ''], ...rows.map(([n, town, amount, y]) => [town!, n!, amount!, y!])];
    for (const table of [two, gaps])
      expect((await failure(() => profiled(joined(',', table)))).message).toMatch(/^Line 2 of .* looks like a second line of the header/);
  });

  test.each([
    ['names', [...header, 'z'], 'Line 1 of table.csv, the header, names 5 columns, but the rows below have 4 values.'],
    ['names too few', header.slice(1), 'Line 1 of table.csv, the header, names 3 columns, but the rows below have 4 values.'],
  ])('the header is to blame: %s', async (_, names, message) => {
    const dated = rows.map(([, ...rest]) => ['2024-01-05', ...rest]);
    expect((await failure(() => profiled(joined(',', [names, ...dated])))).message.replace(/\S*table.csv/, 'table.csv')).toBe(message);
  });

  test.each([
    ['numbers', rows],
    ['dates', rows.map(([, town, , y], row) => [`2024-01-${10 + (row % 20)}`, town!, y!])],
    ['money', rows.map(([, town, amount, y]) => [`$${amount}`, town!, y!])],
    ['words', rows.map(([, town, , y], row) => [`kind ${row % 3}`, town!, y!])],
    [
      'dates and gaps',
      rows.map(([, , amount], row) => [`2024-01-${10 + (row % 20)}`, row % 5 === 0 ? 'NaN' : amount!, row % 7 === 0 ? '' : '3']),
    ],
  ])('no header, but a row of %s', async (_, table) => {
    const { rows: count, columns, findings, file } = await profiled(joined(',', table));
    expect(count).toBe(40);
    expect(file.header).toBe(false);
    expect(columns[0]!.name).toBe('column_1');
    expect(findings.map(({ kind }) => kind)).toContain('no-header');
  });

  test.each([
    ['years', [['town', '2019', '2020', '2021'], ...rows.map(([n, town], row) => [town!, String(row * 3), n!, '7'])]],
    ['words that are no values', [['town', 'answer'], ...rows.map(([, town, , y]) => [town!, y!])]],
    ['one number', [['town', 'x', '3'], ...rows.map(([n, town, amount]) => [town!, n!, amount!])]],
  ])('a header of %s is one', async (_, table) => {
    expect((await profiled(joined(',', table))).file.header).toBeUndefined();
  });

  test('the header once more', async () => {
    const twice = joined(',', [header, ...rows, header, ...rows]);
    expect((await failure(() => profiled(twice))).message).toMatch(/^Line 42 of .* is the header once more\.$/);
    const { rows: count, aside } = await profiled(twice, 'twice.csv', { badRows: 'aside' });
    expect({ count, aside }).toMatchObject({ count: 80, aside: { rows: 1, lines: [42] } });
  });

  test('rows that do not fit are set aside, counted and told', async () => {
    const text = joined(',', [header, ...rows.slice(0, 10), ['1', 'short'], ['2', '"left open', '3', 'no'], ...rows.slice(10)]);
    const refused = await failure(() => profiled(text));
    expect(refused.retry?.words).toEqual(['--bad-rows', 'aside']);
    const { rows: count, aside, findings } = await profiled(text, 'bad.csv', { badRows: 'aside' });
    expect({ count, aside }).toMatchObject({ count: 40, aside: { rows: 2, lines: [12, 13] } });
    expect(findings.map(({ message }) => message).join('\n')).toMatch(/2 rows do not fit and are set aside \(lines 12, 13\)/);
  });
});
