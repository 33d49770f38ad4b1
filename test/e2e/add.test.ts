/** Twenty additions to a project that a team has edited: every line of theirs stays, the pipeline and the tests go on passing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMlProject, scratch, shell } from '../support/cli.ts';
import { alwaysRun, editLikeATeam, expectLinesKept, twentyAdditions } from '../support/edited-project.ts';

/** Orders of a shop with numbers, a category, a text and gaps; those of much money and many visits come back, which a tree tells better than a line. */
function orders(count = 400): string {
  let state = 12345;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
  const rows = Array.from({ length: count }, (_, index) => {
    const [amount, visits] = [random() * 100, Math.floor(random() * 10)] as const;
    const note = Array.from({ length: 6 + Math.floor(random() * 6) }, () =>
      pick(['late', 'broken', 'kind', 'quick', 'parcel', 'again', 'colour', 'size', 'box', 'help']),
    ).join(' ');
    return [
      amount.toFixed(2),
      random() < 0.1 ? '' : visits,
      pick(['red', 'green', 'blue']),
      `${note} ${index}`,
      (amount > 40 && visits > 3) !== random() < 0.05 ? 'yes' : 'no',
    ].join(',');
  });
  return `amount,visits,color,note,returned\n${rows.join('\n')}\n`;
}

const git = { GIT_AUTHOR_NAME: 't', GIT_AUTHOR_EMAIL: 't@example.org', GIT_COMMITTER_NAME: 't', GIT_COMMITTER_EMAIL: 't@example.org' };

describe.each([
  // The pipeline after each third of the additions, all tests of the project at the end.
  { layout: 'standard', module: 'src', groups: 3, tests: 'tests' },
  { layout: 'package', module: 'src/shop', groups: 1, tests: 'tests/test_[!nr]*.py' },
])('twenty additions in layout $layout', ({ layout, module, groups, tests }) => {
  const folder = scratch();
  const root = join(folder.path, 'shop');
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const work = (line: string): string => shell(line, { cwd: root, env: git }).stdout;
  const change = (...args: string[]): void => {
    const { code, stderr } = createMlProject(args, { cwd: root });
    expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
  };
  afterAll(() => folder.dispose());

  it('keep every line of its people, and pipeline and tests pass', { timeout: 1_800_000 }, () => {
    writeFileSync(join(folder.path, 'orders.csv'), orders());
    writeFileSync(join(folder.path, 'terms.csv'), 'colour;days;terms\nred;3;cash\ngreen;14;invoice\nblue;30;invoice\n');
    const made = createMlProject(['shop', '--data', 'orders.csv', '--target', 'returned', '--layout', layout, '--yes'], {
      cwd: folder.path,
    });
    expect(made.code, made.stderr).toBe(0);
    writeFileSync(join(root, 'params.yaml'), read('params.yaml').replace(/trials: \d+/, 'trials: 1'));
    const files = editLikeATeam(root, module);
    const written = new Map(files.map((path) => [path, read(path)]));
    work('uv sync --locked -q && git add . && git commit -qm edited');

    const size = Math.ceil(twentyAdditions.length / groups);
    for (const [index, addition] of twentyAdditions.entries()) {
      change('add', ...addition);
      for (const [path, text] of written) expectLinesKept(path, text, read(path));
      if ((index + 1) % size === 0 || index === twentyAdditions.length - 1) work('uv run --locked dvc repro');
    }
    change('add', 'docs-site');
    work(`uv run --locked pytest -q -x ${tests}`);

    // The model takes what the service will send: features as featurize makes them, whatever the stages behind it have learned.
    const manifest = JSON.parse(read('models/manifest.json')) as { features: string[] };
    expect(manifest.features).toEqual(expect.arrayContaining(['amount', 'visits', 'color', 'note', 'days', 'terms', 'filled_share']));
    const tuned = Object.keys((JSON.parse(read('reports/tuning.json')) as { candidates: object }).candidates);
    expect(tuned).toEqual(expect.arrayContaining(['lightgbm', 'my_model', 'k_nearest_neighbors']));
    expect(Object.keys(JSON.parse(read('reports/feature_cost.json')) as object)).toContain('filled_share');
    for (const report of ['audit', 'explain', 'calibrate', 'balance_classes', 'deduplicate', 'outliers'])
      expect(() => JSON.parse(read(`reports/${report}.json`)), report).not.toThrow();
    expect(read('docs/pseudocode.md')).toContain('clean_text');
    expect(work('git status --porcelain --ignored=no models data')).not.toMatch(/\.(parquet|joblib)/);

    // A page more in docs/ is filled in; then nothing is done but what they want each time, and a stage that goes leaves a pipeline that runs.
    const done = (): string[] | null => work('uv run --locked dvc repro').match(/(?<=Running stage ').*(?=')/g);
    expect(done()).toEqual(['document', ...alwaysRun]);
    expect(done()).toEqual(alwaysRun);
    change('remove', 'stage', 'encode-text');
    // The next stage of the features reads what it had read.
    expect(work('uv run --locked dvc repro --dry')).toContain("Running stage 'balance_classes'");
  });
});

it('what needs packages finds them at once where the project is installed', { timeout: 900_000 }, () => {
  const folder = scratch();
  const root = join(folder.path, 'shop');
  writeFileSync(join(folder.path, 'orders.csv'), orders());
  expect(
    createMlProject(
      ['shop', '--data', 'orders.csv', '--target', 'returned', '--editor', 'vscode', '--hooks', 'pre-commit', '--yes', '--no-git'],
      { cwd: folder.path },
    ).code,
  ).toBe(0);
  shell('uv sync --locked -q', { cwd: root });
  for (const part of [
    ['stage', 'fetch-sql'],
    ['stage', 'fetch-s3'],
    ['stage', 'export-onnx'],
    ['model', 'xgboost'],
    ['model', 'elastic_net'],
  ])
    expect(createMlProject(['add', ...part], { cwd: root }).code, part.join(' ')).toBe(0);
  shell(
    '.venv/bin/python -m pytest -q tests/test_fetch_sql.py tests/test_fetch_s3.py tests/test_export_onnx.py tests/test_xgboost.py tests/test_elastic_net.py',
    { cwd: root },
  );
  shell('.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy', { cwd: root });
  // What the hooks say, of all of this and of what must not get into a commit.
  const hooks = (id = ''): string => `uvx pre-commit@4.7.0 run --all-files ${id}`;
  shell(`git init -q && git add . && ${hooks()}`, { cwd: root, env: git });
  const look = join(root, 'notebooks/data_exploration.ipynb');
  const notebook = JSON.parse(readFileSync(look, 'utf8')) as { cells: { cell_type: string; outputs?: object[] }[] };
  notebook.cells.find((cell) => cell.cell_type === 'code')!.outputs!.push({ output_type: 'stream', name: 'stdout', text: ['a row\n'] });
  writeFileSync(look, JSON.stringify(notebook, null, 1));
  writeFileSync(join(root, 'src/stages/loose.py'), '"""A stage."""\n\nimport os\n\nCOUNT: int = "one"\n');
  shell('git add . && git add --force data/raw/orders.csv', { cwd: root });
  for (const [id, said] of [
    ['notebooks-without-outputs', 'data_exploration.ipynb'],
    ['data-by-dvc', 'data/raw/orders.csv'],
    ['ruff-check', 'imported but unused'],
    ['mypy', 'Incompatible types'],
  ] as const)
    expect(shell(hooks(id), { cwd: root, env: git }, 1).stdout, id).toContain(said);
  folder.dispose();
});
