import { describe, expect, test } from 'vitest';
import { withTarget } from '../../../generators/data/index.ts';
import type { Finding, TargetedProfile, Task } from '../../../generators/data/tally/profile.ts';
import { columnOf, profiled, randomizer, times } from './support.ts';

type Cells = Readonly<Record<string, (row: number) => string | number>>;

async function targeted(rows: number, cells: Cells, task: 'auto' | Task = 'auto'): Promise<TargetedProfile> {
  const names = Object.keys(cells);
  const lines = times(rows, (row) => names.map((name) => cells[name]!(row)).join(','));
  return withTarget(await profiled(`${names.join(',')}\n${lines.join('\n')}\n`), 'y', task);
}
const about = ({ findings }: TargetedProfile, column: string): Finding[] => findings.filter((finding) => finding.column === column);
const kinds = ({ findings }: TargetedProfile): string[] => findings.map(({ kind, column }) => `${kind} ${column ?? ''}`.trim());

const noise = (() => {
  const random = randomizer(3);
  const values = times(2000, random);
  return (row: number): number => values[row]!;
})();
const yes = (row: number): boolean => noise(row) < 0.3;
const y = (row: number): string => (yes(row) ? 'Yes' : 'No');
const age = (row: number): number => 20 + ((row * 7) % 50);

describe('leaks of a class', () => {
  test('a copy of the target in other words is kept out', async () => {
    const profile = await targeted(400, { age, code: (row) => (yes(row) ? 1 : 0), y });
    expect(columnOf(profile, 'code').role).toBe('excluded');
    expect(about(profile, 'code')).toEqual([
      { kind: 'leakage', column: 'code', message: '`code` is the target `y` in other words; it is kept out of training.' },
    ]);
    expect(columnOf(profile, 'age').role).toBe('feature');
  });

  test('what is filled in for one class only is kept out', async () => {
    const profile = await targeted(400, {
      age,
      reason: (row) => (yes(row) ? ['price', 'moved'][row % 2]! : ''),
      left: (row) => (yes(row) ? `2024-01-${10 + (row % 20)}` : 'NA'),
      y,
    });
    expect(columnOf(profile, 'reason').role).toBe('excluded');
    expect(columnOf(profile, 'left').role).toBe('excluded');
    expect(about(profile, 'reason')[0]?.message).toBe('`reason` is filled in for one class of `y` only; it is kept out of training.');
  });

  test('a column that nearly always tells the class is only named', async () => {
    const profile = await targeted(2000, {
      age,
      score: (row) => noise(row).toFixed(6),
      stage: (row) => (row === 5 ? 'a' : `${y(row)}${row % 5}`),
      y,
    });
    expect(columnOf(profile, 'score').role).toBe('feature');
    expect(about(profile, 'score')[0]).toMatchObject({
      kind: 'leakage',
      message: '`score` alone tells `y` nearly always (100.0 %); is it known before the target is?',
    });
    expect(about(profile, 'stage')[0]?.kind).toBe('leakage');
  });

  test('a good feature is none', async () => {
    const profile = await targeted(2000, {
      age,
      hint: (row) => (noise(row) < 0.27 || row % 11 === 0 ? 'a' : 'b'),
      town: (row) => `t${row % 40}`,
      id2: (row) => `${row}-x`,
      y,
    });
    expect(kinds(profile)).toEqual(['identifier id2']);
  });

  test('chance in a small table is none', async () => {
    const profile = await targeted(24, { age, name2: (row) => `v${row % 12}`, y: (row) => (row % 2 === 0 ? 'Yes' : 'No') });
    expect(kinds(profile)).toEqual(['few-rows']);
  });

  test('something is left to learn from', async () => {
    const profile = await targeted(400, { code: (row) => (yes(row) ? 1 : 0), y });
    expect(columnOf(profile, 'code').role).toBe('feature');
    expect(about(profile, 'code')[0]?.message).toBe('`code` is the target `y` in other words; is it known before the target is?');
  });

  test.each(['churn reason', 'churn_score', 'outcome', 'predicted_class'])('%s sounds like something known afterwards', async (name) => {
    const lines = times(400, (row) => `${age(row)},${row % 3},${y(row)}`);
    const profile = withTarget(await profiled(`age,${name},churn\n${lines.join('\n')}\n`), 'churn', 'auto');
    expect(about(profile, name)[0]?.kind).toBe('leakage');
  });
});

test('what is alike in all rows of a group tells the class by telling the group, which is no leak', async () => {
  const lines = times(600, (row) => `${row},p${row % 60},${(row % 60) * 1.5},${row % 60 < 20 ? 'Yes' : 'No'}`);
  const profile = await profiled(`n,patient,height,y\n${lines.join('\n')}\n`);
  expect(kinds(withTarget(profile, 'y', 'auto')).filter((kind) => kind.startsWith('leakage'))).not.toEqual([]);
  expect(kinds(withTarget(profile, 'y', 'auto', ['patient', 'height'])).filter((kind) => kind.startsWith('leakage'))).toEqual([]);
});

describe('leaks of a number', () => {
  const value = (row: number): number => Math.round(noise(row) * 1e6) / 1e3;
  test('another unit, or anything in the same order, is kept out', async () => {
    const profile = await targeted(500, {
      age,
      euros: (row) => (value(row) * 1.1 + 3).toFixed(4),
      cubed: (row) => value(row) ** 3,
      y: value,
    });
    expect(columnOf(profile, 'euros').role).toBe('excluded');
    expect(columnOf(profile, 'cubed').role).toBe('excluded');
  });

  test('nearly the same is only named, a good feature not even that', async () => {
    const profile = await targeted(500, {
      age,
      near: (row) => value(row) + (row % 7) * 3,
      feature: (row) => value(row) + noise(row + 500) * 500,
      y: value,
    });
    expect(columnOf(profile, 'near').role).toBe('feature');
    expect(about(profile, 'near')[0]?.kind).toBe('leakage');
    expect(about(profile, 'feature')).toEqual([]);
  });
});

describe('personal data', () => {
  const luhn = (row: number): string => {
    const digits = `4${String(row * 7919 + 10 ** 14).slice(-14)}`;
    const sum = [...digits]
      .reverse()
      .reduce(
        (total, digit, at) => total + (at % 2 === 0 ? (Number(digit) * 2 > 9 ? Number(digit) * 2 - 9 : Number(digit) * 2) : Number(digit)),
        0,
      );
    return `${digits}${(10 - (sum % 10)) % 10}`;
  };
  const first = ['Anna', 'Björn', 'Chloé', 'Dmitri', "D'Arcy", 'Eva-Lena'];
  const cells: Cells = {
    contact: (row) => `user${row}@example.org`,
    phone: (row) => 4_912_345_000 + row * 13,
    mobile: (row) => `+49 170 ${1_000_000 + row * 7}`,
    ssn: (row) => `${100 + (row % 800)}-${10 + (row % 89)}-${1000 + row}`,
    pan: luhn,
    last_ip: (row) => `10.${row % 256}.${(row * 7) % 256}.1`,
    name: (row) => `"Smith${'abcdefghijk'[row % 11]}, Mr. ${first[row % 6]} ${String.fromCharCode(65 + (row % 26))}"`,
    last_name: (row) => `${first[row % 6]}${'abcdefghij'[row % 10]}${'klmnopqrst'[Math.floor(row / 10) % 10]}`,
    street: (row) => `${row + 1} Main Street`,
    iban: () => 'DE89370400440532013000',
    y,
  };

  test.each([
    ['contact', 'e-mail addresses'],
    ['phone', 'phone numbers'],
    ['mobile', 'phone numbers'],
    ['ssn', 'social security numbers'],
    ['pan', 'payment card numbers'],
    ['last_ip', 'IP addresses'],
    ['name', 'names, of people perhaps'],
    ['last_name', 'names of people'],
    ['street', 'street addresses'],
  ])('%s looks like %s', async (name, what) => {
    const profile = await targeted(300, { age, [name]: cells[name]!, y });
    expect(columnOf(profile, name).role).toBe('excluded');
    expect(about(profile, name)).toEqual([
      { kind: 'personal-data', column: name, message: `\`${name}\` looks like ${what}; it is kept out of training.` },
    ]);
  });

  test.each([
    ['amount', (row: number) => 10 ** 14 + row * 7919],
    ['product_name', (row: number) => `Chair ${row % 20}`],
    ['name', (row: number) => ['Basic', 'Premium'][row % 2]!],
    ['name', (row: number) => `Sunny flat in Mitte ${row}`],
    ['title', (row: number) => `The Big Film ${String.fromCharCode(65 + (row % 26))}${row}`],
    ['version', (row: number) => `10.${row % 9}.1`],
    ['phone_service', (row: number) => ['Yes', 'No'][row % 2]!],
    ['phones', (row: number) => row % 4],
    ['street', (row: number) => ['Pave', 'Grvl'][row % 2]!],
    ['birth_year', (row: number) => 1950 + (row % 50)],
  ])('%s does not', async (name, cell) => {
    const profile = await targeted(300, { age, [name]: cell, y });
    expect(about(profile, name).filter(({ kind }) => kind === 'personal-data')).toEqual([]);
  });

  test.each(['Braund, Mr. Owen Harris', 'Anna van der Berg', 'Thayer, Mrs. John (Marian Morris)', 'José Álvarez', "Sinéad O'Connor"])(
    '%s is a name',
    async (full) => {
      const profile = await targeted(300, {
        age,
        name: (row) => `"${full.replace(' ', ` ${'ABCDEFGHIJKLMNOPQRST'[row % 20]}${'abcdefghijklmnopqrst'[Math.floor(row / 20)]}. `)}"`,
        y,
      });
      expect(columnOf(profile, 'name').role).toBe('excluded');
    },
  );

  test('groups of people are named, and stay', async () => {
    const profile = await targeted(300, { age, gender: (row) => ['f', 'm'][row % 2]!, y });
    expect(columnOf(profile, 'gender').role).toBe('feature');
    expect(about(profile, 'gender').map(({ kind }) => kind)).toEqual(['sensitive']);
  });
});

describe('the target', () => {
  test('imbalance and rare classes', async () => {
    const profile = await targeted(600, { age, y: (row) => (row % 200 === 0 ? 'Yes' : 'No') });
    expect(about(profile, 'y')).toEqual([
      { kind: 'imbalance', column: 'y', message: 'Only 0.5 % of the rows are `y` = `Yes`; accuracy says little here.' },
      { kind: 'rare-class', column: 'y', message: '1 class of `y` has fewer than 10 rows, too few to learn and to test: `Yes` (3).' },
    ]);
    expect(kinds(await targeted(600, { age: noise, y: (row) => ['a', 'b', 'c'][row % 3]! }))).toEqual([]);
  });

  test('a class with one row among several', async () => {
    const profile = await targeted(300, { age, y: (row) => (row === 7 ? 'c' : ['a', 'b'][row % 2]!) });
    expect(profile.task).toBe('multiclass');
    expect(about(profile, 'y').find(({ kind }) => kind === 'rare-class')?.message).toContain('`c` (1)');
  });

  test('rows without it', async () => {
    const profile = await targeted(300, { age, y: (row) => (row % 30 === 0 ? '' : y(row)) });
    expect(about(profile, 'y').map(({ message }) => message)).toContain('The target `y` is missing in 10 rows; they are left out.');
  });

  test('the table: few rows, copies of rows, constants, no values, nested, no header', async () => {
    const few = await targeted(50, { age: (row) => row % 5, same: () => 'x', none: () => '', y: (row) => ['a', 'b'][row % 2]! });
    expect(few.findings.map(({ message }) => message)).toEqual([
      '`same` has the same value in every row and is left out.',
      '`none` has no values at all and is left out.',
      'The table has only 50 rows: every score will be uncertain.',
      '40 rows are exact copies of another row.',
    ]);
    const western = await profiled(Buffer.from(`a,b\n${times(300, (row) => `${row * 7},é${row % 2}`).join('\n')}\n`, 'latin1'));
    expect(western.findings.map(({ kind }) => kind)).toEqual(['encoding']);
    const headless = await profiled(`5.1,3.5,setosa\n${times(300, (row) => `${row}.5,${row % 9}.1,${['a', 'b'][row % 2]}`).join('\n')}\n`);
    expect(headless.findings.map(({ kind }) => kind)).toEqual(['no-header']);
    const nested = await profiled(
      times(300, (row) => JSON.stringify({ a: row % 7, tags: [row % 3], y: row % 2 })).join('\n'),
      'nested.jsonl',
    );
    expect(columnOf(nested, 'tags')).toMatchObject({ role: 'excluded' });
    expect(nested.findings.map(({ message }) => message)).toContain('`tags` holds lists or objects and is left out.');
  });

  test('many of one kind are five and a count', async () => {
    const profile = await targeted(300, {
      age: (row) => noise(row + 1000),
      ...Object.fromEntries(times(30, (at) => [`same${at}`, () => 'x'])),
      y,
    });
    expect(profile.findings.map(({ message }) => message)).toEqual([
      ...times(5, (at) => `\`same${at}\` has the same value in every row and is left out.`),
      'The like holds for 25 more columns, `same5` and `same6` among them.',
    ]);
  });
});
