import { expect, test } from 'vitest';
import { columnNamed, withTarget } from '../../../generators/data/index.ts';
import { uniqueNames } from '../../../generators/data/infer/names.ts';
import { failure, profiled, times } from './support.ts';

test('names are written with one character for a letter, without what cannot be written, each its own', () => {
  const { names, renamed } = uniqueNames(['Ku\u0308ndigung', 'K\u00fcndigung', '\ufeff\ufeffid', 'a\u0001b', '', 'x', 'x']);
  expect(names).toEqual(['K\u00fcndigung', 'K\u00fcndigung_2', 'id', 'ab', 'column_5', 'x', 'x_2']);
  expect(renamed.map(({ to }) => to)).toEqual(['K\u00fcndigung_2', 'id', 'ab', 'column_5', 'x_2']);
});

test('a target is found however its accents are written', async () => {
  const profile = await profiled(`age,Ku\u0308ndigung\n${times(40, (row) => `${row},${row % 2}`).join('\n')}\n`);
  expect(columnNamed(profile, 'Ku\u0308ndigung')).toBe('K\u00fcndigung');
  expect(columnNamed(profile, 'K\u00fcndigung')).toBe('K\u00fcndigung');
  expect(columnNamed(profile, 'Kundigung')).toBeUndefined();
});

test('what cannot be seen in a name is said', async () => {
  const { findings } = await profiled(`age,a\u0001b\n${times(40, (row) => `${row},${row % 2}`).join('\n')}\n`);
  expect(findings.find(({ kind }) => kind === 'duplicate-name')?.message).toBe(
    'Column 2 has characters in its name that cannot be seen; it is `ab` here.',
  );
});

test.each([
  [
    'beyond a float',
    (row: number) => String(2n ** 60n + BigInt(row * 3)),
    /its whole numbers are beyond 9,007,199,254,740,992, which no float tells apart/,
  ],
  ['near the end of floats', (row: number) => `${1 + row}.5e306`, /it goes up to \de\+30\d, and no float holds the squares of such errors/],
])('a target of numbers %s is refused with the reason', async (_, cell, reason) => {
  const rows = 300;
  const profile = await profiled(`age,y\n${times(rows, (row) => `${row % 40},${cell(row % 150 === 0 ? row : row % 40)}`).join('\n')}\n`);
  const message = (await failure(() => withTarget(profile, 'y', 'regression'))).message;
  expect(message).toMatch(reason);
});
