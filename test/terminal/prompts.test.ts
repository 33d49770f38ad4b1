import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { cli, shell } from '../support/cli.ts';
import { smallTable, treeOf, workFolder } from '../support/folders.ts';
import { type Played, playAt, type Step, type Terminal } from './play.ts';

const enter = '\r';
const escape = '\u001B';
const down = '\u001B[B';
const interrupt = '\u0003';

/** Runs the command line in a real terminal; each step waits for a text and presses keys. */
const play = (cwd: string, args: readonly string[], steps: readonly Step[], terminal: Terminal = {}): Promise<Played> =>
  playAt(cwd, [process.execPath, cli, ...args], steps, terminal);

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
        [data, `missing.csv${enter}`],
        ['missing.csv (there is no such file)', '\u0015orders'],
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

  it('answers that are pasted with the end of their line are taken, in lists that are searched too', async (context) => {
    const cwd = withTable(context);
    const { code } = await play(
      cwd,
      ['orders', '--level', '0', '--author', 'Ada'],
      [
        [data, `orders.csv${enter}`],
        [target, `color${enter}`],
        [review, enter],
      ],
    );
    expect(code).toBe(0);
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ data: 'data/raw/orders.csv', target: 'color' });
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
    expect(screen.replaceAll(/\s+/g, ' ')).toContain('may stand on both sides of the split; --group patient keeps them together');
    expect(answersOf(join(cwd, 'visits'))).toMatchObject({ split: 'random', group: null, time: null });
  });

  it('asks how the file is read where the data leave it open, and only then', async (context) => {
    const cwd = workFolder(context.onTestFinished);
    const rows = Array.from(
      { length: 120 },
      (_, row) =>
        `${row}/0${1 + (row % 9)}/2021`.replace(/^\d+/, String(1 + (row % 12)).padStart(2, '0')) +
        `,${1 + (row % 9)}.${100 + row * 7},${['NA', 'Eu', 'As'][row % 3]},${row % 4 === 0 ? 'yes' : 'no'}`,
    );
    writeFileSync(join(cwd, 'open.csv'), `when,amount,region,ill\n${rows.join('\n')}\n`);
    const { screen } = await play(
      cwd,
      ['open', '--data', 'open.csv', '--target', 'ill', '--level', '0', '--author', 'Ada', '--split', 'random'],
      [
        ['What stands first in these dates?', `${down}${enter}`],
        ['What stands before a fraction in these numbers?', enter],
        ['What are these words?', escape],
        ['What stands before a fraction in these numbers?', `${down}${down}${enter}`],
        ['What are these words?', `${down}${down}${enter}`],
        [review, enter],
      ],
    );
    expect(screen.replaceAll(/\s+/g, ' ')).toContain('`when` is read as month/day (%m/%d/%Y), but day/month fits as well');
    expect(answersOf(join(cwd, 'open'))).toMatchObject({ 'date-order': 'day-first', 'decimal-mark': 'comma', 'na-words': 'values' });
    const { columns } = parse(readFileSync(join(cwd, 'open/data/schema.yaml'), 'utf8')) as { columns: object[] };
    expect(columns).toMatchObject([{ format: '%d/%m/%Y' }, { type: 'integer', min: 1100 }, { values: ['As', 'Eu', 'NA'] }, {}]);
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
        [review, 'remote'],
        ['❯ remote', enter],
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
        [review, `${down.repeat(2)}${enter}`],
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

  it('takes one answer for all of them, or writes nothing', async (context) => {
    const cwd = withTable(context);
    mkdirSync(join(cwd, 'orders'));
    for (const name of ['LICENSE', 'README.md', 'params.yaml']) writeFileSync(join(cwd, 'orders', name), 'mine');
    const given = ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0', '--author', 'Ada'];
    const conflict = 'is there already and differs';
    expect(
      (
        await play(cwd, given, [
          [review, enter],
          [conflict, `${down.repeat(4)}${enter}`],
        ])
      ).code,
    ).toBe(130);
    expect(readdirSync(join(cwd, 'orders')).sort()).toEqual(['LICENSE', 'README.md', 'params.yaml']);
    const { screen } = await play(cwd, given, [
      ['3 files are there already and differ', enter],
      [conflict, `${down.repeat(2)}${enter}`],
    ]);
    expect(screen).toContain('README.md was there and stays as it is');
    expect(['LICENSE', 'README.md', 'params.yaml'].map((name) => readFileSync(join(cwd, 'orders', name), 'utf8'))).toEqual([
      'mine',
      'mine',
      'mine',
    ]);
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

  it('installing shows what it is doing and for how long', async (context) => {
    const cwd = withTable(context);
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin/uv'), '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "Downloading scipy (30.0MiB)"\nsleep 1\nexit 1\n', {
      mode: 0o755,
    });
    const { raw } = await play(cwd, ['orders', '--data', 'orders.csv', '--target', 'returned', '--yes', '--run'], [], {
      env: { PATH: `${join(cwd, 'bin')}:${process.env['PATH']}`, NO_COLOR: '1' },
    });
    const seen = raw.split('\r\u001B[2K').filter((frame) => frame.includes('Downloading scipy'));
    expect(new Set(seen.map((frame) => / install the environment with uv (\d\.\d) s /.exec(frame)?.[1])).size).toBeGreaterThan(4);
  });

  it('asks nothing with --yes', async (context) => {
    const cwd = withTable(context);
    expect((await play(cwd, ['orders', '--data', 'orders.csv', '--target', 'returned', '--yes'], [])).code).toBe(0);
  });
});

describe.concurrent('a column that cannot be predicted', () => {
  it('is shown with why; one that the data refuse is refused at once, and the list stays', async (context) => {
    const cwd = workFolder(context.onTestFinished);
    const rows = Array.from(
      { length: 60 },
      (_, row) => `2024-01-${String((row % 28) + 1).padStart(2, '0')},${row % 2},${row === 0 ? 'no' : 'yes'},${row % 3 === 0 ? 'a' : 'b'}`,
    );
    writeFileSync(join(cwd, 'days.csv'), `day,flag,lone,kind\n${rows.join('\n')}\n`);
    const { screen } = await play(
      cwd,
      ['days', '--data', 'days.csv', '--level', '0', '--author', 'Ada', '--split', 'random'],
      [
        ['day (it holds dates)', 'lone'],
        ['❯ lone  string, 2 values', enter],
        ['Only one row has `no` in the target', '\u0015kind'],
        ['❯ kind  string, 2 values', enter],
        [review, enter],
      ],
    );
    expect(screen).toContain('type to filter');
    expect(answersOf(join(cwd, 'days'))).toMatchObject({ target: 'kind' });
  });
});

describe.concurrent('a file that can be read in more than one way', () => {
  it('is asked about: rows that do not fit', async (context) => {
    const cwd = withTable(context);
    writeFileSync(join(cwd, 'ragged.csv'), readFileSync(join(cwd, 'orders.csv'), 'utf8').replace('3,green,no', '3,green,no,x'));
    await play(
      cwd,
      ['ragged', '--level', '0', '--author', 'Ada'],
      [
        [data, 'ragged'],
        ['❯ ragged.csv', enter],
        ['Line 3 of ragged.csv has 4 values', enter],
        [target, escape],
        ['What becomes of rows that do not fit?', escape],
        [data, 'ragged'],
        ['❯ ragged.csv', enter],
        ['What becomes of rows that do not fit?', `\u001B[A${enter}`],
        ['Line 3 of ragged.csv', `${down}${enter}`],
        [target, enter],
        [review, enter],
      ],
    );
    expect(answersOf(join(cwd, 'ragged'))).toMatchObject({ 'bad-rows': 'aside' });
  });

  it('is asked about in the review too', async (context) => {
    const cwd = withTable(context);
    writeFileSync(join(cwd, 'ragged.csv'), readFileSync(join(cwd, 'orders.csv'), 'utf8').replace('3,green,no', '3,green,no,x'));
    const given = ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0', '--author', 'Ada'];
    await play(cwd, given, [
      [review, 'data'],
      ['❯ data', enter],
      [data, 'ragged'],
      ['❯ ragged.csv', enter],
      ['Line 3 of ragged.csv', enter],
      [review, enter],
    ]);
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ data: 'data/raw/ragged.csv', 'bad-rows': 'aside' });
  });

  it('is asked about: the sheet of a workbook', async (context) => {
    const cwd = workFolder(context.onTestFinished);
    cpSync(join(import.meta.dirname, '../unit/data/fixtures/sheets.xlsx'), join(cwd, 'book.xlsx'));
    const { screen } = await play(
      cwd,
      ['book'],
      [
        [data, enter],
        ['has several sheets', enter],
        [target, interrupt],
      ],
    );
    expect(screen).toContain('✔ Which sheet of the workbook is it?');
  });
});

it('finds a file by what a person types, drops or pastes', async (context) => {
  const cwd = workFolder(context.onTestFinished);
  mkdirSync(join(cwd, 'my data'));
  smallTable(cwd, "my data/it's.csv");
  const dropped = join(cwd, 'my data', "it's.csv").replaceAll(/([ '])/g, '\\$1');
  await play(
    cwd,
    ['dropped', '--level', '0', '--author', 'Ada'],
    [
      [data, dropped],
      ["/it's.csv", enter],
      [target, enter],
      [review, enter],
    ],
  );
  expect(answersOf(join(cwd, 'dropped'))).toMatchObject({ target: 'returned' });
  const { screen } = await play(
    cwd,
    ['home'],
    [
      [data, '~/no-such-file.csv'],
      ['there is no such file', interrupt],
    ],
  );
  expect(screen).toContain(`${homedir()}/no-such-file.csv`);
});

describe.concurrent('the review', () => {
  const given = ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0', '--author', 'Ada Lovelace'];

  it('shows what was found, the files, and the one command that does the same', async (context) => {
    const cwd = withTable(context);
    mkdirSync(join(cwd, 'orders'));
    writeFileSync(join(cwd, 'orders/README.md'), 'mine');
    const { screen, code } = await play(cwd, given, [
      ['One file is there already and differs', `${down.repeat(3)}${enter}`],
      ['README.md  (there already, differs)', enter],
      [review, `${down.repeat(4)}${enter}`],
      ['back to the review', enter],
      [review, interrupt],
    ]);
    expect(code).toBe(130);
    expect(screen).toContain('It predicts returned (binary) from 60 rows and 3 columns.');
    expect(screen).toContain('binary (found in the data)');
    expect(screen).toContain('Choose an answer to change it.');
    const line = / (orders --data .*--yes)$/m.exec(screen)?.[1];
    expect(line).toContain("--author 'Ada Lovelace'");
    writeFileSync(join(cwd, 'orders/README.md'), '');
    expect(shell(`'${process.execPath}' '${cli}' ${line!} --on-conflict skip`, { cwd }).code).toBe(0);
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ author: 'Ada Lovelace', target: 'returned' });
  }, 40_000);

  it('asks for what an option needs that was given without it', async (context) => {
    const cwd = withTable(context);
    const withoutTarget = ['orders', '--data', 'orders.csv', '--level', '0', '--author', 'Ada', '--remote', 'gcs'];
    await play(cwd, withoutTarget, [
      [target, enter],
      ['What is its address?', `gs://bucket/orders${enter}`],
      [review, enter],
    ]);
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ remote: 'gcs', 'remote-url': 'gs://bucket/orders' });
  });

  it.for([
    [80, 12],
    [40, 24],
    [80, 24],
  ] as const)('can be seen whole and left at %i × %i', async ([columns, rows], context) => {
    const cwd = withTable(context);
    const left = await play(
      cwd,
      ['orders', '--data', 'orders.csv', '--target', 'returned', '--level', '0'],
      [
        ['Who is the author?', enter],
        [review, escape],
        ['Who is the author?', enter],
        [review, `${down.repeat(2)}${enter}`],
      ],
      { size: [columns, rows] },
    );
    expect(left.code).toBe(130);
    // What is drawn at once must not be more than fits: what has scrolled away can no longer be taken off.
    const shown = left.screen.slice(left.screen.lastIndexOf('It predicts'), left.screen.lastIndexOf('esc back'));
    expect(shown).toContain('No, write nothing');
    expect(shown.split('\n').length).toBeLessThanOrEqual(rows);
  });
});

describe.concurrent('terminals of other kinds', () => {
  it('a dumb one is asked line by line, and nothing moves its cursor', async (context) => {
    const cwd = withTable(context);
    const { raw, code } = await play(
      cwd,
      [],
      [
        ['What is the project called?', 'class\n'],
        ['is a word of the Python language', 'orders\n'],
        [data, 'missing.csv\n'],
        ['There is no file missing.csv', 'orders.csv\n'],
        [target, '<\n'],
        [data, 'orders.csv\n'],
        [target, 'color\n'],
        [level, 'none\n'],
        ['"none" is none of them: type the number in front', '0\n'],
        [author, 'Ada\n'],
        [review, '\n'],
      ],
      { env: { TERM: 'dumb' }, size: [80, 24] },
    );
    expect(code).toBe(0);
    expect(raw).not.toContain('\u001B');
    expect(raw).toMatch(/ date-order +auto \(/);
    // What was typed stands behind its question; nothing else is wider than the screen.
    expect(raw.split(/\r?\n/).filter((line) => line.length > 80 && !/^\? |--yes/.test(line))).toEqual([]);
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ target: 'color', level: 0, author: 'Ada' });
  });

  it('a dumb one takes answers that are pasted at once', async (context) => {
    const cwd = withTable(context);
    await play(cwd, [], [['What is the project called?', 'orders\norders.csv\ncolor\n0\nAda\n\n']], { env: { TERM: 'dumb' } });
    expect(answersOf(join(cwd, 'orders'))).toMatchObject({ target: 'color', level: 0, author: 'Ada' });
  });

  it('NO_COLOR leaves no colour', async (context) => {
    const cwd = withTable(context);
    const { raw } = await play(
      cwd,
      ['orders', '--data', 'orders.csv', '--author', 'Ada'],
      [
        [target, enter],
        [level, enter],
        [review, enter],
      ],
      { env: { NO_COLOR: '1' } },
    );
    // Codes that colour text end in m; 1, 2 and 22 are bold and dim.
    expect([...raw.matchAll(/\u001B\[([\d;]+)m/g)].filter(([, code]) => /^(3|4|9|10)\d/.test(code!))).toEqual([]);
  });

  it('a pasted answer is one answer, without the blanks around it', async (context) => {
    const cwd = withTable(context);
    await play(
      cwd,
      [],
      [
        ['What is the project called?', '  orders \r'],
        [data, ' orders.csv '],
        ['❯ orders.csv', enter],
        [target, enter],
        [level, enter],
        [author, enter],
        [review, enter],
      ],
    );
    expect(existsSync(join(cwd, 'orders/README.md'))).toBe(true);
  });

  it('an answer that wraps goes without a trace when it is taken back', async (context) => {
    const cwd = withTable(context);
    const { raw } = await play(
      cwd,
      ['orders', '--data', 'orders.csv', '--target', 'returned'],
      [
        [level, enter],
        [author, escape],
        [level, interrupt],
      ],
      { size: [40, 24] },
    );
    expect(raw).toMatch(/(?:\u001B\[1A\u001B\[2K){2}/);
  });

  it('a narrow one breaks sentences and lists between words, and leaves commands whole', async (context) => {
    const cwd = withTable(context);
    const given = ['orders', '--data', 'orders.csv', '--target', 'returned', '--author', 'Ada'];
    // What the cursor has gone back over is a line of its own.
    const wide = (raw: string): string[] =>
      raw
        .split(/\r?\n|\u001B\[\d*[A-K]/)
        .map((line) => stripVTControlCharacters(line).trimEnd())
        .filter((line) => line.length > 40 && !/cd orders|--yes|^Next/.test(line));
    const made = await play(
      cwd,
      given,
      [
        [level, `${down}${enter}`],
        [review, `${down.repeat(3)}${enter}`],
        ['back to the review', enter],
        [review, enter],
      ],
      { size: [40, 24] },
    );
    expect(made.screen).toMatch(/❯ 2: besides, workflows that test each\s*\n {2}change, retrain, watch and deploy/);
    expect(made.screen).toMatch(/Yes, make it, install its environment,\s*\n {2}run it/);
    expect(made.screen).toContain('! the workflows need a store');
    expect(made.screen).toMatch(/It predicts returned \(binary\) from 60\s*\nrows and 3 columns\./);
    expect(wide(made.raw)).toEqual([]);
    const added = await play(join(cwd, 'orders'), ['add', 'stage', 'clean'], [], { size: [40, 24] });
    expect(added.screen).toContain('Wired:');
    expect(wide(added.raw)).toEqual([]);
  });

  it('asks nobody where CI is set', async (context) => {
    const cwd = withTable(context);
    const { code, screen } = await play(cwd, ['orders'], [], { env: { CI: 'true' } });
    expect(code).toBe(2);
    expect(screen).toContain('Where CI is set nothing is asked');
  });
});
