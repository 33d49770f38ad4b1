import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { textTable } from '../../generators/inspect/text-table.ts';
import { createMlProject, scratch } from '../support/cli.ts';

const folder = scratch();
afterAll(() => folder.dispose());

const lines = Array.from({ length: 300 }, (_, row) =>
  [row, `${(row * 7) % 90}.5`, ['Köln', '<b>Rome</b>', ''][row % 3], row % 2 ? 'yes' : 'no'].join(','),
);
writeFileSync(join(folder.path, 'orders.csv'), `id,amount,town,late\n${lines.join('\n')}\n`);

describe('inspect', () => {
  test('shows columns, first rows and warnings, and writes nothing', () => {
    const { code, stdout, stderr } = createMlProject(['inspect', 'orders.csv', '--target', 'late'], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^orders\.csv: 300 rows × 4 columns$/m);
    expect(stdout).toMatch(/^target late \(binary\)$/m);
    expect(stdout).toMatch(/^town +string +nominal +feature +33\.3 % +<b>Rome<\/b>, Köln$/m);
    expect(stdout).toMatch(/^amount +float +\w+ +feature +0\.5 to 89\.5$/m);
    expect(stdout).toMatch(/^0 +0\.5 +Köln +no$/m);
    expect(readdirSync(folder.path)).toEqual(['orders.csv']);
  });

  test('a target is found however its letters are composed', () => {
    writeFileSync(join(folder.path, 'apart.csv'), `id,amount,town,${'Kündigung'.normalize('NFD')}\n${lines.join('\n')}\n`);
    expect(createMlProject(['inspect', 'apart.csv', '--target', 'Kündigung'.normalize('NFC')], { cwd: folder.path }).code).toBe(0);
    rmSync(join(folder.path, 'apart.csv'));
  });

  test('as JSON', () => {
    const { stdout } = createMlProject(['inspect', 'orders.csv', '--json'], { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 300,
      file: { delimiter: ',' },
      columns: [{ name: 'id', role: 'identifier' }, { name: 'amount' }, { name: 'town', missing: 100 }, { name: 'late' }],
      firstRows: [['0', '0.5', 'Köln', 'no'], {}, {}, {}, {}, {}, {}, {}],
    });
  });

  test('as one page, in which the data is no markup', () => {
    expect(createMlProject(['inspect', 'orders.csv', '--html', 'page.html'], { cwd: folder.path }).code).toBe(0);
    const page = readFileSync(join(folder.path, 'page.html'), 'utf8');
    expect(page).toContain('&#60;b&#62;Rome&#60;/b&#62;');
    expect(page).not.toContain('<b>');
    expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/https?:|src=/);
  });

  test.each([
    [['inspect'], 'Which file is it?'],
    [['inspect', 'a.csv', 'b.csv'], 'One file at a time'],
    [['inspect', 'orders.csv', '--target', 'lat'], 'Did you mean'],
    [['inspect', 'orders.csv', '--level', '1'], '--level'],
  ])('%j is refused', (argv, said) => {
    const { code, stderr } = createMlProject(argv, { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

test('a table keeps to the width, whatever its letters', () => {
  const rows = [
    ['name', 'other', 'last'],
    ['名前名前', 'x'.repeat(60), 'value '.repeat(20)],
    ['a', 'b', 'c'],
  ];
  for (const width of [20, 40, 80, 200]) {
    for (const line of textTable(rows, width)) expect(line.replace(/[\u4e00-\u9fff]/g, '##').length).toBeLessThanOrEqual(width);
  }
  expect(
    textTable(
      Array.from({ length: 2 }, () => Array.from({ length: 30 }, () => 'column')),
      40,
    ).at(-1),
  ).toBe('… and 25 more columns');
});
