import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileTable } from '../../../generators/data/index.ts';
import { columnOf, failure, profiled } from './support.ts';

const here = (name: string): string => join(import.meta.dirname, 'fixtures', name);

describe('Excel', () => {
  test('dates, times, formulas, texts and numbers', async () => {
    const profile = await profileTable(here('types.xlsx'));
    expect(profile).toMatchObject({ rows: 60, file: { format: 'excel', sheet: 'Daten' } });
    expect(columnOf(profile, 'when')).toMatchObject({ type: 'date', min: '2024-01-01', max: '2024-06-26' });
    expect(columnOf(profile, 'at')).toMatchObject({ type: 'date', min: '2024-01-01T10:30:00' });
    expect(columnOf(profile, 'amount')).toMatchObject({ type: 'float', missing: 9 });
    expect(columnOf(profile, 'zip')).toMatchObject({ type: 'string' });
    expect(columnOf(profile, 'total')).toMatchObject({ type: 'float', max: 73.75 });
    expect(columnOf(profile, 'town').values).toContain('lead');
  });

  test('rows of a title are above the header', async () => {
    const profile = await profileTable(here('sheets.xlsx'), { sheet: 'Report' });
    expect(profile.file).toMatchObject({ sheet: 'Report', skipLines: 2 });
    expect(profile.columns.map(({ name }) => name)).toEqual(['n', 'town', 'amount', 'y']);
    expect(profile.findings.map(({ message }) => message)).toContain('2 rows above the header are left out.');
  });

  test('spans of time go beyond a day, and days before March of 1900 are the ones that Excel shows', async () => {
    const { columns, firstRows } = await profileTable(here('times.xlsx'));
    expect(firstRows.slice(0, 2).map((row) => row.slice(1, 3))).toEqual([
      ['00:03:00', '1900-01-01'],
      ['01:03:00', '2021-01-02'],
    ]);
    expect(columnOf({ columns }, 'span')).toMatchObject({ type: 'string', distinct: 60 });
    expect(columnOf({ columns }, 'day')).toMatchObject({ type: 'date', min: '1900-01-01' });
  });

  test('a file of another kind has none', async () => {
    const refused = await failure(() => profiled('x,y\n1,2\n3,4\n', 'plain.csv', { sheet: 'Report' }));
    expect(refused.message).toMatch(/plain\.csv is no Excel workbook, so it has no sheet "Report"\.$/);
  });

  test('several sheets are named, and one of them is to be said', async () => {
    const refused = await failure(() => profileTable(here('sheets.xlsx')));
    expect(refused.message).toMatch(/has several sheets: Report, Other\.$/);
    expect(refused.retry?.words).toEqual(['--sheet', 'Report']);
    expect((await failure(() => profileTable(here('sheets.xlsx'), { sheet: 'report' }))).hint).toBe('Its sheets are Report, Other, Empty.');
    expect((await failure(() => profileTable(here('sheets.xlsx'), { sheet: 'Empty' }))).message).toMatch(
      /The sheet "Empty" of .* is empty/,
    );
  });
});
