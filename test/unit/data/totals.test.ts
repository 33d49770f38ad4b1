import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { profileTable, schemaFile, withTarget } from '../../../generators/data/index.ts';
import type { Profile } from '../../../generators/data/tally/profile.ts';
import { columnOf, profiled, times, written } from './support.ts';

const regions = ['north', 'south', 'west'];
const rows = times(60, (row) => [regions[Math.floor(row / 20)]!, 10 + ((row * 7) % 41), ['yes', 'no'][row % 2]!] as const);
const sum = (some: readonly (readonly [string, number, string])[]): number => some.reduce((all, [, amount]) => all + amount, 0);
const text = (records: readonly (readonly (string | number)[])[], delimiter = ','): string =>
  [['region', 'amount', 'kept'], ...records].map((cells) => cells.join(delimiter)).join('\n');
const said = ({ findings }: Profile): string[] => findings.filter(({ kind }) => kind === 'totals').map(({ message }) => message);

describe('rows that are sums of others', () => {
  test('a total below the rows is left out and told, and the range is that of the rows', async () => {
    const profile = await profiled(text([...rows, ['Total', sum(rows), '']]));
    expect(said(profile)).toEqual(['Line 62 (`Total`) is a sum of the rows above and left out (`totals` in data/schema.yaml).']);
    expect(profile).toMatchObject({ rows: 60, file: { totals: ['Total'] } });
    expect(columnOf(profile, 'amount')).toMatchObject({ min: 10, max: 50 });
    expect(columnOf(profile, 'region').values).toEqual(regions);
  });

  test('so are subtotals, in another language and with groups of digits', async () => {
    const large = rows.map(([region, amount, kept]) => [region, amount * 1000, kept] as const);
    const dotted = (value: number): string => String(value).replace(/(\d)(?=(\d{3})+$)/g, '$1.');
    const records = regions.flatMap((region) => {
      const own = large.filter(([name]) => name === region);
      return [...own.map(([name, amount, kept]) => [name, dotted(amount), kept]), [`Summe ${region}`, dotted(sum(own)), '']];
    });
    const path = written(text([...records, ['Gesamtsumme', dotted(sum(large)), '']], ';'));
    const profile = await profileTable(path);
    expect(profile.rows).toBe(60);
    expect(said(profile)).toEqual([
      'Lines 22, 43, 64, 65 (`Summe north`, `Summe south`, `Summe west`, `Gesamtsumme`) are sums of the rows above and left out (`totals` in data/schema.yaml).',
    ]);
    const schema = parse(schemaFile(withTarget(profile, 'kept', 'auto'), 'data/raw/x.csv')) as { file: { totals: string[] } };
    expect(schema.file.totals).toEqual(['Summe north', 'Summe south', 'Summe west', 'Gesamtsumme']);
  });

  test('a total that stands among dates is one', async () => {
    const dated = rows.map(([, amount, kept], row) => [`2024-01-${String(1 + (row % 28)).padStart(2, '0')}`, amount, kept]);
    const profile = await profiled(text([...dated, ['Grand total', sum(rows), '']]));
    expect(columnOf(profile, 'region').type).toBe('date');
    expect(said(profile)).toHaveLength(1);
  });

  test.each(['Razem', 'Toplam', 'Összesen', 'Ensemble', '합계', 'Σύνολο', 'Eindtotaal', 'المجموع'])(
    '%s is a total where it adds up',
    async (word) => {
      expect((await profiled(text([...rows, [word, sum(rows), '']]))).file.totals).toEqual([word]);
    },
  );

  test('a brand of that name is none', async () => {
    const brands = rows.map(([, amount, kept], row) => [['Shell', 'Total', 'BP'][row % 3]!, amount, kept]);
    const profile = await profiled(text(brands));
    expect(profile.rows).toBe(60);
    expect(profile.file.totals).toBeUndefined();
    expect(columnOf(profile, 'region').values).toEqual(['BP', 'Shell', 'Total']);
  });
});
