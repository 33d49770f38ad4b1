/** The locks that projects are emitted with, before uv's and pip's own eyes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, templatesRoot } from '../../generators/core/package-root.ts';
import { environmentFrom } from '../../generators/python/environment.ts';
import { extendedFrom } from '../../generators/python/extend.ts';
import { readMaster } from '../../generators/python/master.ts';
import { createMlProject, run, scratch, shell } from '../support/cli.ts';

const folder = scratch();
afterAll(() => folder.dispose());

const master = readMaster(join(templatesRoot, 'environment'));
const everySet = [...master.extras.keys(), 'docs-site'];
/** uv looks for an interpreter that the project supports: without the network, only those that are here. */
const pythons = ['3.10', '3.11', '3.12', '3.13', '3.14'].filter(
  (python) => run('uv', ['python', 'find', '--offline', '--no-python-downloads', `>=${python}`], { cwd: folder.path }).code === 0,
);

/** What pyproject.toml needs to say for uv to compare it with the lock. */
function write(name: string, python: string, layout: 'standard' | 'package', extras: readonly string[]): string {
  const project = join(folder.path, name);
  const { dependencies, developmentDependencies, buildBackend, uvLock, requirements } = environmentFrom(master, {
    projectName: name,
    layout,
    python,
    extras,
  });
  mkdirSync(join(project, 'src', name), { recursive: true });
  writeFileSync(join(project, 'src', name, '__init__.py'), '');
  writeFileSync(
    join(project, 'pyproject.toml'),
    [
      `[project]\nname = "${name}"\nversion = "0.1.0"\nrequires-python = ">=${python}"\ndependencies = ${JSON.stringify(dependencies)}`,
      `[dependency-groups]\ndev = ${JSON.stringify(developmentDependencies)}`,
      layout === 'package' ? `[build-system]\nrequires = ["${buildBackend}"]\nbuild-backend = "uv_build"` : '[tool.uv]\npackage = false',
    ].join('\n\n'),
  );
  writeFileSync(join(project, 'uv.lock'), uvLock);
  writeFileSync(join(project, 'requirements.txt'), requirements);
  return project;
}

const checked = 'uv lock --check --offline --quiet';
// How a condition is written differs from one uv to the next: compared with the one that projects are emitted with.
const testedUv = join(folder.path, 'tested-uv', 'bin', 'uv');
const exported = `'${testedUv}' export --locked --offline --quiet --no-hashes --no-annotate --no-header`;
beforeAll(() => {
  const { installer } = environmentFrom(master, { projectName: 'churn', layout: 'standard', python: '3.10', extras: [] });
  shell(`uv venv --quiet tested-uv && uv pip install --quiet --python tested-uv ${installer}`, { cwd: folder.path });
});
const withoutComments = (text: string): string => text.replaceAll(/^#.*\n/gm, '');

describe.each(pythons)('for Python %s and newer', (python) => {
  it.each(
    [[], ['level-1'], everySet.filter((_, i) => i % 2 === 0), everySet.filter((_, i) => i % 2 === 1), everySet].map((extras) => [extras]),
  )('uv accepts the lock as it is, and writes the same requirements.txt, with %j', (extras) => {
    const project = write('churn', python, extras.length % 2 === 0 ? 'standard' : 'package', extras);
    // An empty cache: nothing but the lock itself may answer.
    const { stdout } = shell(`${checked} && ${exported}`, { cwd: project, env: { UV_CACHE_DIR: join(folder.path, 'empty') } });
    expect(withoutComments(readFileSync(join(project, 'requirements.txt'), 'utf8'))).toBe(stdout);
  });

  it('uv accepts a lock that parts were added to', () => {
    const project = write('grown', python, 'standard', []);
    const read = (name: string): string => readFileSync(join(project, name), 'utf8');
    for (const set of everySet) {
      const after = extendedFrom(
        master,
        { pyproject: read('pyproject.toml'), uvLock: read('uv.lock'), requirements: read('requirements.txt') },
        [set],
      );
      writeFileSync(join(project, 'pyproject.toml'), after.pyproject);
      writeFileSync(join(project, 'uv.lock'), after.uvLock!);
      shell(checked, { cwd: project });
    }
  });
});

it('every package there is a set for installs and can be imported', () => {
  const project = write('everything', '3.10', 'package', everySet);
  const modules = [
    'sklearn.ensemble',
    'pandas',
    'pyarrow.parquet',
    'dvc.repo',
    'optuna',
    'mlflow.sklearn',
    'lightgbm',
    'xgboost',
    'shap',
    'onnxruntime',
    'skl2onnx',
    'sqlalchemy',
    'boto3',
    'dvc_s3',
    'dvc_gs',
    'dvc_azure',
    'dvc_ssh',
    'material',
    'nbclient',
    'pytest',
    'everything',
  ];
  shell(`uv sync --locked --quiet && uv run --no-sync python -W ignore -c "import ${modules.join(', ')}"`, { cwd: project });
  expect(shell('uv pip check 2>&1', { cwd: project }).stdout).toMatch(/compatible/);
});

// The oldest Python has older packages in the lock, with other types; they need not run to be checked.
it('mypy accepts the code with the packages of the oldest Python', () => {
  expect(createMlProject(['oldest', '--yes', '--no-git'], { cwd: folder.path }).code).toBe(0);
  const cwd = join(folder.path, 'oldest');
  shell('uv venv --quiet .oldest && uv sync --locked --quiet', { cwd });
  shell(
    'uv pip install --quiet --target "$(echo .oldest/lib/python*/site-packages)" --python-version 3.10 --python-platform linux --requirement requirements.txt',
    { cwd },
  );
  shell('uv run --no-sync mypy --python-executable .oldest/bin/python --python-version 3.10', { cwd });
});

it.each([
  ['standard', 'mlflow', 's3'],
  ['package', 'none', 'azure'],
])('the command line emits such locks (layout %s, tracking %s, remote %s)', (layout, tracking, remote) => {
  const url = { s3: 's3://bucket/path', azure: 'azure://container/path' }[remote]!;
  const { code, stderr } = createMlProject(
    [`${layout}_project`, '--layout', layout, '--tracking', tracking, '--remote', remote, '--remote-url', url, '--yes'],
    { cwd: folder.path },
  );
  expect(code, stderr).toBe(0);
  shell(`${checked} && ${exported} --output-file exported.txt`, { cwd: join(folder.path, `${layout}_project`) });
});

describe('renewing the versions', () => {
  const project = join(folder.path, 'renewed');
  const read = (name: string): string => readFileSync(join(project, name), 'utf8');
  const renew = 'uv run --no-sync python scripts/refresh_environment.py --package tqdm';
  // A day on which the tested set existed: what has been published since must not decide this test.
  const renewed = /^renewed = "(.+)"$/m.exec(readFileSync(join(packageRoot, 'templates/environment/pyproject.toml'), 'utf8'))![1]!;
  const env = { UV_EXCLUDE_NEWER: `${renewed}T00:00:00Z` };

  it('keeps the old ones when the project does not work with the new ones', () => {
    createMlProject(['renewed', '--level', '0', '--yes'], { cwd: folder.path });
    // The project's own tests are run elsewhere; here it matters that they are run at all.
    shell('rm tests/test_*.py && printf "def test_nothing() -> None:\\n    pass\\n" > tests/test_nothing.py', { cwd: project });
    shell('uv lock --quiet --upgrade-package tqdm==4.67.1 && uv sync --locked --quiet && printf "tqdm==4.67.1\\n" > requirements.txt', {
      cwd: project,
    });
    const [before, ingest] = [read('uv.lock'), read('src/stages/ingest.py')];
    writeFileSync(join(project, 'src/stages/ingest.py'), 'raise SystemExit("does not work with this version")\n');
    const outcome = run('bash', ['-c', renew], { cwd: project, env });
    writeFileSync(join(project, 'src/stages/ingest.py'), ingest);
    expect(outcome.code, outcome.stdout + outcome.stderr).toBe(1);
    expect(outcome.stderr).toContain(
      '`uv run --no-sync python -m src.stages.ingest` ended with exit code 1, see above. Nothing was changed.',
    );
    expect(read('uv.lock')).toBe(before);
  });

  it('takes them over once training and tests have passed with them', () => {
    const { stdout } = shell(renew, { cwd: project, env });
    expect(stdout).toMatch(/1 passed[\s\S]*tqdm: 4\.67\.1 -> /);
    expect(read('uv.lock')).not.toContain('tqdm-4.67.1');
    expect(read('requirements.txt')).toMatch(/^tqdm==4\.(?!67\.1)/m);
  });
});
