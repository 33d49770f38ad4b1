import { describe, expect, test } from 'vitest';
import { settleSplit, splitAdvisor, splitFindings, withGroup } from '../../../generators/data/index.ts';
import type { SplitAnswers } from '../../../generators/data/infer/split-advice.ts';
import { failure, profiled, times } from './support.ts';

const noise = (row: number, salt: number): string => ((((row + 1) * 7919 * salt) % 10_007) / 10_007).toFixed(4);
const day = (row: number): string => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);

/** 400 rows, `each` of every entity, in mixed order; x changes little within an entity, z freely. */
const panel = (name: string, entity: (number: number) => string, each = 4, extra: (row: number) => string = () => '') =>
  profiled(
    `${name},x,kind,z,y${extra(0) === '' ? '' : ',extra'}\n${times(400, (row) => {
      const of = (row * 37) % (400 / each);
      return [
        entity(of),
        (Number(noise(of, 3)) + Number(noise(row, 5)) / 1000).toFixed(5),
        `k${of % 7}`,
        noise(row, 11),
        Number(noise(row, 13)) < 0.5 ? 'no' : 'yes',
        ...(extra(row) === '' ? [] : [extra(row)]),
      ].join(',');
    }).join('\n')}\n`,
  );
const adviceOf = async (table: ReturnType<typeof profiled>) => splitAdvisor(await table)('y');

describe('rows of one entity', () => {
  test.each([
    ['patient', (of: number) => `p${of}`],
    ['customer_id', (of: number) => `${1000 + of}`],
    ['CustomerID', (of: number) => `C-${of}`],
    ['ref', (of: number) => `r${of}`],
    ['nr', (of: number) => `${9000 + 3 * of}`],
  ])('are seen by the column %s', async (name, entity) => {
    const { entity: found } = await adviceOf(panel(name, entity));
    expect(found).toMatchObject({ column: name, rowsEach: 4 });
    expect(found!.alike).toEqual(['x', 'kind']);
  });

  test.each([
    ['one row each', 'patient_id', 1, (of: number) => `p${of}`],
    ['a kind with few values', 'category_id', 40, (of: number) => `${of}`],
    ['a word of the name alone', 'customer_type', 40, (of: number) => `t${of}`],
  ])('are not seen in %s', async (_, name, each, entity) => {
    expect((await adviceOf(panel(name, entity, each))).entity).toBeUndefined();
  });

  test('are not seen where a repeating word says nothing of the rest', async () => {
    const table = profiled(`town,x,z,y\n${times(400, (row) => `t${row % 80},${noise(row, 3)},${noise(row, 11)},${row % 2}`).join('\n')}\n`);
    expect((await adviceOf(table)).entity).toBeUndefined();
  });
});

describe('the order of time', () => {
  test('is seen in a date that every row has', async () => {
    expect(await adviceOf(panel('a', (of) => noise(of, 2), 1, day))).toMatchObject({ time: 'extra' });
  });

  test.each([
    ['missing in some rows', 'date', (row: number) => (row % 9 === 0 ? '' : day(row))],
    ['about something else', 'birth_date', day],
  ])('is not seen in a date %s', async (_, name, cell) => {
    const table = profiled(`${name},x,y\n${times(200, (row) => `${cell(row)},${noise(row, 3)},${row % 2}`).join('\n')}\n`);
    expect((await adviceOf(table)).time).toBeUndefined();
  });

  test('is that of the row among several dates', async () => {
    const table = profiled(`delivery,order_date,y\n${times(200, (row) => `${day(row + 5)},${day(row)},${row % 2}`).join('\n')}\n`);
    expect((await adviceOf(table)).time).toBe('order_date');
  });

  const epoch = (row: number): number => 1_600_000_000 + 3600 * row;
  const month = (row: number): number => 100 * (2019 + Math.floor((row % 36) / 12)) + 1 + (row % 12);
  test.each([
    ['seconds since 1970', 'epoch', (row: number) => epoch(row)],
    ['milliseconds since 1970', 'event_time', (row: number) => 1000 * epoch(row)],
    ['months in one number', 'yyyymm', (row: number) => month(row)],
  ])('is seen in %s', async (_, name, at) => {
    const advice = await adviceOf(profiled(`${name},x,y\n${times(200, (row) => `${at(row)},${noise(row, 3)},${row % 2}`).join('\n')}\n`));
    expect(advice.time).toBe(name);
  });

  test.each([
    ['numbers as large as seconds', 'balance', (row: number) => epoch(row * 7919)],
    ['numbers between months', 'yyyymm', (row: number) => 201_901 + row],
    ['a small count under a name of time', 'time', (row: number) => 7 * row],
  ])('is not seen in %s', async (_, name, at) => {
    const advice = await adviceOf(profiled(`${name},x,y\n${times(200, (row) => `${at(row)},${noise(row, 3)},${row % 2}`).join('\n')}\n`));
    expect(advice.time).toBeUndefined();
  });
});

const said = (changes: Partial<SplitAnswers>): SplitAnswers => ({ target: 'y', split: 'auto', group: null, time: null, ...changes });

test('`auto` is time before group, where their columns are known', async () => {
  const table = await panel('patient', (of) => `p${of}`, 4, day);
  expect(settleSplit(table, said({}))).toBe('random');
  expect(settleSplit(table, said({ group: 'patient' }))).toBe('group');
  expect(settleSplit(table, said({ group: 'patient', time: 'extra' }))).toBe('time');
});

test.each([
  [said({ group: 'z' }), /--group: no value of `z` occurs twice/],
  [said({ group: 'nobody' }), /--group: there is no column `nobody`/],
  [said({ group: 'y' }), /--group: `y` is the target/],
  [said({ group: 'three' }), /`three` has 3 groups; folds and a test need at least 4/],
  [said({ time: 'kind' }), /--time: `kind` holds neither dates nor numbers/],
  [said({ time: 'gaps' }), /--time: `gaps` is missing in 40 of 200 rows/],
])('%j is refused by what the table holds', async (answers, message) => {
  const table = profiled(
    `z,kind,three,gaps,y\n${times(200, (row) => `${row / 7},k${row % 9},t${row % 3},${row % 5 === 0 ? '' : day(row)},${row % 2}`).join('\n')}\n`,
  );
  const error = await failure(async () => settleSplit(await table, answers));
  expect(error.message).toMatch(message);
  expect(error.exit).toBe(2);
});

test('a person is told why, or what speaks against their choice', async () => {
  const advice = await adviceOf(panel('patient', (of) => `p${of}`, 4, day));
  const told = (answers: SplitAnswers): string =>
    splitFindings(advice, answers)
      .map(({ message }) => message)
      .join('\n');
  expect(told(said({ group: 'patient', time: 'extra' }))).toMatch(
    /Rows of one `patient` belong together \(4\.0 each, alike in `x` and `kind`\).*\n`extra` orders the rows: the newest are the test/,
  );
  expect(told(said({ split: 'random' }))).toMatch(
    /may stand on both sides of the split; --group patient.*\n.*does not keep that order; --split time --time extra/,
  );
});

test('what names an entity is no feature', async () => {
  const table = await panel('patient', (of) => `p${of}`, 20);
  expect(withGroup(table.columns, 'patient')[0]).toMatchObject({ name: 'patient', role: 'identifier' });
  expect(withGroup(table.columns, null)).toEqual(table.columns);
});
