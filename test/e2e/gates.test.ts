/** Every gate of an emitted project, proven by sabotage: exit code 3, and one sentence that says what is wrong. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMlProject, type Outcome, scratch, shell } from '../support/cli.ts';

type Row = { amount: string; visits: string; region: string; group: string; returned: string };

/** Orders of a shop: whether one comes back depends on amount and visits; the same rows at every call. */
function orders(count = 1500): Row[] {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => {
    const amount = random() * 100;
    const visits = Math.floor(random() * 10);
    const region = random() < 0.5 ? 'north' : 'south';
    const group = random() < 0.5 ? 'a' : 'b';
    // What trees tell better than a line: a model of trees is judged below.
    const returned = (amount > 40 && visits > 3) !== random() < 0.05 ? 'yes' : 'no';
    return { amount: amount.toFixed(2), visits: String(visits), region, group, returned };
  });
}
/** The same orders with a target that has nothing to do with them. */
const noise = (count?: number): Row[] => {
  let state = 777;
  return orders(count).map((row) => ({ ...row, returned: (state = (state * 16807) % 2147483647) % 1009 < 450 ? 'yes' : 'no' }));
};
const csv = (rows: readonly Partial<Row>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((cells) => `${cells.join(',')}\n`).join('');

const folder = scratch();
const project = join(folder.path, 'shop');
const at = (path: string): string => join(project, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const change = (path: string, from: string | RegExp, to: string): void => {
  expect(read(path)).toMatch(from);
  writeFileSync(at(path), read(path).replace(from, to));
};
const data = (rows: readonly Partial<Row>[]): void => writeFileSync(at('data/raw/orders.csv'), csv(rows));
const stages = (names: string): string =>
  names
    .split(' ')
    .map((name) => `uv run python -m src.stages.${name}`)
    .join(' && ');
/** Runs stages of which the last one has to end with 3, and gives what it said. */
const refused = (names: string): string[] => {
  const outcome: Outcome = shell(stages(names), { cwd: project }, 3);
  expect(outcome.stderr).not.toContain('Traceback');
  return outcome.stderr.trim().split('\n');
};

beforeAll(() => {
  writeFileSync(join(folder.path, 'orders.csv'), csv(orders()));
  const made = createMlProject(['shop', '--data', 'orders.csv', '--target', 'returned', '--yes'], { cwd: folder.path });
  expect(made.code, made.stderr).toBe(0);
  // One candidate with its defaults: these tests are about the gates, not about the search.
  change('params.yaml', /trials: \d+/, 'trials: 1');
  change('params.yaml', 'model: auto', 'model: hist_gradient_boosting');
  shell('uv sync --locked -q && git add . && git commit -qm quick && uv run dvc repro', {
    cwd: project,
    env: { GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.org' },
  });
});
beforeEach(() => {
  data(orders());
  shell('git checkout -q params.yaml data/schema.yaml', { cwd: project });
});
afterAll(() => folder.dispose());

it('passes as long as nobody sabotages it', () => {
  expect(shell(stages('ingest validate gate'), { cwd: project }).stdout).toMatch(/\d+ gates passed, \d+ not judged/);
});

describe('data', () => {
  const spoilt = (at: number, cells: Partial<Row>, rows = 1): Row[] =>
    orders().map((row, index) => (index >= at && index < at + rows ? { ...row, ...cells } : row));

  it.each([
    ['a wrong type', { visits: 'many' }, /^'visits' has a value that is no integer: row 41 \('many'\)\.$/],
    ['an unseen category', { region: 'west' }, /^'region' has a value that the schema does not list: row 41 \('west'\)\.$/],
    ['a missing value where none may be', { group: '' }, /^'group' has a missing value, though it may have none: row 41\.$/],
  ])('%s', (_, cells, sentence) => {
    data(spoilt(40, cells));
    const said = refused('ingest validate');
    expect(said[0]).toMatch(sentence);
    expect(said.slice(1).join('\n')).toMatch(/^(The data break data\/schema\.yaml in 1 point\.)?$/);
  });

  it('a range that more than a few rows leave', () => {
    data(spoilt(40, { amount: '-5' }, 60));
    expect(refused('ingest validate')[0]).toMatch(
      /^'amount' has a value beyond the expected [\d.]+ to [\d.]+: rows 41, .* and 55 more \('-5\.0'\)\.$/,
    );
  });

  it('no amount that grows, nor a row beyond the range', () => {
    data(orders().map((row, index) => ({ ...row, amount: index === 40 ? '-5' : String(Number(row.amount) + 30) })));
    shell(stages('ingest validate'), { cwd: project });
    expect(JSON.parse(read('reports/data_validation.json')).checks[0].sentence).toMatch(
      /1 column with values beyond the expected range, within the tolerance/,
    );
  });

  it('a missing column, by its name', () => {
    data(orders().map(({ region: _, ...row }) => row));
    expect(refused('ingest validate')[0]).toMatch(/'region'.*missing/);
  });

  it('label noise', () => {
    const rows = orders();
    data([...rows, ...rows.slice(0, 150).map((row) => ({ ...row, returned: row.returned === 'yes' ? 'no' : 'yes' }))]);
    expect(refused('ingest validate').join()).toMatch(/have another target than rows with equal features.*rows \d+ and \d+/);
  });

  it('leakage', () => {
    data(orders().map((row) => ({ ...row, group: row.returned === 'yes' ? 'a' : 'b' })));
    expect(refused('ingest validate').join()).toMatch(
      /'group' \(1\.000\) alone predicts the target with a held-out ROC AUC of 0\.95 or more/,
    );
  });

  it('stops the whole pipeline before anything is trained', () => {
    data(spoilt(40, { region: 'west' }));
    const outcome = shell('uv run dvc repro || echo "stopped"', { cwd: project });
    expect(outcome.stdout).toContain('stopped');
    expect(outcome.stdout).not.toContain('stages.train');
    expect(outcome.stderr).toContain("'region' has a value that the schema does not list");
  });
});

describe('model', () => {
  const train = 'ingest validate split featurize select tune train evaluate gate';

  it('not better than guessing, and over-fitted', () => {
    data(noise());
    const said = refused(train);
    expect(said.join('\n')).toMatch(/is not distinguishable from the no-skill baseline/);
    expect(said.join('\n')).toMatch(/on the training set.*of the gain over the no-skill baseline is left, at least 50 % must be/);
  });

  it('worse than a linear model', () => {
    change('params.yaml', 'model: hist_gradient_boosting', 'model: dummy');
    expect(refused(train).join('\n')).toMatch(/is worse than the linear baseline/);
  });

  it('a metric below the threshold of params.yaml', () => {
    change('params.yaml', 'min: 0.6', 'min: 0.999');
    const said = refused(train);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^roc_auc on the test set is 0\.\d+ \(95 % interval .*\); it is below the 0\.999 of gate\.min\.$/);
  });

  it('a slice below its floor', () => {
    // In the south it is chance, so nothing can be learnt there.
    data(orders().map((row, index) => (row.region === 'south' ? { ...row, returned: (index * 31) % 3 === 0 ? 'yes' : 'no' } : row)));
    expect(refused(train).join('\n')).toMatch(
      /keep less than 50 % of the whole's gain over no skill \(roc_auc [\d.]+ against 0\.500\): .*region = south/,
    );
  });

  it('a fairness gap', () => {
    change('data/schema.yaml', /( {2}- name: group\n)/, '$1    sensitive: true\n');
    data(orders().map((row, index) => (row.group === 'b' ? { ...row, returned: (index * 31) % 4 === 0 ? 'yes' : 'no' } : row)));
    expect(refused(train).join('\n')).toMatch(/recall is [\d.]+ for group = a and [\d.]+ for b: more than 0\.2 apart/);
  });

  it('is documented before the run stops', () => {
    change('params.yaml', 'min: 0.6', 'min: 0.999');
    const outcome = shell('uv run dvc repro || echo "stopped"', { cwd: project });
    expect(outcome.stdout).toContain('stopped');
    expect(read('docs/scoping.md')).toMatch(/\| minimum \| \*\*failed\*\* \|/);
    expect(read('docs/deployment.md')).toMatch(/Do not use this model: of \d+ required gates, 1 failed[^]*Failed: roc/);
    expect(read('reports/report.html')).toContain('verdict failed');
  });
});

it('ends `--run` with 3 when a new project misses a gate', () => {
  const rows = orders();
  writeFileSync(
    join(folder.path, 'noise.csv'),
    csv(rows.map((row, index) => ({ ...row, returned: rows[(index * 7 + 3) % rows.length]?.returned ?? '' }))),
  );
  const outcome = createMlProject(['noise', '--data', 'noise.csv', '--target', 'returned', '--yes', '--run'], { cwd: folder.path });
  expect(outcome.code, outcome.stdout + outcome.stderr).toBe(3);
  expect(outcome.stdout + outcome.stderr).toMatch(/is below the 0\.6 of gate\.min/);
});
