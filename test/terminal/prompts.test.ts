import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { cli } from '../support/cli.ts';
import { smallTable, treeOf, workFolder } from '../support/folders.ts';
import { type Played, playAt, type Step } from './play.ts';

const enter = '\r';
const escape = '\u001B';
const down = '\u001B[B';
const interrupt = '\u0003';

/** Runs the command line in a real terminal; each step waits for a text and presses keys. */
const play = (cwd: string, args: readonly string[], steps: readonly Step[]): Promise<Played> => playAt(cwd, [process.execPath, cli, ...args], steps);

const answersOf = (project: string): unknown =>
  (parse(readFileSync(join(project, '.create-ml-project/lock.yaml'), 'utf8')) as { answers: unknown }).answers;

const data = 'Which file is the data?';
const target = 'Which column is to be predicted?';
const level = 'How much automation?';
const author = 'Who is the author?';
const review = 'Make this project?';

function withTable({ onTestFinished }: TestContext): string {
  const cwd = workFolder(onTestFinished);
  smallTable(cwd);
  return cwd;
}

describe.concurrent('at a terminal', () => {
  it('a few questions lead to a project, each mistake refused where it is made', async (context) => {
    const cwd = withTable(context);
    const { code, screen } = await play(
      cwd,
      [],
      [
        ['What is the project called?', `class${enter}`],
        ['is a word of the Python language', `\u0015orders${enter}`],
        [data, 'missing.csv'],
        ['❯ missing.csv', enter],
        ['There is no file missing.csv', '\u0015orders'],
        ['❯ orders.csv', enter],
        [target, 'col'],
        ['❯ color', enter],
        [level, enter],
        [author, `Ada Lovelace${enter}`],
        [review, enter],
      ],
    );
    expect(code).toBe(0);
    expect(screen).toContain('predicts color (multiclass)');
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ name: 'orders', target: 'color', level: 1, author: 'Ada Lovelace' });
  });

  it('asks how to split where the data show rows that belong together', async (context) => {
    const cwd = workFolder(context.onTestFinished);
    const rows = Array.from({ length: 120 }, (_, row) => `p${row % 30},${(row * 7919) % 101},${row % 4 === 0 ? 'yes' : 'no'}`);
    writeFileSync(join(cwd, 'visits.csv'), `patient,pulse,ill\n${rows.join('\n')}\n`);
    const { screen } = await play(
      cwd,
      ['visits', '--data', 'visits.csv', '--target', 'ill', '--level', '0', '--author', 'Ada'],
      [
        ['How are training and test rows divided?', escape],
        ['How are training and test rows divided?', `${down}${enter}`],
        [review, enter],
      ],
    );
    expect(screen).toContain('Rows of one `patient` belong together: 4.0 each.');
    expect(screen).toContain('may stand on both sides of the split; --group patient keeps them together');
    expect(answersOf(join(cwd, 'visits'))).toMatchObject({ split: 'random', group: null, time: null });
  });

  it('Esc goes back to change an answer', async (context) => {
    const cwd = withTable(context);
    await play(
      cwd,
      ['orders'],
      [
        [data, enter],
        [target, escape],
        [data, enter],
        [target, 'amount'],
        ['❯ amount', enter],
        [level, escape],
        [target, 'returned'],
        ['❯ returned', enter],
        [level, enter],
        [author, enter],
        [review, enter],
      ],
    );
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ target: 'returned' });
  });

  it('the review changes any option, and asks for what a change makes necessary', async (context) => {
    const cwd = withTable(context);
    await play(
      cwd,
      ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0', '--author', 'Ada'],
      [
        // The list begins with the two ways to go on; the remote is its fifteenth option.
        [review, `${down.repeat(16)}${enter}`],
        ['Where are data and models stored', `${down}${down}${enter}`],
        ['What is its address?', `gs://wrong${enter}`],
        ['must look like s3://bucket/path', `\u0015s3://bucket/orders${enter}`],
        [review, enter],
      ],
    );
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ remote: 's3', 'remote-url': 's3://bucket/orders' });
  });

  it.for([
    ['at the first question', [['What is the project called?', interrupt]]],
    [
      'at a list',
      [
        ['What is the project called?', enter],
        [data, interrupt],
      ],
    ],
    [
      'at the review',
      [
        ['What is the project called?', enter],
        [data, enter],
        [target, enter],
        [level, enter],
        [author, enter],
        [review, interrupt],
      ],
    ],
    [
      'by choosing no',
      [
        ['What is the project called?', enter],
        [data, enter],
        [target, enter],
        [level, enter],
        [author, enter],
        [review, `${down.repeat(40)}${enter}`],
      ],
    ],
  ] as const)('%s it can be left with nothing written', async ([, steps], context) => {
    const cwd = withTable(context);
    const { code, screen } = await play(cwd, [], steps);
    expect(code).toBe(130);
    expect(screen).toContain('nothing was written');
    expect(treeOf(cwd)).toEqual(['orders.csv']);
  });

  it('asks file by file about a directory with other files, and keeps what a person wants kept', async (context) => {
    const cwd = withTable(context);
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/LICENSE'), 'mine');
    writeFileSync(join(cwd, 'orders/README.md'), 'mine');
    await play(
      cwd,
      ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0', '--author', 'Ada'],
      [
        [review, enter],
        ['is there already and differs', enter],
        ['is there already and differs', `${down}${enter}`],
      ],
    );
    const texts = ['LICENSE', 'README.md'].map((name) => readFileSync(join(cwd, 'orders', name), 'utf8'));
    expect(texts.filter((text) => text === 'mine')).toHaveLength(1);
  });

  it('takes a built-in data set, whose target is not asked', async (context) => {
    const cwd = workFolder(context.onTestFinished);
    await play(
      cwd,
      ['demo'],
      [
        [data, enter],
        [level, enter],
        [author, enter],
        [review, enter],
      ],
    );
    expect(existsSync(join(cwd, 'demo/data/raw/breast_cancer.csv.gz'))).toBe(true);
  });

  it('asks nothing with --yes', async (context) => {
    const cwd = withTable(context);
    expect((await play(cwd, ['orders', '--data', 'orders.csv', '--target', 'returned', '--yes'], [])).code).toBe(0);
  });
});
