import { describe, expect, test } from 'vitest';
import { guessTarget, withTarget } from '../../../generators/data/index.ts';
import type { Task } from '../../../generators/data/tally/profile.ts';
import { columnOf, failure, profiled, times } from './support.ts';

const table = (cells: (row: number) => string | number, rows = 200): ReturnType<typeof profiled> =>
  profiled(`a,y\n${times(rows, (row) => `${(row * 7919) % 1000},${cells(row)}`).join('\n')}\n`);
const settled = async (cells: (row: number) => string | number, task: 'auto' | Task = 'auto', rows = 200) =>
  withTarget(await table(cells, rows), 'y', task);

describe('the task follows from the target', () => {
  test.each([
    ['yes and no', (row: number) => ['Yes', 'No'][row % 2]!, 'binary'],
    ['0 and 1', (row: number) => row % 2, 'binary'],
    ['1 and 2', (row: number) => 1 + (row % 2), 'binary'],
    ['0.0 and 1.0', (row: number) => `${row % 2}.0`, 'binary'],
    ['true and false', (row: number) => row % 2 === 0, 'binary'],
    ['three names', (row: number) => ['a', 'b', 'c'][row % 3]!, 'multiclass'],
    ['few whole numbers', (row: number) => row % 6, 'multiclass'],
    ['sixty names', (row: number) => `n${row % 60}`, 'multiclass'],
    ['many whole numbers', (row: number) => row % 40, 'regression'],
    ['floats', (row: number) => row / 3, 'regression'],
    ['prices', (row: number) => `$${row}.50`, 'regression'],
  ])('%s', async (_, cells, task) => {
    expect((await settled(cells as (row: number) => string)).task).toBe(task);
  });

  test('a few whole numbers in few rows are amounts', async () => {
    expect((await settled((row) => row % 9, 'auto', 40)).task).toBe('regression');
  });

  test('classes that pandas wrote as floats are integers again', async () => {
    expect(columnOf(await settled((row) => ['1.0', '0.0', ''][row % 3]!), 'y')).toMatchObject({
      type: 'integer',
      values: [0, 1],
      missing: 66,
    });
  });

  test('another task that fits can be chosen', async () => {
    expect(await settled((row) => row % 6, 'regression')).toMatchObject({ task: 'regression' });
    expect(await settled((row) => row % 20, 'multiclass')).toMatchObject({ task: 'multiclass' });
    expect(columnOf(await settled((row) => row % 20, 'multiclass'), 'y')).toMatchObject({
      role: 'target',
      order: 'nominal',
      values: times(20, (value) => value),
    });
    expect(columnOf(await settled((row) => row % 2, 'regression'), 'y')).toMatchObject({ role: 'target', min: 0, max: 1 });
  });
});

describe('the positive class', () => {
  test.each([
    ['No', 'Yes', 'Yes'],
    ['0', '1', 1],
    ['False', 'True', 'True'],
    ['benign', 'malignant', 'malignant'],
    ['ham', 'spam', 'spam'],
    ['negative', 'positive', 'positive'],
    ['-1', '1', 1],
    ['no churn', 'churn', 'churn'],
    ['<=50K', '>50K', '>50K'],
    ['n', 'y', 'y'],
  ])('of %s and %s is %s', async (negative, positive, expected) => {
    for (const share of [3, 1.2]) expect((await settled((row) => (row % 12 < 12 / share ? positive : negative))).positive).toBe(expected);
  });

  test('is the rarer of two names that say nothing, the later one of equals', async () => {
    expect((await settled((row) => (row % 3 === 0 ? 'blue' : 'red'))).positive).toBe('blue');
    expect((await settled((row) => (row % 2 === 0 ? 'blue' : 'red'))).positive).toBe('red');
    expect((await settled((row) => (row % 3 === 0 ? 'bad' : 'good'))).positive).toBe('bad');
  });

  test('belongs to binary targets only', async () => {
    expect((await settled((row) => row % 3)).positive).toBeUndefined();
  });
});

describe('guessing', () => {
  test.each([
    [['a', 'target', 'b'], 'target'],
    [['a', 'Churn', 'b'], 'Churn'],
    [['y', 'a', 'b'], 'y'],
    [['Class', 'a', 'b'], 'Class'],
    [['a', 'is_fraud', 'b'], 'is_fraud'],
    [['a', 'b', 'c'], 'c'],
    [['churn date', 'label', 'c'], 'label'],
    [['a', 'b', 'last id'], 'b'],
  ])('of %j it is %s', async (names, expected) => {
    const cell = (name: string, row: number): string | number =>
      name === 'last id' ? `x${row}` : name === 'churn date' ? `2024-01-${10 + (row % 20)}` : (row + name.length) % 3;
    const profile = await profiled(
      `${names.join(',')}\n${times(100, (row) => names.map((name) => cell(name, row)).join(',')).join('\n')}\n`,
    );
    expect(guessTarget(profile)).toBe(expected);
  });

  test('nothing fits', async () => {
    expect(guessTarget(await profiled(`id,day\n${times(30, (row) => `u${row},2024-01-${10 + (row % 20)}`).join('\n')}\n`))).toBeUndefined();
  });
});

describe('targets that cannot be', () => {
  test.each([
    ['absent, a near one offered', 'Y1', () => 1, 'The table has no column `Y1`.', 'Did you mean `y`?'],
    ['absent, all letters others', 'x', () => 1, 'The table has no column `x`.', 'Its columns: a, y'],
    ['absent, none near', 'something else', (row: number) => row % 2, 'The table has no column `something else`.', 'Its columns: a, y'],
    [
      'one value',
      'y',
      () => 'x',
      'The target `y` has only one value, so there is nothing to learn.',
      'Choose another column with --target, or give rows of other classes too.',
    ],
    ['no values', 'y', () => 'NA', 'The target `y` has no values at all.', 'Choose another column with --target.'],
    [
      'a lone row of a class',
      'y',
      (row: number) => (row === 3 ? 'a' : 'b'),
      'Only one row has `a` in the target `y`, which cannot be both learnt and tested.',
      'Give more rows of that class.',
    ],
    [
      'dates',
      'y',
      (row: number) => `2024-01-${10 + (row % 20)}`,
      '`y` cannot be the target: it holds dates.',
      'Choose a column of numbers or of at most 100 classes with --target.',
    ],
    [
      'too many names',
      'y',
      (row: number) => `n${row}`,
      '`y` cannot be the target: it has 200 different values that are no numbers.',
      'Choose a column of numbers or of at most 100 classes with --target.',
    ],
    [
      'few rows with a value',
      'y',
      (row: number) => (row < 7 ? row % 2 : ''),
      'Only 7 rows have a value in the target `y`.',
      'At least 10 are needed, hundreds for a score to mean something.',
    ],
  ])('%s', async (_, target, cells, message, hint) => {
    const profile = await table(cells as (row: number) => string);
    expect(await failure(() => withTarget(profile, target, 'auto'))).toMatchObject({ exit: 2, message, hint });
  });

  test('absent for the spaces in its header, which are offered rather than a neighbour', async () => {
    const profile = await profiled(`a, y \n${times(20, (row) => `${row},${row % 2}`).join('\n')}\n`);
    expect(await failure(() => withTarget(profile, 'Y', 'auto'))).toMatchObject({ exit: 2, hint: 'Did you mean ` y `?' });
  });

  test.each([
    ['regression', (row: number) => ['a', 'b'][row % 2]!, 'its values are no numbers', 'binary'],
    ['binary', (row: number) => ['a', 'b', 'c'][row % 3]!, 'it has 3 different values, not two', 'multiclass'],
    ['multiclass', (row: number) => row % 2, 'it has only two values', 'binary or --task regression'],
    ['multiclass', (row: number) => row / 3, 'its 200 different values are no classes', 'regression'],
  ] as const)('%s does not fit', async (task, cells, why, fits) => {
    const profile = await table(cells);
    expect(await failure(() => withTarget(profile, 'y', task))).toMatchObject({
      exit: 2,
      message: `The task ${task} does not fit the target \`y\`: ${why}.`,
      hint: `Use --task ${fits}, or leave it out.`,
    });
  });

  test('nothing to learn from', async () => {
    const profile = await profiled(`id,same,y\n${times(60, (row) => `u${row},x,${row % 2}`).join('\n')}\n`);
    expect(await failure(() => withTarget(profile, 'y', 'auto'))).toMatchObject({
      exit: 2,
      message: 'Besides the target `y` no column is left to learn from: id (identifier), same (constant).',
    });
  });
});
